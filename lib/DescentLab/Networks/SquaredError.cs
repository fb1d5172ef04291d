using System.Numerics;

namespace DescentLab;

/// <summary>The squared error as the chapter's network uses it, against targets that are 1 for the label and 0 for the other classes.</summary>
/// <remarks>
/// <code>
/// reported:       L = mean over the outputs of ½ (y − t)²
/// differentiated:     sum  over the outputs of ½ (y − t)², whose gradient is y − t
/// </code>
/// So the gradient is that of the reported loss times the number of outputs, as in the book's code; both are averaged
/// over the minibatch.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record SquaredError<T> : Loss<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels)
    {
        var classes = Classes(outputs, labels);

        // Σ (y − t)² = Σ y² + Σ (1 − 2y) over the labels; four sums in turn, an order that no machine changes.
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        var i = 0;
        for (; i <= outputs.Length - 4; i += 4)
        {
            s0 += Square(outputs[i]);
            s1 += Square(outputs[i + 1]);
            s2 += Square(outputs[i + 2]);
            s3 += Square(outputs[i + 3]);
        }

        for (; i < outputs.Length; i++)
        {
            s0 += Square(outputs[i]);
        }

        var sum = s0 + s1 + (s2 + s3);
        for (var n = 0; n < labels.Length; n++)
        {
            sum += 1 - (2 * double.CreateTruncating(outputs[(n * classes) + labels[n]]));
        }

        return sum / 2 / outputs.Length;
    }

    /// <inheritdoc/>
    public override double Gradient(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, Span<T> gradient)
    {
        var classes = Classes(outputs, labels);
        var share = T.One / T.CreateChecked(labels.Length);
        outputs.CopyTo(gradient);
        for (var n = 0; n < labels.Length; n++)
        {
            gradient[(n * classes) + labels[n]] -= T.One;
        }

        Scale.Apply(gradient[..outputs.Length], share);
        return Value(outputs, labels);
    }

    private static double Square(T y)
    {
        var value = double.CreateTruncating(y);
        return value * value;
    }
}

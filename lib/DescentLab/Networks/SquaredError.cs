using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DescentLab;

/// <summary>The squared error of the chapter's network, against targets that are 1 for the label and 0 for the other classes.</summary>
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
    // A sample's error below this is the difference of sums near 1, and has fewer than seven digits.
    private const double Cancelled = 1e-9;

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels) => Mean(outputs, labels, Classes(outputs, labels));

    /// <inheritdoc/>
    public override double Gradient(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, Span<T> gradient)
    {
        var classes = Classes(outputs, labels);
        RequireSpace(gradient, outputs.Length, nameof(gradient));
        var share = T.One / T.CreateChecked(labels.Length);
        outputs.CopyTo(gradient);
        for (var n = 0; n < labels.Length; n++)
        {
            gradient[(n * classes) + labels[n]] -= T.One;
        }

        Scale.Apply(gradient[..outputs.Length], share);
        return Mean(outputs, labels, classes);
    }

    private static double Mean(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int classes)
    {
        // Σ (y − t)² = Σ y² + Σ (1 − 2y) over the labels.
        var sum = SumOfSquares(outputs);
        for (var n = 0; n < labels.Length; n++)
        {
            sum += 1 - (2 * double.CreateTruncating(outputs[(n * classes) + labels[n]]));
        }

        return (sum < Cancelled * labels.Length ? SumOfSquares(outputs, labels, classes) : sum) / 2 / outputs.Length;
    }

    /// <summary>Σ (y − t)², one by one.</summary>
    private static double SumOfSquares(ReadOnlySpan<T> y, ReadOnlySpan<int> labels, int classes)
    {
        double sum = 0;
        for (var i = 0; i < y.Length; i++)
        {
            var difference = double.CreateTruncating(y[i]) - (labels[i / classes] == i % classes ? 1 : 0);
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>Σ y² in double: four alternating sums, in an order that is the same on every machine.</summary>
    [MethodImpl(Registers.Kernel)]
    private static double SumOfSquares(ReadOnlySpan<T> y)
    {
        Vector128<double> even = default, odd = default;
        var rest = y;
        for (; rest.Length >= 4; rest = rest[4..])
        {
            Vector128<double> low, high;
            if (typeof(T) == typeof(float))
            {
                (low, high) = Vector128.Widen(Vector128.Create(rest).AsSingle());
            }
            else
            {
                (low, high) = (Vector128.Create(rest).AsDouble(), Vector128.Create(rest[2..]).AsDouble());
            }

            even += low * low;
            odd += high * high;
        }

        foreach (var value in rest)
        {
            var wide = double.CreateTruncating(value);
            even += Vector128.CreateScalar(wide * wide);
        }

        return even[0] + even[1] + (odd[0] + odd[1]);
    }
}

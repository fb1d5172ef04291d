using System.Numerics;

namespace DescentLab;

/// <summary>Softmax with cross-entropy: the outputs are logits z, the loss is the surprise at the true class.</summary>
/// <remarks>
/// <code>
/// p = softmax(z),  pⱼ = exp(zⱼ − max z) / Σ exp(zₖ − max z)
/// L = −ln p[label],  ∂L/∂z = p − t
/// </code>
/// averaged over the minibatch. Large logits do not overflow.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record SoftmaxCrossEntropy<T> : Loss<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Overwrites <paramref name="probabilities"/> with the softmax of each row.</summary>
    /// <param name="logits">The network's outputs, samples × classes, row-major.</param>
    /// <param name="classes">The number of classes in a row.</param>
    /// <param name="probabilities">Receives the probabilities; may be the logits themselves.</param>
    /// <exception cref="ArgumentException">The logits are not whole rows, or the probabilities are fewer.</exception>
    public static void Probabilities(ReadOnlySpan<T> logits, int classes, Span<T> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (logits.Length % classes != 0)
        {
            throw new ArgumentException($"{logits.Length} logits are not whole rows of {classes} classes. Give classes for each sample.", nameof(logits));
        }

        RequireSpace(probabilities, logits.Length, nameof(probabilities));
        for (var at = 0; at < logits.Length; at += classes)
        {
            Shift(logits.Slice(at, classes), probabilities.Slice(at, classes));
        }

        Map.Apply<T, ExpMap>(probabilities[..logits.Length], probabilities[..logits.Length], probabilities[..logits.Length]);
        for (var at = 0; at < logits.Length; at += classes)
        {
            var row = probabilities.Slice(at, classes);
            var sum = Sum(row);
            for (var k = 0; k < row.Length; k++)
            {
                // The exponential stops just above zero; a probability that small counts as 0.
                row[k] = row[k] <= Negligible ? T.Zero : row[k] / sum;
            }
        }
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels) => Mean(outputs, labels, Classes(outputs, labels));

    /// <inheritdoc/>
    public override double Gradient(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, Span<T> gradient)
    {
        var classes = Classes(outputs, labels);
        RequireSpace(gradient, outputs.Length, nameof(gradient));
        Probabilities(outputs, classes, gradient);
        for (var n = 0; n < labels.Length; n++)
        {
            gradient[(n * classes) + labels[n]] -= T.One;
        }

        Scale.Apply(gradient[..outputs.Length], T.One / T.CreateChecked(labels.Length));
        return Mean(outputs, labels, classes);
    }

    private static double Mean(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int classes)
    {
        double total = 0;
        for (var n = 0; n < labels.Length; n++)
        {
            var row = outputs.Slice(n * classes, classes);
            var largest = Largest(row);
            double sum = 0;
            foreach (var z in row)
            {
                sum += Exp(double.CreateTruncating(z - largest));
            }

            total += Logarithm.Of(sum) + double.CreateTruncating(largest) - double.CreateTruncating(row[labels[n]]);
        }

        return total / labels.Length;
    }

    private static readonly T Negligible = T.CreateChecked(typeof(T) == typeof(float) ? 2e-38 : 4e-308);

    private static double Exp(double t)
    {
        Span<double> value = [t];
        Map.Apply<double, ExpOfDouble>(value, value, value);
        return value[0];
    }

    private static void Shift(ReadOnlySpan<T> row, Span<T> shifted)
    {
        var largest = Largest(row);
        for (var k = 0; k < row.Length; k++)
        {
            shifted[k] = row[k] - largest;
        }
    }

    private static T Largest(ReadOnlySpan<T> row)
    {
        var largest = row[0];
        foreach (var z in row[1..])
        {
            largest = T.Max(largest, z);
        }

        return largest;
    }

    private static T Sum(ReadOnlySpan<T> row)
    {
        var sum = T.Zero;
        foreach (var value in row)
        {
            sum += value;
        }

        return sum;
    }

    private readonly struct ExpMap : IMap<T>
    {
        [MethodImpl(Registers.Inlined)]
        public static V Of<V>(V t, V unused)
            where V : struct, ILane<V, T> =>
            Exponential<T>.Exp(t);
    }

    private readonly struct ExpOfDouble : IMap<double>
    {
        [MethodImpl(Registers.Inlined)]
        public static V Of<V>(V t, V unused)
            where V : struct, ILane<V, double> =>
            Exponential<double>.Exp(t);
    }
}

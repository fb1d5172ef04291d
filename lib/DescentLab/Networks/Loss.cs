using System.Numerics;

namespace DescentLab;

/// <summary>The function that training minimizes: compares the outputs with the labels.</summary>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
[TypeFormatterSource]
public abstract record Loss<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>The mean loss of a minibatch.</summary>
    /// <param name="outputs">The network's outputs, samples × classes, row-major.</param>
    /// <param name="labels">The class of each sample.</param>
    public abstract double Value(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels);

    /// <summary>Overwrites <paramref name="gradient"/> with the gradient by the outputs, averaged over the samples.</summary>
    /// <param name="outputs">The network's outputs, samples × classes, row-major.</param>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="gradient">Receives the gradient, samples × classes.</param>
    /// <returns>The mean loss.</returns>
    public abstract double Gradient(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, Span<T> gradient);

    private protected static int Classes(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels) =>
        labels.Length > 0 && outputs.Length % labels.Length == 0
            ? outputs.Length / labels.Length
            : throw new ArgumentException($"{outputs.Length} outputs cannot be divided among {labels.Length} samples.", nameof(outputs));

    /// <summary>The name.</summary>
    public sealed override string ToString() => GetType().Name.Split('`')[0];
}

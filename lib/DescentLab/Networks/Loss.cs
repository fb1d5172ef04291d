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
    /// <param name="labels">The class of each sample, 0 … classes − 1.</param>
    /// <exception cref="ArgumentException">The outputs are not as many for each sample, or a label is not a class.</exception>
    public abstract double Value(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels);

    /// <summary>Overwrites <paramref name="gradient"/> with the gradient by the outputs, averaged over the samples.</summary>
    /// <param name="outputs">The network's outputs, samples × classes, row-major.</param>
    /// <param name="labels">The class of each sample, 0 … classes − 1.</param>
    /// <param name="gradient">Receives the gradient, samples × classes.</param>
    /// <returns>The mean loss.</returns>
    /// <exception cref="ArgumentException">The outputs are not as many for each sample, a label is not a class, or the gradient is shorter than the outputs.</exception>
    public abstract double Gradient(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, Span<T> gradient);

    /// <summary>The number of classes; every label is one of them.</summary>
    private protected static int Classes(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels)
    {
        if (labels.IsEmpty || outputs.IsEmpty || outputs.Length % labels.Length != 0)
        {
            throw new ArgumentException($"{outputs.Length} outputs cannot be divided among {labels.Length} samples.", nameof(outputs));
        }

        var classes = outputs.Length / labels.Length;
        return labels.IndexOfAnyExceptInRange(0, classes - 1) is >= 0 and var i
            ? throw new ArgumentException($"labels[{i}] is {labels[i]}, but {outputs.Length} outputs of {labels.Length} samples are {classes} classes, from 0. Give each sample one of them.", nameof(labels))
            : classes;
    }

    /// <summary>Rejects a span that is too short for the results.</summary>
    private protected static void RequireSpace(ReadOnlySpan<T> results, int needed, string name)
    {
        if (results.Length < needed)
        {
            throw new ArgumentException($"{name} has space for {results.Length} numbers, the outputs are {needed}. Give as many.", name);
        }
    }

    /// <summary>The name.</summary>
    public sealed override string ToString() => GetType().Name.Split('`')[0];
}

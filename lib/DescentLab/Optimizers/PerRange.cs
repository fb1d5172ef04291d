using System.Numerics;

namespace DescentLab;

/// <summary>Several optimizers, each for its own range of θ: the chapter's momentum for each layer.</summary>
/// <remarks>See <see cref="Network{T}.PerLayer"/>.</remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
[TypeFormatterSource]
public sealed class PerRange<T> : IOptimizer<T>, IHtml
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly (int Length, IOptimizer<T> Optimizer)[] parts;

    /// <summary>Optimizers for ranges that follow each other.</summary>
    /// <param name="parts">The number of components of each range, at least 1, and its optimizer; together they cover θ.</param>
    /// <exception cref="ArgumentException">There is no part, or one without components or optimizer.</exception>
    public PerRange(params ReadOnlySpan<(int Length, IOptimizer<T> Optimizer)> parts)
    {
        this.parts = parts.ToArray();
        if (parts.IsEmpty || this.parts.Any(part => part.Length < 1 || part.Optimizer is null))
        {
            throw new ArgumentException("Every range needs at least 1 component and an optimizer, and there must be a range.", nameof(parts));
        }
    }

    /// <summary>The ranges: how many components, and their optimizer.</summary>
    public IReadOnlyList<(int Length, IOptimizer<T> Optimizer)> Parts => parts;

    /// <summary>Nothing: each part has its own state.</summary>
    public IReadOnlyList<string> StateNames => [];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The ranges do not add up to the dimension.</exception>
    public OptimizerState<T> Start(int dimension) =>
        parts.Sum(part => part.Length) is var total && total == dimension
            ? new(dimension, [], [.. parts.Select(part => part.Optimizer.Start(part.Length))])
            : throw new ArgumentException($"The ranges have {total} components in total, θ has {dimension}. Make them cover θ.", nameof(dimension));

    /// <inheritdoc/>
    public ReadOnlySpan<T> LookAhead(ReadOnlySpan<T> x, OptimizerState<T> state, Span<T> memory)
    {
        RequireOwn(state, x.Length);
        for (int k = 0, from = 0; k < parts.Length; from += parts[k].Length, k++)
        {
            var (length, optimizer) = parts[k];
            var at = memory.Slice(from, length);
            optimizer.LookAhead(x.Slice(from, length), state.Parts[k], at).CopyTo(at);
        }

        return memory;
    }

    /// <inheritdoc/>
    public void Update(Span<T> x, ReadOnlySpan<T> gradient, OptimizerState<T> state)
    {
        RequireOwn(state, x.Length);
        state.NextStep();
        for (int k = 0, from = 0; k < parts.Length; from += parts[k].Length, k++)
        {
            var (length, optimizer) = parts[k];
            optimizer.Update(x.Slice(from, length), gradient.Slice(from, length), state.Parts[k]);
        }
    }

    /// <summary>A row for each range.</summary>
    public string ToHtml() => Sheet.ToHtml();

    /// <inheritdoc/>
    public string ToText() => $"{Sheet}";

    /// <summary>"19700: GradientDescent …; 5050: …".</summary>
    public override string ToString() => string.Join("; ", parts.Select(part => $"{part.Length}: {part.Optimizer}"));

    private Sheet Sheet => new("An optimizer for each range of θ")
    {
        Header = ["components", "optimizer"],
        Rows = [.. parts.Select(part => (string[])[$"{part.Length}", $"{part.Optimizer}"])],
    };

    private void RequireOwn(OptimizerState<T> state, int components)
    {
        if (Require.NotNull(state).Parts.Count != parts.Length || state.Dimension != components)
        {
            throw new ArgumentException(
                $"This state is another optimizer's: it holds {state.Dimension} components in {state.Parts.Count} parts, this optimizer needs {parts.Length} parts. Make the state with optimizer.Start({components}).",
                nameof(state));
        }
    }
}

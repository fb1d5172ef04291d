using System.Globalization;
using System.Numerics;
using System.Text;

namespace DescentLab;

/// <summary>The state of an optimizer between the steps of one run: the number of steps and up to two vectors.</summary>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
[TypeFormatterSource]
public sealed class OptimizerState<T> : IHtml
    where T : struct, IFloatingPointIeee754<T>
{
    private const int PrintedComponents = 6;

    private readonly AlignedVector<T> values;
    private bool counted;

    /// <summary>A state of zero vectors, one for each name, before the first step.</summary>
    /// <param name="dimension">The number of components of each vector, at least 1.</param>
    /// <param name="names">The names of the vectors; empty for a rule without state.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is below 1, or the vectors are more than an array holds.</exception>
    public OptimizerState(int dimension, IReadOnlyList<string> names)
        : this(dimension, names, [])
    {
    }

    /// <summary>Creates a state composed of the states of several optimizers, each for its own range of θ.</summary>
    /// <param name="dimension">The number of components of the whole θ, at least 1.</param>
    /// <param name="names">The names of the vectors of this state itself; usually none.</param>
    /// <param name="parts">The states of the parts.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is below 1, or the vectors are more than an array holds.</exception>
    public OptimizerState(int dimension, IReadOnlyList<string> names, IReadOnlyList<OptimizerState<T>> parts)
    {
        Dimension = Require.AtLeast(1, dimension, "number of components");
        Names = Require.NotNull(names);
        Parts = Require.NotNull(parts);
        values = new(Require.FitsArray((long)dimension * names.Count, $"A state of {names.Count} vectors of {dimension} components", nameof(dimension)));
    }

    /// <summary>The number of components of each vector.</summary>
    public int Dimension { get; }

    /// <summary>The names of the vectors: "v" for a velocity, "m" and "v" for Adam's moments.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The states of the parts, where one optimizer is composed of several; otherwise empty.</summary>
    public IReadOnlyList<OptimizerState<T>> Parts { get; }

    /// <summary>The number t of the last update, or of the one in progress: 1 for the first; 0 before it.</summary>
    public int Step { get; private set; }

    /// <summary>Every vector of this state, in sequence (without those of the parts): what a checkpoint stores.</summary>
    internal Span<T> Values => values;

    /// <summary>One vector by its number, a view: writing to it changes the state.</summary>
    /// <param name="index">From 0, in the order of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such vector.</exception>
    public Span<T> this[int index] => (uint)index < (uint)Names.Count
        ? values.Span.Slice(index * Dimension, Dimension)
        : throw Require.Refused(index, $"This state has {Names.Count} vectors. Take one of {string.Join(", ", Names)}.");

    /// <summary>The vector of that name, a view: writing to it changes the state.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">No vector has that name.</exception>
    public Span<T> this[string name]
    {
        get
        {
            for (var k = 0; k < Names.Count; k++)
            {
                if (Names[k] == name)
                {
                    return this[k];
                }
            }

            throw new ArgumentException($"This state has no vector '{name}'. It has: {string.Join(", ", Names)}.", nameof(name));
        }
    }

    /// <summary>The number t of the update in progress: 1 for the first.</summary>
    /// <remarks>
    /// A <see cref="Descent{T}"/> counts before it calls <see cref="IOptimizer{T}.Update"/>, so a rule only reads
    /// <see cref="Step"/>. In your own loop, call this once in each update.
    /// </remarks>
    public int NextStep()
    {
        if (!counted)
        {
            Count();
        }

        counted = false;
        return Step;
    }

    /// <summary>The step, and a table of the first components of each vector.</summary>
    public string ToHtml() => Sheet.ToHtml() + string.Concat(Parts.Select(part => part.ToHtml()));

    /// <inheritdoc/>
    public string ToText() => string.Join('\n', Parts.Select(part => part.Sheet).Prepend(Sheet));

    /// <summary>The step and the first components of each vector: "step 3, v = [0.12, -0.5]".</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"step {Step}");
        for (var k = 0; k < Names.Count; k++)
        {
            var vector = this[k];
            var shown = Math.Min(PrintedComponents, vector.Length);
            text.Append(CultureInfo.InvariantCulture, $", {Names[k]} = [{string.Join(", ", vector[..shown].ToArray().Select(value => NumberText.Of(value)))}");
            text.Append(shown < vector.Length ? $", … {vector.Length - shown} more]" : "]");
        }

        foreach (var part in Parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"; {part}");
        }

        return text.ToString();
    }

    private Sheet Sheet => new($"Optimizer state after step {Step}, {Dimension} components")
    {
        Header = Names.Count == 0 ? [] : ["", .. Points.Names(Dimension)],
        Rows = [.. Names.Select((name, k) => (string[])[name, .. Points.Cells<T>(this[k])])],
    };

    /// <summary>Counts one more update, here and in the parts.</summary>
    internal void Count()
    {
        Step++;
        counted = true;
        for (var k = 0; k < Parts.Count; k++)
        {
            Parts[k].Count();
        }
    }

    /// <summary>Continues a run at the step of a checkpoint.</summary>
    internal void ContinueAt(int step) => Step = step;

    /// <summary>Says which component is NaN or infinite; null if none is. A point with such a state may be finite, and never move again.</summary>
    internal string? NotFinite()
    {
        if (Points.FirstNotFinite<T>(values) is >= 0 and var i)
        {
            return $"component {i % Dimension} of {Names[i / Dimension]} is {NumberText.Of(values.Span[i])}";
        }

        for (var k = 0; k < Parts.Count; k++)
        {
            if (Parts[k].NotFinite() is { } what)
            {
                return $"in range {k}, {what}";
            }
        }

        return null;
    }

    /// <summary>Rejects the state of another optimizer, or of another number of components.</summary>
    internal void RequireFor(ReadOnlySpan<string> names, int components, int gradient)
    {
        if (components != Dimension || gradient != Dimension)
        {
            throw new ArgumentException(
                $"x has {components} components, the gradient {gradient}, the state {Dimension}: they must have the same length. Create the state with optimizer.Start({components}).");
        }

        if (Parts.Count > 0 || !Matches(names))
        {
            throw new ArgumentException(
                $"This state is another optimizer's: it holds {Listed([.. Names])}{(Parts.Count > 0 ? $" and {Parts.Count} parts" : "")}, this optimizer needs {Listed(names)}. Make the state with optimizer.Start({components}).");
        }
    }

    private static string Listed(ReadOnlySpan<string> names) => names.IsEmpty ? "no vectors" : string.Join(", ", names!);

    private bool Matches(ReadOnlySpan<string> names)
    {
        if (names.Length != Names.Count)
        {
            return false;
        }

        for (var k = 0; k < names.Length; k++)
        {
            if (names[k] != Names[k])
            {
                return false;
            }
        }

        return true;
    }
}

namespace DescentLab;

/// <summary>Named numbers: a line of a chart, or a sample.</summary>
/// <remarks>Written as a pair <c>("momentum", losses)</c>, or as a triple <c>("momentum", steps, losses)</c>.</remarks>
/// <param name="Name">The name in the legend.</param>
/// <param name="Y">The numbers. NaN and ∞ leave a gap.</param>
/// <param name="X">The positions x, as many as y; 0, 1, 2, … by default.</param>
[TypeFormatterSource]
public sealed record Series(string Name, IReadOnlyList<double> Y, IReadOnlyList<double>? X = null)
{
    /// <summary>The name.</summary>
    public string Name { get; init => field = Require.NotNull(value, "name of the series"); } = Require.NotNull(Name, "name of the series");

    /// <summary>The numbers.</summary>
    public IReadOnlyList<double> Y { get; init => field = Require.NotNull(value, "list of numbers y"); } = Require.NotNull(Y, "list of numbers y");

    /// <summary>A series from its name and its numbers, at 0, 1, 2, ….</summary>
    /// <param name="series">The pair.</param>
    public static implicit operator Series((string Name, IEnumerable<double> Y) series) => new(series.Name, [.. series.Y]);

    /// <summary>A series from its name and its numbers, at 0, 1, 2, ….</summary>
    /// <param name="series">The pair.</param>
    public static implicit operator Series((string Name, IEnumerable<float> Y) series) =>
        new(series.Name, [.. series.Y.Select(y => (double)y)]);

    /// <summary>A series from its name, the places x of the numbers, and the numbers.</summary>
    /// <param name="series">The triple.</param>
    public static implicit operator Series((string Name, IEnumerable<double> X, IEnumerable<double> Y) series) =>
        new(series.Name, [.. series.Y], [.. series.X]);

    /// <summary>The name, and how many numbers.</summary>
    public override string ToString() => $"{Name}: {Y.Count} numbers";
}

namespace DescentLab.Charts;

/// <summary>Writes the descriptions of figures: sentences about their numbers.</summary>
internal static class Words
{
    public static string Of(double value) => Typography.Of(value);

    public static string Of(Interval interval) => $"from {Of(interval.Min)} to {Of(interval.Max)}";

    public static string Of(IEnumerable<double> point)
    {
        var components = point.Select(Of).ToArray();
        return components.Length == 1 ? components[0] : $"({string.Join(", ", components)})";
    }

    /// <summary>"a, b and c".</summary>
    public static string List(IEnumerable<string> words)
    {
        var all = words.ToArray();
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    public static string Count(int count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? $"{one}s")}";

    /// <summary>Describes a descent.</summary>
    public static string Of(Trajectory<double> path, string name) =>
        $"{name}: {Count(path.Steps, "step")} from {Of(path[0].X)} to {Of(path.Last.X)}, where f = {Of(path.Last.Value)}{(path.Reason == StopReason.Diverged ? "; it diverged" : "")}.";

    /// <summary>"mean 0.86, from 0.85 to 0.87".</summary>
    public static string Spread(IReadOnlyList<double> sample)
    {
        var finite = sample.Where(double.IsFinite).ToArray();
        return finite.Length == 0 ? "no numbers" : $"mean {Of(Sample.Mean(finite))}, {Of(new Interval(finite.Min(), finite.Max()))}";
    }

    /// <summary>"3 first, 0.1 last, 0.09 lowest, 3 highest".</summary>
    public static string Course(IReadOnlyList<double> y)
    {
        var finite = y.Where(double.IsFinite).ToArray();
        return finite.Length == 0 ? "no numbers" : $"{Of(finite[0])} first, {Of(finite[^1])} last, {Of(finite.Min())} lowest, {Of(finite.Max())} highest";
    }
}

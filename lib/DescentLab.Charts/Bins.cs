namespace DescentLab.Charts;

/// <summary>Counts of a sample in bins.</summary>
internal sealed record Histogram(double[] Edges, int[] Counts)
{
    public IEnumerable<double> Centres => Counts.Select((_, k) => (Edges[k] + Edges[k + 1]) / 2);

    public IEnumerable<double> Widths => Counts.Select((_, k) => Edges[k + 1] - Edges[k]);

    public string[] Labels => [.. Counts.Select((_, k) => $"{Words.Of(Edges[k])} to {Words.Of(Edges[k + 1])}")];
}

/// <summary>Bins as NumPy has them: half open, but the last holds its right edge.</summary>
internal static class Bins
{
    public static double[] Edges(IReadOnlyList<double> sample, int bins)
    {
        var finite = sample.Where(double.IsFinite).ToArray();
        if (finite.Length == 0)
        {
            throw new ArgumentException("A sample has no finite number to count.", nameof(sample));
        }

        var (min, max) = (finite.Min(), finite.Max());
        return min < max ? new Interval(min, max).Grid(bins + 1) : new Interval(min - 0.5, max + 0.5).Grid(bins + 1);
    }

    public static Histogram Count(IReadOnlyList<double> sample, IReadOnlyList<double> edges)
    {
        if (edges.Count < 2 || edges.Zip(edges.Skip(1)).Any(pair => !(pair.First < pair.Second)))
        {
            throw new ArgumentException($"The edges {Words.Of(edges)} must be at least two numbers, ascending.", nameof(edges));
        }

        double[] ends = [.. edges];
        var counts = new int[ends.Length - 1];
        foreach (var value in sample.Where(value => value >= ends[0] && value <= ends[^1]))
        {
            var at = Array.BinarySearch(ends, value);
            counts[Math.Min(at >= 0 ? at : ~at - 1, counts.Length - 1)]++;
        }

        return new(ends, counts);
    }
}

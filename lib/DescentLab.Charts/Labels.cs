namespace DescentLab.Charts;

/// <summary>Places the numbers beside the points of a path so that they overlap neither each other nor the points.</summary>
internal static class Labels
{
    // plotly.js's names, and the offset of the middle of a number, as a fraction of the path's extent.
    private static readonly (string Name, double X, double Y)[] Places =
    [
        ("top center", 0, 0.055), ("bottom center", 0, -0.055), ("middle right", 0.035, 0), ("middle left", -0.035, 0),
        ("top right", 0.03, 0.045), ("top left", -0.03, 0.045), ("bottom right", 0.03, -0.045), ("bottom left", -0.03, -0.045),
    ];

    /// <summary>Gets the position of each number.</summary>
    public static string[] Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var points = x.Zip(y).Select(point => (X: Part(point.First, x), Y: Part(point.Second, y))).ToArray();
        var taken = new List<(double X, double Y)>();
        return [.. points.Select((point, k) =>
        {
            var best = Places.MaxBy(place => Room((point.X + place.X, point.Y + place.Y), points, k, taken));
            taken.Add((point.X + best.X, point.Y + best.Y));
            return best.Name;
        })];
    }

    /// <summary>Rates a position by its distance from the nearest point and number, up to a limit; positions outside the picture are bad.</summary>
    private static double Room((double X, double Y) at, (double X, double Y)[] points, int own, List<(double X, double Y)> taken)
    {
        var others = points.Where((_, k) => k != own).Concat(taken);
        var nearest = others.Select(other => Math.Max(Math.Abs(other.X - at.X) / 0.04, Math.Abs(other.Y - at.Y) / 0.055)).DefaultIfEmpty(9).Min();
        var outside = at.X is < -0.02 or > 1.02 || at.Y is < -0.06 or > 1.02;
        return Math.Min(nearest, 1) - (outside ? 1 : 0);
    }

    private static double Part(double value, IReadOnlyList<double> all)
    {
        var finite = all.Where(double.IsFinite).ToArray();
        var extent = finite.Length == 0 ? 0 : finite.Max() - finite.Min();
        return extent > 0 ? (value - finite.Min()) / extent : 0.5;
    }
}

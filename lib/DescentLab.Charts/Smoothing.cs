namespace DescentLab.Charts;

/// <summary>Long noisy lines made readable.</summary>
internal static class Smoothing
{
    /// <summary>The means of all windows of neighbours: as many numbers less the window plus one.</summary>
    public static double[] MovingMean(IReadOnlyList<double> y, int window)
    {
        window = Math.Min(window, y.Count);
        return window <= 1 ? [.. y] : [.. Enumerable.Range(0, y.Count - window + 1).Select(start => Mean(y, start, window))];
    }

    /// <summary>Evenly spaced indices, first and last included, at most about as many as asked for.</summary>
    public static int[] Thinned(int count, int most) => count <= most
        ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, most).Select(k => (int)((long)k * (count - 1) / (most - 1)))];

    // Each window afresh: a running sum would carry NaN, and rounding, along.
    private static double Mean(IReadOnlyList<double> y, int start, int window)
    {
        var sum = 0.0;
        for (var k = start; k < start + window; k++)
        {
            sum += y[k];
        }

        return sum / window;
    }
}

namespace DescentLab.Charts;

/// <summary>Smooths and thins long noisy lines.</summary>
internal static class Smoothing
{
    /// <summary>Computes the means of all windows of consecutive numbers; the result has n − window + 1 numbers.</summary>
    public static double[] MovingMean(IReadOnlyList<double> y, int window)
    {
        window = Math.Min(window, y.Count);
        return window <= 1 ? [.. y] : [.. Enumerable.Range(0, y.Count - window + 1).Select(start => Mean(y, start, window))];
    }

    /// <summary>Gets evenly spaced indices, including the first and the last, at most about the given number.</summary>
    public static int[] Thinned(int count, int most) => count <= most
        ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, most).Select(k => (int)((long)k * (count - 1) / (most - 1)))];

    // Each window is summed separately: a running sum would carry NaN and rounding errors along.
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

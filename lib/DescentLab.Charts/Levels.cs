namespace DescentLab.Charts;

/// <summary>Chooses level lines at round numbers.</summary>
internal static class Levels
{
    private static readonly double[] Steps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

    /// <summary>Gets the smallest round step that divides an interval into at most the given number of parts, as in matplotlib.</summary>
    public static (double Start, double End, double Step) Even(double min, double max, int levels)
    {
        var raw = (max - min) / levels;
        if (!(raw > 0))
        {
            return (min, min, 1);
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * Array.Find(Steps, candidate => candidate * power >= raw * (1 - 1e-9));
        return (Math.Ceiling(min / step) * step, Math.Floor(max / step) * step, step);
    }
}

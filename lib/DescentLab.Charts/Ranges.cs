namespace DescentLab.Charts;

/// <summary>Computes axis ranges that contain all data with a margin.</summary>
internal static class Ranges
{
    private const double Margin = 0.05;

    /// <summary>Gets the range of numbers; null if none is finite.</summary>
    public static Interval? Of(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        return finite.Length == 0 ? null : Padded(new(finite.Min(), finite.Max()));
    }

    public static Interval Padded(Interval ends)
    {
        var air = Margin * (ends.Max - ends.Min);
        // An axis needs two ends even for a constant.
        air = air > 0 ? air : ends.Max == 0 ? 1 : Math.Abs(ends.Max) * Margin;
        // Beside the largest double there is no room for air.
        return new(Math.Max(ends.Min - air, double.MinValue), Math.Min(ends.Max + air, double.MaxValue));
    }
}

namespace DescentLab.Charts;

/// <summary>Ranges of axes that hold all data with a little air.</summary>
internal static class Ranges
{
    private const double Air = 0.05;

    /// <summary>The range of some numbers, null if none of them is finite.</summary>
    public static Interval? Of(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        return finite.Length == 0 ? null : Padded(new(finite.Min(), finite.Max()));
    }

    public static Interval Padded(Interval ends)
    {
        var air = Air * (ends.Max - ends.Min);
        // A constant still needs an axis with two ends.
        air = air > 0 ? air : ends.Max == 0 ? 1 : Math.Abs(ends.Max) * Air;
        return new(ends.Min - air, ends.Max + air);
    }
}

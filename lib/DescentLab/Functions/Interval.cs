namespace DescentLab;

/// <summary>The numbers from <paramref name="Min"/> to <paramref name="Max"/>: where a function is drawn.</summary>
/// <param name="Min">The left end.</param>
/// <param name="Max">The right end.</param>
[TypeFormatterSource]
public readonly record struct Interval(double Min, double Max)
{
    /// <summary>An interval from a pair, so that a domain can be written <c>(-1, 3)</c>.</summary>
    /// <param name="ends">The left and the right end.</param>
    public static implicit operator Interval((double Min, double Max) ends) => new(ends.Min, ends.Max);

    /// <summary>Evenly spaced points, both ends included.</summary>
    /// <param name="count">How many, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 2.</exception>
    public double[] Grid(int count)
    {
        Require.AtLeast(2, count, "number of points");
        var grid = new double[count];
        for (var i = 0; i < count; i++)
        {
            grid[i] = Min + ((Max - Min) * i / (count - 1));
        }

        grid[^1] = Max;
        return grid;
    }

    /// <summary>Whether the number lies in the interval, ends included.</summary>
    /// <param name="x">The number.</param>
    public bool Contains(double x) => x >= Min && x <= Max;

    /// <summary>"[−1, 3]".</summary>
    public override string ToString() => $"[{Min}, {Max}]";
}

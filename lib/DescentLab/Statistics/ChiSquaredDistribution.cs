namespace DescentLab;

/// <summary>The χ² distribution with ν degrees of freedom.</summary>
public static class ChiSquaredDistribution
{
    // Beyond, the series at the mean would need more terms than it gets.
    private const double Most = 1e8;

    /// <summary>P(X > x) = Q(ν/2, x/2); for ν = 2 it is e^(−x/2).</summary>
    /// <param name="x">Any number; 1 for negative ones.</param>
    /// <param name="df">ν, above 0, at most 10⁸.</param>
    /// <returns>The probability, accurate also where it is tiny.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="df"/> is outside its range.</exception>
    public static double Survival(double x, double df)
    {
        Samples.DegreesOfFreedom(df, Most);
        return double.IsNaN(x) ? x
            : x <= 0 ? 1
            : df == 2 ? Math.Exp(-x / 2)
            : SpecialFunctions.IncompleteGamma(df / 2, x / 2).Upper;
    }
}

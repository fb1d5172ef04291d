namespace DescentLab;

/// <summary>Fisher's F distribution with ν₁ and ν₂ degrees of freedom.</summary>
public static class FDistribution
{
    // Beyond, the fraction at the mean would need more terms than it gets.
    private const double Most = 1e12;

    /// <summary>P(X > x) = I_w(ν₂/2, ν₁/2) with w = ν₂/(ν₂ + ν₁ x).</summary>
    /// <param name="x">Any number; 1 for negative ones.</param>
    /// <param name="df1">ν₁, above 0, at most 10¹²: of the numerator.</param>
    /// <param name="df2">ν₂, above 0, at most 10¹²: of the denominator.</param>
    /// <returns>The probability, accurate also where it is tiny.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number of degrees of freedom is outside its range.</exception>
    public static double Survival(double x, double df1, double df2)
    {
        Samples.DegreesOfFreedom(df1, Most);
        Samples.DegreesOfFreedom(df2, Most);
        if (double.IsNaN(x) || x <= 0 || double.IsPositiveInfinity(x))
        {
            return double.IsNaN(x) ? x : x <= 0 ? 1 : 0;
        }

        double numerator = df1 * x, sum = df2 + numerator;
        if (double.IsInfinity(sum))
        {
            // Only the product overflows: w itself is the quotient, to the last digit.
            return SpecialFunctions.IncompleteBeta(df2 / 2, df1 / 2, df2 / df1 / x, 1).Lower;
        }

        return SpecialFunctions.IncompleteBeta(df2 / 2, df1 / 2, df2 / sum, numerator / sum).Lower;
    }
}

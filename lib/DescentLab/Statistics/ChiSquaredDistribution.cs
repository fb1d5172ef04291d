namespace DescentLab;

/// <summary>The χ² distribution with ν degrees of freedom.</summary>
public static class ChiSquaredDistribution
{
    /// <summary>P(X > x) = Q(ν/2, x/2); for ν = 2 it is e^(−x/2).</summary>
    /// <param name="x">Any number; 1 for negative ones.</param>
    /// <param name="df">ν, above 0.</param>
    /// <returns>The probability, accurate also where it is tiny.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="df"/> is not above 0.</exception>
    public static double Survival(double x, double df)
    {
        Samples.DegreesOfFreedom(df);
        return double.IsNaN(x) ? x
            : x <= 0 ? 1
            : df == 2 ? Math.Exp(-x / 2)
            : SpecialFunctions.IncompleteGamma(df / 2, x / 2).Upper;
    }
}

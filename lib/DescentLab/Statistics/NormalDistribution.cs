using MathNetFunctions = MathNet.Numerics.SpecialFunctions;
using MathNetNormal = MathNet.Numerics.Distributions.Normal;

namespace DescentLab;

/// <summary>The standard normal distribution N(0, 1).</summary>
public static class NormalDistribution
{
    /// <summary>P(Z ≤ z), accurate also where it is tiny.</summary>
    /// <param name="z">Any number.</param>
    /// <returns>The probability.</returns>
    public static double Cdf(double z) => Survival(-z);

    /// <summary>P(Z > z) = ½ erfc(z/√2), accurate also where it is tiny (no 1 − CDF).</summary>
    /// <param name="z">Any number.</param>
    /// <returns>The probability.</returns>
    public static double Survival(double z) => 0.5 * MathNetFunctions.Erfc(z / Math.Sqrt(2));

    /// <summary>The z with P(Z ≤ z) = p.</summary>
    /// <param name="p">A probability; 0 gives −∞, 1 gives ∞.</param>
    /// <returns>The quantile.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not in [0, 1].</exception>
    public static double Quantile(double p) => MathNetNormal.InvCDF(0, 1, Samples.Probability(p));
}

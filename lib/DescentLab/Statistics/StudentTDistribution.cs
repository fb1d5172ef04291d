namespace DescentLab;

/// <summary>Student's t distribution with ν degrees of freedom; ν need not be whole.</summary>
/// <remarks>P(|T| > t) = I_x(ν/2, ½) with x = ν/(ν + t²); for ν = ∞ it is the normal distribution.</remarks>
public static class StudentTDistribution
{
    // From here on the normal distribution is the same to the last digit: the two differ by about the part t⁴/4ν.
    private const double Normal = 1e22;

    // From here on lnΓ is so large that the density has few digits, and the normal density is the better one.
    private const double NormalDensity = 1e10;

    // Beyond so many √ν, t² soon overflows; from so many on, the next term of the tail, about ν/t², is far below the last digit.
    private const double Far = 1e140, Near = 1e60;

    /// <summary>P(T ≤ t).</summary>
    /// <param name="t">Any number.</param>
    /// <param name="df">ν, above 0; may be infinite.</param>
    /// <returns>The probability, accurate also where it is tiny.</returns>
    public static double Cdf(double t, double df) => Survival(-t, df);

    /// <summary>P(T > t), accurate also where it is tiny (no 1 − CDF).</summary>
    /// <param name="t">Any number.</param>
    /// <param name="df">ν, above 0; may be infinite.</param>
    /// <returns>The probability.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="df"/> is not above 0.</exception>
    public static double Survival(double t, double df)
    {
        var tail = TwoSided(t, df) / 2;
        return t > 0 ? tail : 1 - tail;
    }

    /// <summary>P(|T| > |t|): the two-sided p-value.</summary>
    /// <param name="t">Any number.</param>
    /// <param name="df">ν, above 0; may be infinite.</param>
    /// <returns>The probability.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="df"/> is not above 0.</exception>
    public static double TwoSided(double t, double df)
    {
        Samples.DegreesOfFreedom(df, double.PositiveInfinity);
        if (!double.IsFinite(t))
        {
            return double.IsNaN(t) ? double.NaN : 0;
        }

        if (df >= Normal)
        {
            return 2 * NormalDistribution.Survival(Math.Abs(t));
        }

        var ratio = t / Math.Sqrt(df);
        if (Math.Abs(ratio) > Far)
        {
            // Out there the tail is proportional to |t|^−ν. By logarithms, as the powers may overflow.
            return TwoSided(Near * Math.Sqrt(df), df) * Math.Exp(df * (Math.Log(Near) + (Math.Log(df) / 2) - Math.Log(Math.Abs(t))));
        }

        // t² may overflow where t does not: divide by the larger of the two.
        var square = ratio * ratio;
        return square <= 1
            ? SpecialFunctions.IncompleteBeta(df / 2, 0.5, 1 / (1 + square), square / (1 + square)).Lower
            : SpecialFunctions.IncompleteBeta(df / 2, 0.5, 1 / ratio / ratio / (1 + (1 / square)), 1 / (1 + (1 / square))).Lower;
    }

    /// <summary>The t with P(T ≤ t) = p.</summary>
    /// <param name="p">A probability; 0 gives −∞, 1 gives ∞.</param>
    /// <param name="df">ν, above 0; may be infinite.</param>
    /// <returns>The quantile; ±∞ if it is beyond the largest double.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="p"/> is not in [0, 1], or <paramref name="df"/> is not above 0.
    /// </exception>
    public static double Quantile(double p, double df)
    {
        Samples.Probability(p);
        Samples.DegreesOfFreedom(df, double.PositiveInfinity);
        if (p > 0.5)
        {
            return -Quantile(1 - p, df);
        }

        return p == 0 ? double.NegativeInfinity : p == 0.5 ? 0 : -UpperQuantile(p, df);
    }

    /// <summary>The t > 0 with P(T > t) = tail, for a tail below ½.</summary>
    private static double UpperQuantile(double tail, double df)
    {
        double low = 0, high = 1;
        while (Survival(high, df) > tail)
        {
            if (high == double.MaxValue)
            {
                return double.PositiveInfinity;
            }

            (low, high) = (high, Math.Min(high * 2, double.MaxValue));
        }

        // Newton's method on ln P(T > t), which is nearly straight in ln t; a bisection where it would leave the bracket.
        var t = (low / 2) + (high / 2);
        for (var k = 0; k < 200; k++)
        {
            var p = Survival(t, df);
            (low, high) = p > tail ? (t, high) : (low, t);
            var next = t + (p * Math.Log(p / tail) / Density(t, df));
            if (!(next > low && next < high))
            {
                next = (low / 2) + (high / 2);
            }

            if (Math.Abs(next - t) <= 1e-15 * t)
            {
                return next;
            }

            t = next;
        }

        return t;
    }

    private static double Density(double t, double df) => df >= NormalDensity
        ? Math.Exp(-t * t / 2) / Math.Sqrt(2 * Math.PI)
        : Math.Exp(SpecialFunctions.LogGamma((df + 1) / 2) - SpecialFunctions.LogGamma(df / 2)
            - ((df + 1) / 2 * Math.Log(1 + (t * t / df)))) / Math.Sqrt(df * Math.PI);
}

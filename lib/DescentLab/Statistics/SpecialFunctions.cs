using MathNetFunctions = MathNet.Numerics.SpecialFunctions;

namespace DescentLab;

/// <summary>The regularized incomplete beta and gamma functions, both tails, to about 1e-13 however small they are.</summary>
/// <remarks>
/// MathNet's own lose up to 5 digits when a parameter is large, as the difference of two large lnΓ is. Here the factor in
/// front is built from deviations that are small to begin with (C. Loader, Fast and accurate computation of binomial
/// probabilities, 2000); what follows is the usual continued fraction (DLMF 8.17.22 contracted, 8.9.2) or series (DLMF 8.7.1).
/// lnΓ, erfc and the normal quantile are MathNet's, which are accurate.
/// </remarks>
internal static class SpecialFunctions
{
    // A factor of 1 ± this ends a continued fraction.
    private const double Epsilon = 2.3e-16;

    // Convergence takes about √max(a, b) terms: enough for samples of a hundred million values.
    private const int MostTerms = 100_000;

    /// <summary>ln Γ(x), x > 0.</summary>
    public static double LogGamma(double x) => MathNetFunctions.GammaLn(x);

    /// <summary>Γ(ν/2) / (√(ν/2) Γ((ν − 1)/2)), ν > 1; of two lnΓ that are large, no digits would be left.</summary>
    public static double HedgesCorrection(double df)
    {
        var a = df / 2;
        return Math.Exp(((1 - a) * LogOnePlus(-0.5 / a)) - 0.5 + StirlingError(a) - StirlingError(a - 0.5));
    }

    /// <summary>
    /// I_x(a, b) and its complement 1 − I_x(a, b), each from a formula that does not subtract when it is small.
    /// </summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="x">In [0, 1].</param>
    /// <param name="y">1 − x, from a formula that did not lose digits.</param>
    public static (double Lower, double Upper) IncompleteBeta(double a, double b, double x, double y)
    {
        if (x <= 0 || y <= 0)
        {
            return x <= 0 ? (0, 1) : (1, 0);
        }

        if (x > (a + 1) / (a + b + 2))
        {
            // I_x(a, b) = 1 − I_y(b, a). No second call: rounded, y may lie above its threshold too.
            var upper = BetaFactor(b, a, y, x) * BetaFraction(b, a, y, x);
            return (1 - upper, upper);
        }

        var tail = Math.Min(1, BetaFactor(a, b, x, y) * BetaFraction(a, b, x, y));
        return (tail, 1 - tail);
    }

    /// <summary>P(a, x) and Q(a, x) = 1 − P(a, x), each from a formula that does not subtract when it is small.</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="x">Not negative.</param>
    public static (double Lower, double Upper) IncompleteGamma(double a, double x)
    {
        if (x <= 0 || double.IsPositiveInfinity(x))
        {
            return x <= 0 ? (0, 1) : (1, 0);
        }

        // xᵃ e⁻ˣ / Γ(a)
        var factor = Math.Sqrt(a / (2 * Math.PI)) * Math.Exp((a * LogDeviation((x - a) / a, x / a)) - StirlingError(a));
        if (x < a + 1)
        {
            var lower = factor * GammaSeries(a, x);
            return (lower, 1 - lower);
        }

        var upper = factor * GammaFraction(a, x);
        return (1 - upper, upper);
    }

    /// <summary>xᵃ yᵇ / B(a, b).</summary>
    private static double BetaFactor(double a, double b, double x, double y)
    {
        // How far x is from the mean a/(a + b).
        var distance = (x * b) - (y * a);
        var exponent = (a * LogDeviation(distance / a, x * (a + b) / a)) + (b * LogDeviation(-distance / b, y * (a + b) / b))
            + StirlingError(a + b) - StirlingError(a) - StirlingError(b);
        return Math.Sqrt(a / (2 * Math.PI) * (b / (a + b))) * Math.Exp(exponent);
    }

    /// <summary>ln(1 + u) − u, given 1 + u as well: computed from u it would have no digits left near u = −1.</summary>
    private static double LogDeviation(double u, double onePlusU)
    {
        if (Math.Abs(u) > 0.3)
        {
            return Math.Log(onePlusU) - u;
        }

        // With r = u/(2 + u): ln(1 + u) = 2(r + r³/3 + r⁵/5 + …) and u − 2r = u·r.
        double r = u / (2 + u), power = 1, sum = 0;
        for (var k = 3; k < 50; k += 2)
        {
            power *= r * r;
            sum += power / k;
        }

        return r * ((2 * sum) - u);
    }

    /// <summary>δ(x) in Γ(x) = √(2π/x) (x/e)ˣ e^δ(x).</summary>
    private static double StirlingError(double x)
    {
        // δ(x) = δ(x + 1) + (x + ½) ln(1 + 1/x) − 1 up to where the asymptotic series is exact to the last digit.
        var shift = 0.0;
        for (; x < 16; x++)
        {
            shift += ((x + 0.5) * LogOnePlus(1 / x)) - 1;
        }

        var s = 1 / (x * x);
        var series = ((1.0 / 12) - (s * ((1.0 / 360) - (s * ((1.0 / 1260) - (s * ((1.0 / 1680) - (s * ((1.0 / 1188) - (s * 691 / 360360)))))))))) / x;
        return shift + series;
    }

    private static double LogOnePlus(double u) => u > 0.3 ? Math.Log(1 + u) : LogDeviation(u, 1 + u) + u;

    /// <summary>I_x(a, b) B(a, b) / (xᵃ yᵇ), the even part of the continued fraction, by Lentz's method.</summary>
    private static double BetaFraction(double a, double b, double x, double y)
    {
        // Written with a y − b x, which keeps its digits when x is nearly 1 and a is large.
        var start = (a * y) - (b * x) + 1;
        double value = a * start / (a + 1), c = value, d = 0;
        for (var m = 1; m < MostTerms; m++)
        {
            var step = m * (b - m) * x / (a + (2 * m) - 1);
            var term = (a + m - 1) * (a + b + m - 1) * x / (a + (2 * m) - 1) * step;
            var denominator = m + step + ((a + m) * (start + (m * (1 + y))) / (a + (2 * m) + 1));
            d = Reciprocal((term * d) + denominator);
            c = AwayFromZero(denominator + (term / c));
            value *= c * d;
            if (Math.Abs((c * d) - 1) <= Epsilon)
            {
                break;
            }
        }

        return 1 / value;
    }

    /// <summary>P(a, x) Γ(a) / (xᵃ e⁻ˣ) = Σ xⁿ / (a (a + 1) … (a + n)).</summary>
    private static double GammaSeries(double a, double x)
    {
        double term = 1 / a, sum = term;
        for (var n = 1; n < MostTerms && term > Epsilon * sum; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum;
    }

    /// <summary>Q(a, x) Γ(a) / (xᵃ e⁻ˣ), by Lentz's method.</summary>
    private static double GammaFraction(double a, double x)
    {
        double b = x + 1 - a, c = 1e300, d = 1 / b, value = d;
        for (var n = 1; n < MostTerms; n++)
        {
            var term = -n * (n - a);
            b += 2;
            d = Reciprocal((term * d) + b);
            c = AwayFromZero(b + (term / c));
            value *= c * d;
            if (Math.Abs((c * d) - 1) <= Epsilon)
            {
                break;
            }
        }

        return value;
    }

    private static double Reciprocal(double x) => 1 / AwayFromZero(x);

    // Lentz's method steps over a zero denominator by making it tiny.
    private static double AwayFromZero(double x) => Math.Abs(x) < 1e-300 ? 1e-300 : x;
}

namespace DescentLab;

/// <summary>The result of D'Agostino and Pearson's test, with the two tests that it combines.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record KSquaredResult : TestResult
{
    /// <summary>The test of the skewness.</summary>
    public required TestResult Skewness { get; init; }

    /// <summary>The test of the kurtosis.</summary>
    public required TestResult Kurtosis { get; init; }

    private protected override IEnumerable<(string Name, string Value)> Details() =>
        [("of the skewness", Skewness.ToString()), ("of the kurtosis", Kurtosis.ToString())];
}

/// <summary>Tests of normality: could the sample come from a normal distribution?</summary>
/// <remarks>A small p speaks against it. A constant sample has no shape: its statistics and p are NaN.</remarks>
public static partial class Normality
{
    private const string Limitations =
        "A large p does not say that the values are normal, only that this sample does not show otherwise; "
        + "small samples rarely do, very large ones nearly always. It assumes independent values.";

    /// <summary>D'Agostino's test of the skewness.</summary>
    /// <remarks>
    /// Transforms the skewness to a Z that is nearly standard normal: <c>Z = δ asinh(y/α)</c>.
    /// A skewness of exactly 0 gives Z = 0. Source: R. B. D'Agostino, Transformation to normality of the null distribution of g₁, 1970.
    /// </remarks>
    /// <param name="x">At least 8 finite numbers.</param>
    /// <param name="alternative">Default two-sided; Greater: skewness above 0.</param>
    /// <returns>Z, its p and the skewness.</returns>
    /// <exception cref="ArgumentException">There are too few values, or one is not finite.</exception>
    public static TestResult Skewness(IEnumerable<double> x, Alternative alternative = Alternative.TwoSided) =>
        Skewness(new Moments(Samples.Finite(x, 8)), Require.Defined(alternative));

    /// <summary>Anscombe and Glynn's test of the kurtosis.</summary>
    /// <remarks>
    /// Transforms the kurtosis to a Z that is nearly standard normal from about n = 20 on.
    /// Source: F. J. Anscombe, W. J. Glynn, Distribution of the kurtosis statistic b₂ for normal samples, 1983.
    /// </remarks>
    /// <param name="x">At least 5 finite numbers.</param>
    /// <param name="alternative">Default two-sided; Greater: heavier tails than the normal distribution.</param>
    /// <returns>Z, its p and the excess kurtosis.</returns>
    /// <exception cref="ArgumentException">There are too few values, or one is not finite.</exception>
    public static TestResult Kurtosis(IEnumerable<double> x, Alternative alternative = Alternative.TwoSided) =>
        Kurtosis(new Moments(Samples.Finite(x, 5)), Require.Defined(alternative));

    /// <summary>D'Agostino and Pearson's K²: skewness and kurtosis together.</summary>
    /// <remarks>
    /// <c>K² = Z_skewness² + Z_kurtosis²</c>, nearly χ² with 2 degrees of freedom: p = e^(−K²/2).
    /// Source: R. D'Agostino, E. S. Pearson, Tests for departure from normality, 1973.
    /// </remarks>
    /// <param name="x">At least 8 finite numbers.</param>
    /// <returns>K², its p and both parts.</returns>
    /// <exception cref="ArgumentException">There are too few values, or one is not finite.</exception>
    public static KSquaredResult DAgostinoPearson(IEnumerable<double> x)
    {
        var moments = new Moments(Samples.Finite(x, 8));
        TestResult skewness = Skewness(moments, Alternative.TwoSided), kurtosis = Kurtosis(moments, Alternative.TwoSided);
        var k2 = (skewness.Statistic * skewness.Statistic) + (kurtosis.Statistic * kurtosis.Statistic);
        var p = ChiSquaredDistribution.Survival(k2, 2);
        return new()
        {
            Name = "D'Agostino-Pearson test of normality",
            Symbol = "K²",
            Statistic = k2,
            DegreesOfFreedom = [2],
            P = p,
            N = [moments.N],
            Skewness = skewness,
            Kurtosis = kurtosis,
            Conclusion = Reading("skewness and kurtosis so far from those of a normal distribution", p),
            Limitations = Limitations,
        };
    }

    /// <summary>Shapiro and Wilk's W.</summary>
    /// <remarks>
    /// <c>W = (Σ aᵢ x₍ᵢ₎)² / Σ(x − x̄)²</c>: near 1 if the ordered values are proportional to what a normal distribution
    /// expects of them. Royston's approximation of the aᵢ and of p.
    /// Source: P. Royston, Remark AS R94: a remark on algorithm AS 181, 1995.
    /// </remarks>
    /// <param name="x">3 to 5,000 finite numbers.</param>
    /// <returns>W and its p.</returns>
    /// <exception cref="ArgumentException">There are too few or too many values, or one is not finite.</exception>
    public static TestResult ShapiroWilk(IEnumerable<double> x)
    {
        var values = Samples.Finite(x, 3);
        if (values.Length > 5000)
        {
            throw new ArgumentException(
                $"x has {values.Length} values; Royston's approximation holds for at most 5000: test a random part, or use DAgostinoPearson.", nameof(x));
        }

        (var w, var p) = DescentLab.ShapiroWilk.Test(values);
        return new()
        {
            Name = "Shapiro-Wilk test of normality",
            Symbol = "W",
            Statistic = w,
            P = p,
            N = [values.Length],
            Conclusion = Reading("a W so far below 1", p),
            Limitations = Limitations,
        };
    }

    private static TestResult Skewness(Moments moments, Alternative alternative)
    {
        double n = moments.N;
        var y = moments.Skewness * Math.Sqrt((n + 1) * (n + 3) / (6 * (n - 2)));
        var β2 = 3 * ((n * n) + (27 * n) - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9));
        var w2 = Math.Sqrt(2 * (β2 - 1)) - 1;
        var δ = 1 / Math.Sqrt(0.5 * Math.Log(w2));
        var α = Math.Sqrt(2 / (w2 - 1));
        return Shape("Test of the skewness", "skewness", moments.Skewness, δ * Math.Asinh(y / α), moments.N, alternative);
    }

    private static TestResult Kurtosis(Moments moments, Alternative alternative)
    {
        double n = moments.N;
        // The excess is measured from 3, its expectation 3(n − 1)/(n + 1) too: −6/(n + 1).
        var x = (moments.ExcessKurtosis + (6 / (n + 1)))
            / Math.Sqrt(24 * n * (n - 2) * (n - 3) / ((n + 1) * (n + 1) * (n + 3) * (n + 5)));
        var skewness = 6 * ((n * n) - (5 * n) + 2) / ((n + 7) * (n + 9)) * Math.Sqrt(6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3)));
        var a = 6 + (8 / skewness * ((2 / skewness) + Math.Sqrt(1 + (4 / (skewness * skewness)))));
        var cube = (1 - (2 / a)) / (1 + (x * Math.Sqrt(2 / (a - 4))));
        var z = (1 - (2 / (9 * a)) - Math.Cbrt(cube)) / Math.Sqrt(2 / (9 * a));
        return Shape("Test of the kurtosis", "excess kurtosis", moments.ExcessKurtosis, z, moments.N, alternative);
    }

    private static TestResult Shape(string name, string effect, double value, double z, int n, Alternative alternative)
    {
        var p = alternative switch
        {
            Alternative.Greater => NormalDistribution.Survival(z),
            Alternative.Less => NormalDistribution.Cdf(z),
            _ => 2 * NormalDistribution.Survival(Math.Abs(z)),
        };
        return new()
        {
            Name = name,
            Symbol = "Z",
            Statistic = z,
            P = p,
            Alternative = alternative,
            Effect = new(effect, value),
            N = [n],
            Conclusion = Reading($"a sample {effect} {Text.Extreme(alternative, "that of normal samples")}", p),
            Limitations = Limitations,
        };
    }

    private static string Reading(string what, double p) => double.IsNaN(p)
        ? "All values are equal, so the sample has no shape: no conclusion is possible."
        : $"If the values came from a normal distribution, {what} would come up with probability {Text.Number(p)}.";
}

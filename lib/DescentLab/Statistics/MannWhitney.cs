namespace DescentLab;

/// <summary>The result of a Mann-Whitney test. <see cref="TestResult.Statistic"/> is <see cref="U1"/>.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record MannWhitneyResult : TestResult
{
    /// <summary>The number of pairs in which the first sample's value is larger; a tie counts half.</summary>
    public required double U1 { get; init; }

    /// <summary>The number of pairs in which the second sample's value is larger: n₁n₂ − U₁.</summary>
    public required double U2 { get; init; }

    /// <summary>How p was computed: exactly or by the normal approximation.</summary>
    public required RankMethod Method { get; init; }

    /// <summary>Whether any two values are equal.</summary>
    public required bool Ties { get; init; }

    /// <summary>The standard deviation of U if the samples come from one distribution, corrected for ties.</summary>
    public required double Sigma { get; init; }

    /// <summary>The standardized U of the normal approximation (with its continuity correction, if that was requested).</summary>
    public required double Z { get; init; }

    /// <summary>The exact p; null with ties or with too many values.</summary>
    public required double? PExact { get; init; }

    /// <summary>The p of the normal approximation with continuity correction: what SciPy gives for samples above 8.</summary>
    public required double PNormal { get; init; }

    /// <summary>The p of the normal approximation without continuity correction.</summary>
    public required double PNormalUncorrected { get; init; }

    /// <summary>The smaller U and half the two-sided p (normal, corrected): what SciPy before 1.7 returned and the chapter prints.</summary>
    /// <remarks>
    /// For the chapter's samples (41, 1.26e-6). The same data give U₁ = 443 and a two-sided p of 2.52e-6 today: the old
    /// function named the U of whichever sample was lower, and a p that is one-sided in the direction that the data chose.
    /// </remarks>
    public (double U, double P) OlderConvention =>
        (Math.Min(U1, U2), NormalDistribution.Survival(Math.Abs((Math.Abs(U1 - U2) / 2) - 0.5) / Sigma));

    /// <summary>"(41.00000000, 0.00000126)": <see cref="OlderConvention"/> as the chapter prints it.</summary>
    public string OlderPair => BookPair(OlderConvention.U, OlderConvention.P);

    /// <inheritdoc/>
    internal override string Shown => Text.RankSum(Statistic);

    private protected override IEnumerable<(string Name, string Value)> Details() =>
    [
        ("U of each sample", $"{Text.RankSum(U1)} and {Text.RankSum(U2)}"),
        ("p, exact", PExact is { } exact ? Text.Number(exact) : "not with ties or so many values"),
        ("p, normal approximation", $"{Text.Number(PNormal)}, without continuity correction {Text.Number(PNormalUncorrected)}"),
        ("older convention", $"smaller U {Text.RankSum(OlderConvention.U)}, half the two-sided p {Text.Number(OlderConvention.P)}"),
    ];
}

/// <summary>The Mann-Whitney U test (Wilcoxon's rank-sum test): does one of two samples tend to larger values?</summary>
/// <remarks>
/// <c>U₁ = R₁ − n₁(n₁ + 1)/2</c> with the rank sum R₁ of the first sample, <c>U₂ = n₁n₂ − U₁</c>. Under the null hypothesis U
/// has the mean n₁n₂/2 and, with groups of k equal values,
/// <c>σ² = n₁n₂/12 · ((N + 1) − Σ(k³ − k)/(N(N − 1)))</c>, N = n₁ + n₂.
/// Infinities are the largest and smallest values; NaN is refused. If all values are equal, p is NaN.
/// Source: H. B. Mann, D. R. Whitney, On a test of whether one of two random variables is stochastically larger, 1947.
/// </remarks>
public static partial class MannWhitney
{
    /// <summary>The largest n₁n₂ for which p is counted exactly.</summary>
    public const int ExactLimit = 10_000;

    /// <summary>Tests two independent samples.</summary>
    /// <param name="a">The first sample: at least 1 value.</param>
    /// <param name="b">The second sample: at least 1 value.</param>
    /// <param name="alternative">Default two-sided: twice the smaller tail, at most 1.</param>
    /// <param name="method">
    /// Default <see cref="RankMethod.Auto"/>: exact without ties while n₁n₂ is at most <see cref="ExactLimit"/>, else normal.
    /// </param>
    /// <param name="continuity">Whether the normal approximation moves U by ½ towards its mean; default yes.</param>
    /// <returns>The result, with Cliff's δ for effect.</returns>
    /// <exception cref="ArgumentException">
    /// A sample is empty or has a NaN, or the exact p was requested with ties or with too many values.
    /// </exception>
    public static MannWhitneyResult Test(
        IEnumerable<double> a, IEnumerable<double> b, Alternative alternative = Alternative.TwoSided,
        RankMethod method = RankMethod.Auto, bool continuity = true)
    {
        Ranks ranks = Ranks.Compare(Samples.Ordered(a, 1), Samples.Ordered(b, 1));
        Require.Defined(alternative);
        Require.Defined(method);
        double pairs = (double)ranks.N1 * ranks.N2, u1 = ranks.U1, u2 = ranks.U2;
        var ties = ranks.TieTerm > 0;
        var exact = !ties && pairs <= ExactLimit ? ExactP(ranks, alternative) : (double?)null;
        if (method == RankMethod.Exact && exact is null)
        {
            throw new ArgumentException(
                $"There is no exact p {(ties ? "with ties" : $"for n₁n₂ = {pairs} > {ExactLimit}")}; use RankMethod.Auto or Normal.", nameof(method));
        }

        Int128 n = ranks.N1 + ranks.N2;
        // (N + 1) − T/(N(N − 1)) over one denominator: nothing cancels, and it is 0 exactly if all values are equal.
        var sigma = Math.Sqrt(pairs / 12 * ((double)((n * n * n) - n - ranks.TieTerm) / (double)(n * (n - 1))));
        // The U that the alternative expects to be large.
        var u = alternative switch { Alternative.Greater => u1, Alternative.Less => u2, _ => Math.Max(u1, u2) };
        (var z, var normal) = NormalP(u, pairs, sigma, 0.5, alternative);
        (var zUncorrected, var uncorrected) = NormalP(u, pairs, sigma, 0, alternative);
        var useExact = exact is not null && method != RankMethod.Normal;
        var p = useExact ? exact!.Value : continuity ? normal : uncorrected;
        return new()
        {
            Name = $"Mann-Whitney U test ({(useExact ? "exact" : "normal approximation")})",
            Symbol = "U",
            Statistic = u1,
            P = p,
            Alternative = alternative,
            Effect = new("Cliff's delta", ranks.CliffsDelta),
            N = [(int)ranks.N1, (int)ranks.N2],
            U1 = u1,
            U2 = u2,
            Method = useExact ? RankMethod.Exact : RankMethod.Normal,
            Ties = ties,
            Sigma = sigma,
            Z = continuity ? z : zUncorrected,
            PExact = exact,
            PNormal = normal,
            PNormalUncorrected = uncorrected,
            Conclusion = sigma == 0
                ? "All values are equal, so all ranks are equal: no conclusion is possible."
                : $"A value of the first sample is above one of the second in {Text.Number(100 * u1 / pairs)}% of all pairs (ties count half); "
                    + $"if both came from one distribution, a share {Text.Extreme(alternative, "half")} would come up with probability {Text.Number(p)}.",
            Limitations = "It does not say by how much the values differ, and it compares medians or means only if both "
                + "distributions have the same shape; it assumes independent values.",
        };
    }

    /// <summary>z = (U − n₁n₂/2 − correction)/σ and its p: P(Z > z), or twice that.</summary>
    internal static (double Z, double P) NormalP(
        double u, double pairs, double sigma, double correction, Alternative alternative)
    {
        if (sigma == 0)
        {
            return (double.NaN, double.NaN);
        }

        var z = (u - (pairs / 2) - correction) / sigma;
        var tail = NormalDistribution.Survival(z);
        return (z, alternative == Alternative.TwoSided ? Math.Min(1, 2 * tail) : tail);
    }

    private static double ExactP(Ranks ranks, Alternative alternative)
    {
        // P(U ≥ u) = P(U ≤ n₁n₂ − u): the null distribution is symmetric.
        double Below(double u) =>
            ExactBelow((int)Math.Min(ranks.N1, ranks.N2), (int)Math.Max(ranks.N1, ranks.N2), (int)u);
        return alternative switch
        {
            Alternative.Greater => Below(ranks.U2),
            Alternative.Less => Below(ranks.U1),
            _ => Math.Min(1, 2 * Below(Math.Min(ranks.U1, ranks.U2))),
        };
    }

    /// <summary>P(U ≤ u) for samples of sizes m and n without ties; the smaller one first needs less memory.</summary>
    /// <remarks>
    /// The largest of the m + n values belongs to the first sample with probability m/(m + n), and then exceeds all n of
    /// the second: <c>f(u; m, n) = m/(m + n) f(u − n; m − 1, n) + n/(m + n) f(u; m, n − 1)</c>. Only positive terms, so that a
    /// tail of 1e-50 has as many digits as any other.
    /// </remarks>
    private static double ExactBelow(int m, int n, int u)
    {
        if (u > ((m * n) - 1) / 2)
        {
            return u >= m * n ? 1 : 1 - ExactBelow(m, n, (m * n) - u - 1);
        }

        // f[i] is the distribution for i values in the first sample and as many in the second as the outer loop has seen.
        var f = new double[m + 1][];
        for (var i = 0; i <= m; i++)
        {
            f[i] = new double[u + 1];
            f[i][0] = 1;
        }

        for (var j = 1; j <= n; j++)
        {
            for (var i = 1; i <= m; i++)
            {
                double[] mine = f[i], fewer = f[i - 1];
                double first = (double)i / (i + j), second = (double)j / (i + j);
                for (var v = Math.Min(u, i * j); v >= 0; v--)
                {
                    mine[v] = (second * mine[v]) + (v >= j ? first * fewer[v - j] : 0);
                }
            }
        }

        return f[m].Sum();
    }
}

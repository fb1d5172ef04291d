namespace DescentLab;

/// <summary>The result of a signed-rank test. <see cref="TestResult.Statistic"/> is <see cref="WPlus"/>.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record WilcoxonResult : TestResult
{
    /// <summary>The sum of the ranks of the positive differences (R's V).</summary>
    public required double WPlus { get; init; }

    /// <summary>The sum of the ranks of the negative differences; SciPy's two-sided statistic is the smaller of both.</summary>
    public required double WMinus { get; init; }

    /// <summary>How p was computed: exactly or by the normal approximation.</summary>
    public required RankMethod Method { get; init; }

    /// <summary>The number of differences that are 0 and were left out.</summary>
    public required int Zeros { get; init; }

    /// <inheritdoc/>
    internal override string Shown => Text.RankSum(Statistic);

    private protected override IEnumerable<(string Name, string Value)> Details() =>
    [
        ("rank sums", $"{Text.RankSum(WPlus)} of positive, {Text.RankSum(WMinus)} of negative differences"),
        ("zeros left out", $"{Zeros}"),
    ];
}

/// <summary>Wilcoxon's signed-rank test: are paired values, or values around 0, shifted?</summary>
/// <remarks>
/// Ranks the differences by size, leaving zeros out; W₊ is the rank sum of the positive ones. Under the null hypothesis its
/// mean is n(n + 1)/4 and <c>σ² = n(n + 1)(2n + 1)/24 − Σ(k³ − k)/48</c> with groups of k equal sizes.
/// If every difference is 0, p is NaN. Source: F. Wilcoxon, Individual comparisons by ranking methods, 1945.
/// </remarks>
public static partial class Wilcoxon
{
    /// <summary>The largest number of differences for which p is counted exactly.</summary>
    public const int ExactLimit = 200;

    /// <summary>Tests pairs.</summary>
    /// <param name="a">The first value of each pair: finite, at least 1.</param>
    /// <param name="b">The second value of each pair, in the same order.</param>
    /// <param name="alternative">Default two-sided: twice the smaller tail, at most 1.</param>
    /// <param name="method">Default: exact without ties and zeros for at most <see cref="ExactLimit"/> pairs, else normal.</param>
    /// <param name="continuity">Whether the normal approximation moves W₊ by ½ towards its mean; default yes.</param>
    /// <returns>The result, with the rank-biserial correlation for effect.</returns>
    /// <exception cref="ArgumentException">The samples differ in length or a value is not finite.</exception>
    public static WilcoxonResult SignedRank(
        IEnumerable<double> a, IEnumerable<double> b, Alternative alternative = Alternative.TwoSided,
        RankMethod method = RankMethod.Auto, bool continuity = true)
    {
        double[] first = Samples.Finite(a, 1), second = Samples.Finite(b, 1);
        Samples.SameLength(first, second);
        return SignedRank(Samples.Differences(first, second).Values, alternative, method, continuity);
    }

    /// <summary>Tests differences.</summary>
    /// <param name="differences">Finite numbers, at least 1.</param>
    /// <param name="alternative">Default two-sided: twice the smaller tail, at most 1.</param>
    /// <param name="method">Default: exact without ties and zeros for at most <see cref="ExactLimit"/> differences, else normal.</param>
    /// <param name="continuity">Whether the normal approximation moves W₊ by ½ towards its mean; default yes.</param>
    /// <returns>The result, with the rank-biserial correlation (W₊ − W₋)/(W₊ + W₋) for effect.</returns>
    /// <exception cref="ArgumentException">
    /// A value is not finite, or the exact p was requested with ties, zeros or too many differences.
    /// </exception>
    public static WilcoxonResult SignedRank(
        IEnumerable<double> differences, Alternative alternative = Alternative.TwoSided,
        RankMethod method = RankMethod.Auto, bool continuity = true)
    {
        double[] all = Samples.Finite(differences, 1), kept = [.. all.Where(d => d != 0)];
        Require.Defined(alternative);
        Require.Defined(method);
        var (ranks, tieTerm) = MidRanks.Of(Array.ConvertAll(kept, Math.Abs));
        double n = kept.Length, total = n * (n + 1) / 2, plus = 0;
        for (var i = 0; i < kept.Length; i++)
        {
            plus += kept[i] > 0 ? ranks[i] : 0;
        }

        int zeros = all.Length - kept.Length;
        var canCount = tieTerm == 0 && zeros == 0 && kept.Length <= ExactLimit;
        if (method == RankMethod.Exact && !canCount)
        {
            throw new ArgumentException(
                $"There is no exact p with ties, zeros or more than {ExactLimit} differences; use RankMethod.Auto or Normal.", nameof(method));
        }

        var exact = canCount && method != RankMethod.Normal;
        var w = alternative switch
        {
            Alternative.Greater => plus,
            Alternative.Less => total - plus,
            _ => Math.Max(plus, total - plus),
        };
        var sigma = Math.Sqrt((n * (n + 1) * ((2 * n) + 1) / 24) - ((double)tieTerm / 48));
        double p;
        if (exact)
        {
            var tail = ExactBelow(kept.Length, (int)(total - w));
            p = alternative == Alternative.TwoSided ? Math.Min(1, 2 * tail) : tail;
        }
        else
        {
            p = MannWhitney.NormalP(w, total, sigma, continuity ? 0.5 : 0, alternative).P;
        }

        return new()
        {
            Name = $"Wilcoxon signed-rank test ({(exact ? "exact" : "normal approximation")})",
            Symbol = "W+",
            Statistic = plus,
            P = p,
            Alternative = alternative,
            Effect = new("rank-biserial correlation", ((2 * plus) - total) / total),
            N = [all.Length],
            WPlus = plus,
            WMinus = total - plus,
            Method = exact ? RankMethod.Exact : RankMethod.Normal,
            Zeros = zeros,
            Conclusion = kept.Length == 0
                ? "Every difference is 0, so there is nothing to rank: no conclusion is possible."
                : $"The positive differences hold {Text.Number(100 * plus / total)}% of the rank sum; if differences were symmetric about 0, "
                    + $"a share {Text.Extreme(alternative, "half")} would come up with probability {Text.Number(p)}.",
            Limitations = "It does not say how large the shift is; it assumes independent pairs whose differences are "
                + "distributed symmetrically.",
        };
    }

    /// <summary>P(W₊ ≤ w) for n differences without ties: each rank is positive with probability ½.</summary>
    private static double ExactBelow(int n, int w)
    {
        var total = n * (n + 1) / 2;
        if (w > (total - 1) / 2)
        {
            return w >= total ? 1 : 1 - ExactBelow(n, total - w - 1);
        }

        var f = new double[w + 1];
        f[0] = 1;
        for (var rank = 1; rank <= n; rank++)
        {
            for (var v = w; v >= 0; v--)
            {
                f[v] = (f[v] + (v >= rank ? f[v - rank] : 0)) / 2;
            }
        }

        return f.Sum();
    }
}

using System.Text.Json;
using CsCheck;
using Xunit;

namespace DescentLab.Tests.Statistics;

/// <summary>Tests that SciPy's reference file lacks, against mpmath and exact counting (Oracles/make_tests_more.py).</summary>
public class MoreTestsTests
{
    private const double Tolerance = 1e-12;

    private static readonly JsonElement Truth = Oracle.Load("tests_more.json");

    private static readonly (Alternative Side, string Key)[] Sides =
        [(Alternative.TwoSided, "two_sided"), (Alternative.Greater, "greater"), (Alternative.Less, "less")];

    [Fact]
    public void Anova_ReferenceGroups_GivesFAndTheCorrectedPairs()
    {
        foreach (JsonElement c in Truth.GetProperty("groups").EnumerateArray())
        {
            JsonElement truth = c.GetProperty("anova");
            GroupsResult actual = Anova.OneWay(Groups(c));

            Oracle.Near(truth.Number("F"), actual.Statistic, Tolerance, "F");
            Oracle.Near(truth.Number("p"), actual.P, Tolerance, "p");
            Oracle.Near(truth.Number("eta2"), actual.Effect!.Value.Value, Tolerance, "η²");
            AllNear(truth.Numbers("pairs"), [.. actual.Pairwise.Select(pair => pair.Test.P)], "p of the pairs");
            AllNear(truth.Numbers("holm"), [.. actual.Pairwise.Select(pair => pair.HolmP)], "Holm's p");
        }
    }

    [Fact]
    public void Anova_OysterShells_IsSciPysExample()
    {
        // The example of scipy.stats.f_oneway, the first groups of the file.
        GroupsResult result = Anova.OneWay(Groups(Truth.GetProperty("groups")[0]));

        Oracle.Near(7.121019471642447, result.Statistic, 1e-12, "F");
        Oracle.Near(0.0002812242314534544, result.P, 1e-12, "p");
    }

    [Fact]
    public void KruskalWallis_ReferenceGroups_GivesH()
    {
        foreach (JsonElement c in Truth.GetProperty("groups").EnumerateArray())
        {
            GroupsResult actual = KruskalWallis.Test(Groups(c));

            Oracle.Near(c.GetProperty("kruskal").Number("H"), actual.Statistic, Tolerance, "H");
            Oracle.Near(c.GetProperty("kruskal").Number("p"), actual.P, Tolerance, "p");
        }
    }

    // Hollander and Wolfe, 1973, table 7.1, with ties; R's friedman.test and SciPy's friedmanchisquare give these numbers.
    [Fact]
    public void Friedman_RoundingFirstBase_IsTheTextbooksExample()
    {
        double[] times =
        [
            5.40, 5.50, 5.55, 5.85, 5.70, 5.75, 5.20, 5.60, 5.50, 5.55, 5.50, 5.40, 5.90, 5.85, 5.70, 5.45, 5.55, 5.60, 5.40, 5.40, 5.35,
            5.45, 5.50, 5.35, 5.25, 5.15, 5.00, 5.85, 5.80, 5.70, 5.25, 5.20, 5.10, 5.65, 5.55, 5.45, 5.60, 5.35, 5.45, 5.05, 5.00, 4.95,
            5.50, 5.50, 5.40, 5.45, 5.55, 5.50, 5.55, 5.55, 5.35, 5.45, 5.50, 5.55, 5.50, 5.45, 5.25, 5.65, 5.60, 5.40, 5.70, 5.65, 5.55,
            6.30, 6.30, 6.25,
        ];
        Series[] methods = [.. new[] { "round out", "narrow angle", "wide angle" }.Select((name, j) => new Series(name, [.. times.Where((_, i) => i % 3 == j)]))];

        GroupsResult result = Friedman.Test(methods);

        Oracle.Near(11.142857142857132, result.Statistic, Tolerance, "Q");
        Oracle.Near(0.003805040775511383, result.P, Tolerance, "p");
        Oracle.Near(11.142857142857132 / 44, result.Effect!.Value.Value, Tolerance, "Kendall's W");
        Assert.Equal(Wilcoxon.SignedRank(methods[0].Y, methods[2].Y).P, result.Pairwise[1].Test.P);
    }

    [Fact]
    public void Friedman_GroupsThatCannotBeBlocks_AreRefusedByName()
    {
        Assert.Contains("long has 3 values and short has 2", Assert.Throws<ArgumentException>(
            () => Friedman.Test(("short", new double[] { 1, 2 }), ("long", new double[] { 1, 2, 3 }))).Message, StringComparison.Ordinal);
        Assert.Contains("b[1] = NaN", Assert.Throws<ArgumentException>(() => Friedman.Test(("a", new double[] { 1, 2 }), ("b", new[] { 1, double.NaN }))).Message, StringComparison.Ordinal);
        Assert.Equal(double.NaN, Friedman.Test(("a", new double[] { 1, 2 }), ("b", new double[] { 1, 2 })).P);
    }

    [Fact]
    public void Wilcoxon_ReferenceDifferences_GivesRankSumsAndTails()
    {
        foreach (JsonElement c in Truth.GetProperty("wilcoxon").EnumerateArray())
        {
            foreach ((Alternative side, var key) in Sides)
            {
                double[] d = c.Numbers("d");
                WilcoxonResult corrected = Wilcoxon.SignedRank(d, side, RankMethod.Normal);
                Assert.Equal((c.Number("W+"), c.Number("W-")), (corrected.WPlus, corrected.WMinus));
                Oracle.Near(c.Number($"cc_{key}"), corrected.P, Tolerance, $"{key}, corrected");
                Oracle.Near(c.Number($"nocc_{key}"), Wilcoxon.SignedRank(d, side, RankMethod.Normal, continuity: false).P, Tolerance, key);
                if (c.TryGetProperty($"exact_{key}", out JsonElement exact) && d.Length <= Wilcoxon.ExactLimit)
                {
                    Oracle.Near(exact.Number(), Wilcoxon.SignedRank(d, side).P, Tolerance, $"{key}, exact");
                }
                else
                {
                    Assert.Equal(RankMethod.Normal, Wilcoxon.SignedRank(d, side).Method);
                    Assert.Throws<ArgumentException>(() => Wilcoxon.SignedRank(d, side, RankMethod.Exact));
                }
            }
        }
    }

    [Fact]
    public void MannWhitney_ReferenceSamples_IsExactInTheFarTail()
    {
        foreach (JsonElement c in Truth.GetProperty("mann_whitney_exact").EnumerateArray())
        {
            foreach ((Alternative side, var key) in Sides)
            {
                MannWhitneyResult actual = MannWhitney.Test(c.Numbers("a"), c.Numbers("b"), side);
                Assert.Equal(c.Number("U1"), actual.U1);
                Oracle.Near(c.Number(key), actual.P, Tolerance, $"U1 = {actual.U1}, {key}");
            }
        }
    }

    [Fact]
    public void PairedT_ReferencePairs_GivesTAndP()
    {
        foreach (JsonElement c in Truth.GetProperty("paired").EnumerateArray())
        {
            TTestResult actual = TTest.Paired(c.Numbers("a"), c.Numbers("b"));

            Oracle.Near(c.Number("t"), actual.Statistic, Tolerance, "t");
            Oracle.Near(c.Number("p"), actual.P, 1e-11, "p");
            Oracle.Near(c.Number("greater"), TTest.Paired(c.Numbers("a"), c.Numbers("b"), Alternative.Greater).P, 1e-11, "p, one-sided");
        }
    }

    [Fact]
    public void HedgesG_ReferenceSamples_HasTheExactCorrection()
    {
        foreach (JsonElement c in Truth.GetProperty("hedges").EnumerateArray())
        {
            Oracle.Near(c.Number("g"), Effect.HedgesG(c.Numbers("a"), c.Numbers("b")), Tolerance, "g");
        }
    }

    [Fact]
    public void Fisher_ReferenceCounts_GivesTheExactTails()
    {
        foreach (JsonElement c in Truth.GetProperty("fisher").EnumerateArray())
        {
            foreach ((Alternative side, var key) in Sides)
            {
                var n = c.GetProperty("counts").Integers();
                Oracle.Near(c.Number(key), FisherExact.Test(n[0], n[1], n[2], n[3], side).P, Tolerance, $"{string.Join(", ", n)}, {key}");
            }
        }
    }

    // As many cases as an int can count: the normal approximation is right to a hundred thousandth there.
    [Fact]
    public void Tests_OfThousandsOfMillions_AgreeWithTheNormalApproximation()
    {
        const int n = 2_000_000_000, hits = 1_000_000_000, more = 50_000;
        var z = more / Math.Sqrt(n / 2.0);

        Assert.Equal(2 * NormalDistribution.Survival(z), FisherExact.Test(hits + more, n, hits, n).P, 1e-4);
        Assert.Equal(2 * NormalDistribution.Survival(z), TTest.Pooled(new Summary(n, z / Math.Sqrt(n / 2.0), 1), new Summary(n, 0, 1)).P, 1e-9);
        Assert.Equal(2 * NormalDistribution.Survival(z), TTest.Welch(new Summary(n, z / Math.Sqrt(n / 2.0), 1), new Summary(n, 0, 1)).P, 1e-9);
    }

    [Fact]
    public void Fisher_TeaTasting_HasOddsRatioAndShares()
    {
        TestResult result = FisherExact.Test(3, 4, 1, 4);

        Assert.Equal(9, result.Statistic);
        Assert.Equal(0.5, result.Effect!.Value.Value);
        Assert.Equal(17.0 / 35, result.P, 1e-15);
        Assert.Equal(double.PositiveInfinity, FisherExact.Test(1, 3, 0, 3).Statistic);
        Assert.True(double.IsNaN(FisherExact.Test(0, 3, 0, 3).Statistic));
    }

    [Theory]
    [InlineData(-1, 4, 1, 4)]
    [InlineData(5, 4, 1, 4)]
    [InlineData(0, 0, 1, 4)]
    [InlineData(1, 4, 5, 4)]
    [InlineData(1, 4, 0, 0)]
    public void Fisher_InvalidCounts_Throws(int hits1, int n1, int hits2, int n2) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FisherExact.Test(hits1, n1, hits2, n2));

    // F = 2/3 with 2 and 1 degrees of freedom: both halves of the beta function lay above their threshold, which never ended.
    [Fact]
    public void Anova_BetaFunctionAtItsThreshold_Ends() =>
        Oracle.Near(0.6546536707079772, Anova.OneWay(("a", new double[] { 4 }), ("b", new double[] { 0 }), ("c", new double[] { 3, 9 })).P, 1e-14, "p");

    [Fact]
    public void Permutation_FewValues_CountsEveryDeal()
    {
        foreach (JsonElement c in Truth.GetProperty("permutation").EnumerateArray())
        {
            foreach ((Alternative side, var key) in Sides)
            {
                TestResult actual = Permutation.Test(c.Numbers("a"), c.Numbers("b"), alternative: side);
                Assert.StartsWith("Permutation test (all", actual.Name, StringComparison.Ordinal);
                Oracle.Near(c.Number(key), actual.P, 1e-15, key);
            }
        }
    }

    [Fact]
    public void Permutation_ManyValues_ComesNearTheTTestAndKeepsToItsSeed()
    {
        double[] a = [.. BookResults.WithMomentum.Take(12)], b = [.. BookResults.WithMomentum.Skip(10)];

        TestResult actual = Permutation.Test(a, b, seed: 3), again = Permutation.Test(a, b, seed: 3), other = Permutation.Test(a, b, seed: 4);

        Assert.Equal(actual.P, again.P);
        Assert.NotEqual(actual.P, other.P);
        Assert.Equal(TTest.Pooled(a, b).P, actual.P, 0.03);
        Assert.Equal(0.0002, Permutation.Test(BookResults.WithMomentum, BookResults.WithoutMomentum).P, 1e-15);
    }

    [Fact]
    public void Permutation_OfTheMedians_TakesAnyStatistic()
    {
        TestResult result = Permutation.Test([1, 2, 9], [3, 4, 5], (x, y) => Sample.Median(x) - Sample.Median(y));

        Assert.Equal((-2, "statistic"), (result.Statistic, result.Symbol));
        Assert.InRange(result.P, 0.1, 1);
    }

    [Fact]
    public void Holm_AnyPValues_RaisesThemInOrderAndNeverAboveBonferroni() => Gen.Double[0, 1].Array[0, 12].Sample(p =>
    {
        double[] adjusted = Holm.Adjust(p);
        for (var i = 0; i < p.Length; i++)
        {
            Assert.InRange(adjusted[i], p[i], Math.Min(1, p.Length * p[i]) + 1e-15);
            Assert.All(Enumerable.Range(0, p.Length), j => Assert.True(p[i] > p[j] || adjusted[i] <= adjusted[j]));
        }
    });

    [Fact]
    public void Holm_ByHand_IsTheRunningLargestProduct() =>
        Assert.Equal([0.03, 0.06, 0.06, 0.02], Holm.Adjust([0.01, 0.03, 0.04, 0.005]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void Anova_OfTwoGroups_IsTheSquareOfThePooledT() =>
        Gen.Double[-5, 5].Array[2, 15].Select(Gen.Double[-5, 5].Array[2, 15]).Sample((a, b) =>
        {
            TTestResult t = TTest.Pooled(a, b);
            GroupsResult f = Anova.OneWay(("a", a), ("b", b));
            Oracle.Near(t.Statistic * t.Statistic, f.Statistic, 1e-9, "F");
            Assert.Equal(t.P, f.P, 1e-9);
            Assert.Equal(t.P, f.Pairwise[0].HolmP, 1e-9);
        });

    [Fact]
    public void Groups_Degenerate_AreRefusedOrUndefined()
    {
        double[] same = [0.1, 0.1, 0.1];

        Assert.Throws<ArgumentException>(() => Anova.OneWay(("a", same)));
        Assert.Throws<ArgumentException>(() => Anova.OneWay(("a", new[] { 1.0 }), ("b", new[] { 2.0 })));
        Assert.Throws<ArgumentException>(() => Anova.OneWay(("a", same), ("b", Array.Empty<double>())));
        Assert.Contains("b[1] = NaN", Assert.Throws<ArgumentException>(
            () => KruskalWallis.Test(("a", same), ("b", new[] { 1, double.NaN }))).Message, StringComparison.Ordinal);
        Assert.Equal((double.NaN, double.NaN), (Anova.OneWay(("a", same), ("b", same)).P, KruskalWallis.Test(("a", same), ("b", same)).P));
        Assert.Equal(0, Anova.OneWay(("a", same), ("b", new[] { 0.2, 0.2 })).P);
    }

    [Fact]
    public void GroupsResult_Shown_ListsGroupsAndPairs()
    {
        GroupsResult result = Anova.OneWay(("SGD", new[] { 0.90, 0.91, 0.92 }), ("Adam", new[] { 0.93, 0.94, 0.95 }), ("<RMS>", new[] { 0.91, 0.92, 0.93 }));

        Assert.Equal("One-way analysis of variance: F = 7, df = 2 and 6, p = 0.027, eta squared = 0.7, n = 3 + 3 + 3", result.ToString());
        Assert.Equal("SGD vs Adam: t = -3.67423, p = 0.0104, with Holm's correction 0.03121", result.Pairwise[0].ToString());
        Assert.Contains("&lt;RMS&gt;", result.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("p, Holm", result.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_OfTheMean_AgreeWhereBothAreRight()
    {
        ConfidenceInterval t = ConfidenceInterval.OfMean(BookResults.WithMomentum), summary = Summary.Of(BookResults.WithMomentum).Interval();
        ConfidenceInterval bootstrap = ConfidenceInterval.Bootstrap(BookResults.WithMomentum);

        Assert.Equal((t.Low, t.High), (summary.Low, summary.High));
        Assert.Equal(t.Low, bootstrap.Low, 2e-4);
        Assert.Equal(t.High, bootstrap.High, 3e-4);
        Assert.Equal(bootstrap, ConfidenceInterval.Bootstrap(BookResults.WithMomentum));
        Assert.NotEqual(bootstrap, ConfidenceInterval.Bootstrap(BookResults.WithMomentum, seed: 2));
    }

    [Fact]
    public void Intervals_TwentySamplesInAHundred_MissTheMeanAsOftenAsTheyShould()
    {
        var random = new Random(7);
        double Normal() => NormalDistribution.Quantile(random.NextDouble());

        int covered = Enumerable.Range(0, 2000).Count(_ => ConfidenceInterval.OfMean([.. Enumerable.Range(0, 6).Select(_ => Normal())], 0.8).Contains(0));

        // 1600 ± 18 expected.
        Assert.InRange(covered, 1530, 1670);
    }

    private static Series[] Groups(JsonElement c) =>
        [.. c.GetProperty("groups").EnumerateArray().Select((g, i) => new Series($"group {i}", g.Numbers()))];

    private static void AllNear(double[] truth, double[] actual, string what)
    {
        Assert.Equal(truth.Length, actual.Length);
        for (var i = 0; i < truth.Length; i++)
        {
            Oracle.Near(truth[i], actual[i], 1e-11, $"{what}, {i}");
        }
    }
}

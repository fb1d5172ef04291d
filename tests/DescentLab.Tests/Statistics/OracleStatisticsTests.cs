using System.Text.Json;
using Xunit;

namespace DescentLab.Tests.Statistics;

/// <summary>Tests every case of B_statistics.json, and prints the table of worst errors.</summary>
public class OracleStatisticsTests(ITestOutputHelper output)
{
    private static readonly JsonElement Statistics = Oracle.Load("B_statistics.json");

    private static readonly Alternative[] Sides = [Alternative.TwoSided, Alternative.Greater, Alternative.Less];

    public static TheoryData<string> TwoSample() => [.. Statistics.GetProperty("two_sample").EnumerateArray().Select(c => c.Id())];

    public static TheoryData<string> OneSample() => [.. Statistics.GetProperty("one_sample").EnumerateArray().Select(c => c.Id())];

    [Theory]
    [MemberData(nameof(TwoSample))]
    public void TwoSampleTests_OracleCase_AgreeWithTheTruth(string id) => CheckTwoSample(Case("two_sample", id), new Ledger());

    [Theory]
    [MemberData(nameof(OneSample))]
    public void OneSampleTests_OracleCase_AgreeWithTheTruth(string id) => CheckOneSample(Case("one_sample", id), new Ledger());

    [Fact]
    public void Accuracy_AllOracleCases_PrintsTheTable()
    {
        var ledger = new Ledger();
        foreach (JsonElement c in Statistics.GetProperty("two_sample").EnumerateArray())
        {
            CheckTwoSample(c, ledger);
        }

        foreach (JsonElement c in Statistics.GetProperty("one_sample").EnumerateArray())
        {
            CheckOneSample(c, ledger);
        }

        output.WriteLine(ledger.ToString());
        Assert.True(ledger.Count > 1000);
    }

    private static JsonElement Case(string kind, string id) =>
        Statistics.GetProperty(kind).EnumerateArray().Single(c => c.Id() == id);

    private static void CheckTwoSample(JsonElement c, Ledger ledger)
    {
        double[] a = c.Numbers("a"), b = c.Numbers("b");
        JsonElement truth = c.GetProperty("truth"), tTruth = truth.GetProperty("ttest"), tolerance = c.GetProperty("suggested_rel_tol");
        CheckMannWhitney(truth.GetProperty("mannwhitneyu"), a, b, tolerance.Number("mannwhitneyu"), ledger);
        if (truth.TryGetProperty("a", out JsonElement momentsOfA))
        {
            CheckMoments(momentsOfA, a, tolerance, ledger);
            CheckMoments(truth.GetProperty("b"), b, tolerance, ledger);
        }

        CheckHistograms(c, ledger);
        foreach ((var key, double[] sample) in new[] { ("shapiro_a_W_p", a), ("shapiro_b_W_p", b) })
        {
            if (sample.Length >= 3 && c.GetProperty("r").TryGetProperty(key, out JsonElement shapiro))
            {
                // R divides 1e8 by a range of 0.04 and loses digits: the relative error of its p is up to 3e-6. The
                // same formulas in 50 digits (mpmath) are the truth here.
                double[] reference = c.Id() != "offset-1e8-sd-0.01" ? shapiro.Numbers()
                    : sample == a ? [0.9801632514182678, 0.8883248150924716]
                    : [0.9700149496285173, 0.5395841828585687];
                CheckShapiro(reference, sample, tolerance, ledger);
            }
        }

        if (!tTruth.TryGetProperty("pooled", out JsonElement pooled))
        {
            // A single value against many: R pools, with the variance of the many; Welch is refused.
            double[] r = c.GetProperty("r").Numbers("pooled_t_df_p_lo_hi_pgreater_pless");
            TTestResult single = TTest.Pooled(a, b);
            Oracle.Near(r[0], single.Statistic, 1e-12, "t");
            Oracle.Near(r[2], single.P, 1e-12, "p");
            Assert.Throws<ArgumentException>(() => TTest.Welch(a, b));
            return;
        }

        if (pooled.TryGetProperty("undefined", out _))
        {
            // x/0 is infinite, 0/0 is NaN; an exception would leave a notebook without a result.
            foreach (TTestResult result in new[] { TTest.Pooled(a, b), TTest.Welch(a, b) })
            {
                Assert.Equal(pooled.Number("mean_diff") / 0, result.Statistic);
                Assert.Equal(pooled.Number("mean_diff") == 0 ? double.NaN : 0, result.P);
            }

            foreach (var d in new[] { Effect.CohensD(a, b), Effect.CohensDPooled(a, b), TTest.Pooled(a, b).Effect!.Value.Value, TTest.Welch(a, b).Effect!.Value.Value })
            {
                Assert.Equal(pooled.Number("mean_diff") / 0, d);
            }

            return;
        }

        CheckT("t-test, pooled", pooled, TTest.Pooled(a, b), side => TTest.Pooled(a, b, side), tolerance.Number("ttest"), ledger);
        CheckT("t-test, Welch", tTruth.GetProperty("welch"), TTest.Welch(a, b), side => TTest.Welch(a, b, side), tolerance.Number("ttest"), ledger);
        ledger.Check("Cohen's d", tTruth.Number("cohen_d_book"), Effect.CohensD(a, b), tolerance.Number("ttest"));
        ledger.Check("Cohen's d", tTruth.Number("cohen_d_pooled_weighted"), Effect.CohensDPooled(a, b), tolerance.Number("ttest"));
    }

    private static void CheckT(
        string kind, JsonElement truth, TTestResult actual, Func<Alternative, TTestResult> test, double tolerance, Ledger ledger)
    {
        ledger.Check(kind, truth.Number("mean_diff"), actual.MeanDifference, tolerance);
        ledger.Check(kind, truth.Number("se"), actual.StandardError, tolerance);
        ledger.Check(kind, truth.Number("df"), actual.Df, tolerance);
        ledger.Check(kind, truth.Number("t"), actual.Statistic, tolerance);
        ledger.Check(kind, truth.Number("p_two_sided"), test(Alternative.TwoSided).P, tolerance);
        ledger.Check(kind, truth.Number("p_greater"), test(Alternative.Greater).P, tolerance);
        ledger.Check(kind, truth.Number("p_less"), test(Alternative.Less).P, tolerance);
        ledger.Check(kind, truth.Number("t_crit_975"), StudentTDistribution.Quantile(0.975, truth.Number("df")), tolerance);

        // The ends of the interval are a difference: relative to its half-width, not to an end that may be near 0.
        double[] ci = truth.Numbers("ci95");
        var half = (ci[1] - ci[0]) / 2;
        ledger.Check("t interval", 0 + half, half + (actual.Interval!.Value.Low - ci[0]), tolerance);
        ledger.Check("t interval", 0 + half, half + (actual.Interval!.Value.High - ci[1]), tolerance);
    }

    private static void CheckMannWhitney(JsonElement truth, double[] a, double[] b, double tolerance, Ledger ledger)
    {
        foreach (Alternative side in Sides)
        {
            var key = side switch { Alternative.Greater => "greater", Alternative.Less => "less", _ => "two_sided" };
            MannWhitneyResult corrected = MannWhitney.Test(a, b, side, RankMethod.Normal);
            MannWhitneyResult uncorrected = MannWhitney.Test(a, b, side, RankMethod.Normal, continuity: false);
            Assert.Equal(truth.Number("U1"), corrected.U1);
            Assert.Equal(truth.Number("U2"), corrected.U2);
            Assert.Equal(truth.GetProperty("ties").GetBoolean(), corrected.Ties);
            ledger.Check("Mann-Whitney, normal", truth.Number("sigma"), corrected.Sigma, tolerance);
            ledger.Check("Mann-Whitney, normal", truth.GetProperty("asymptotic_cc").Number(key), corrected.P, tolerance);
            ledger.Check("Mann-Whitney, normal", truth.GetProperty("asymptotic_nocc").Number(key), uncorrected.P, tolerance);
            Assert.Equal(corrected.P, uncorrected.PNormal);
            Assert.Equal(uncorrected.P, corrected.PNormalUncorrected);
            if (side == Alternative.TwoSided && corrected.Sigma > 0)
            {
                ledger.Check("Mann-Whitney, normal", truth.GetProperty("asymptotic_cc").Number("z_two_sided"), corrected.Z, tolerance);
                ledger.Check("Mann-Whitney, normal", truth.GetProperty("asymptotic_nocc").Number("z_two_sided"), uncorrected.Z, tolerance);
            }

            if (truth.GetProperty("exact").ValueKind == JsonValueKind.Object)
            {
                MannWhitneyResult exact = MannWhitney.Test(a, b, side, RankMethod.Exact);
                ledger.Check("Mann-Whitney, exact", truth.GetProperty("exact").Number(key), exact.P, tolerance);
            }
            else if (corrected.Ties)
            {
                Assert.Throws<ArgumentException>(() => MannWhitney.Test(a, b, side, RankMethod.Exact));
            }
        }

        if (truth.TryGetProperty("legacy_scipy_before_1_7", out JsonElement legacy))
        {
            (var u, var p) = MannWhitney.Test(a, b).OlderConvention;
            Assert.Equal(legacy.Number("U"), u);
            ledger.Check("Mann-Whitney, older convention", legacy.Number("p"), p, tolerance);
        }
    }

    private static void CheckOneSample(JsonElement c, Ledger ledger)
    {
        double[] a = c.Numbers("a");
        JsonElement tolerance = c.GetProperty("suggested_rel_tol");
        CheckHistograms(c, ledger);
        CheckMoments(c.GetProperty("truth"), a, tolerance, ledger);
        if (c.GetProperty("r").TryGetProperty("shapiro_W_p", out JsonElement shapiro))
        {
            CheckShapiro(shapiro.Numbers(), a, tolerance, ledger);
        }
    }

    private static void CheckShapiro(double[] truth, double[] a, JsonElement tolerance, Ledger ledger)
    {
        TestResult actual = Normality.ShapiroWilk(a);
        ledger.Check("Shapiro-Wilk W", truth[0], actual.Statistic, tolerance.Number("shapiro"));
        ledger.Check("Shapiro-Wilk p", truth[1], actual.P, tolerance.Number("shapiro"));
    }

    private static void CheckHistograms(JsonElement c, Ledger ledger)
    {
        if (!c.TryGetProperty("histograms", out JsonElement histograms))
        {
            return;
        }

        IEnumerable<(string Sample, JsonElement Expected)> all = histograms.ValueKind == JsonValueKind.Array
            ? histograms.EnumerateArray().Select(h => ("a", h))
            : histograms.EnumerateObject().SelectMany(of => of.Value.EnumerateArray().Select(h => (of.Name, h)));
        foreach ((var sample, JsonElement expected) in all)
        {
            JsonElement spec = expected.GetProperty("spec");
            (double, double)? range = spec.TryGetProperty("range", out JsonElement r) ? (r[0].Number(), r[1].Number()) : null;
            Histogram actual = spec.TryGetProperty("edges", out JsonElement edges)
                ? Histogram.Of(c.Numbers(sample), edges.Numbers())
                : Histogram.Of(c.Numbers(sample), spec.GetProperty("bins").GetInt32(), range);
            Assert.Equal(expected.GetProperty("counts").Integers(), actual.Counts.Select(n => (int)n));
            double[] edgesTruth = expected.Numbers("edges");
            // No value in any bin: the density is 0/0.
            double[] densityTruth = expected.GetProperty("density") is { ValueKind: JsonValueKind.Array } density
                ? density.Numbers() : [.. actual.Counts.Select(_ => double.NaN)];
            for (var i = 0; i < edgesTruth.Length; i++)
            {
                ledger.Check("histogram edges", edgesTruth[i], actual.Edges[i], 0);
            }

            for (var i = 0; i < densityTruth.Length; i++)
            {
                ledger.Check("histogram density", densityTruth[i], actual.Density[i], 1e-14);
            }
        }
    }

    private static void CheckMoments(JsonElement truth, double[] x, JsonElement tolerance, Ledger ledger)
    {
        double near = tolerance.Number("mean_sd_sem"), shape = tolerance.Number("skew_kurtosis_normaltest");
        ledger.Check("mean, variance, sd, SEM", truth.Number("mean"), Sample.Mean(x), near);
        if (x.Length < 2)
        {
            return;
        }

        ledger.Check("mean, variance, sd, SEM", truth.Number("var"), Sample.Variance(x), near);
        ledger.Check("mean, variance, sd, SEM", truth.Number("sd"), Sample.StandardDeviation(x), near);
        ledger.Check("mean, variance, sd, SEM", truth.Number("sem"), Sample.StandardError(x), near);
        ledger.Check("skewness, kurtosis", truth.Number("skew"), Sample.Skewness(x), shape);
        ledger.Check("skewness, kurtosis", truth.Number("kurtosis_fisher"), Sample.ExcessKurtosis(x), shape);
        if (truth.TryGetProperty("skewtest", out JsonElement skewness))
        {
            ledger.Check("D'Agostino-Pearson", skewness.Number("z"), Normality.Skewness(x).Statistic, shape);
            ledger.Check("D'Agostino-Pearson", skewness.Number("p"), Normality.Skewness(x).P, shape);
        }

        if (truth.TryGetProperty("kurtosistest", out JsonElement kurtosis))
        {
            ledger.Check("D'Agostino-Pearson", kurtosis.Number("z"), Normality.Kurtosis(x).Statistic, shape);
            ledger.Check("D'Agostino-Pearson", kurtosis.Number("p"), Normality.Kurtosis(x).P, shape);
        }

        if (truth.TryGetProperty("normaltest", out JsonElement k2))
        {
            ledger.Check("D'Agostino-Pearson", k2.Number("k2"), Normality.DAgostinoPearson(x).Statistic, shape);
            ledger.Check("D'Agostino-Pearson", k2.Number("p"), Normality.DAgostinoPearson(x).P, shape);
        }
    }

    /// <summary>Counts comparisons and keeps the worst relative error of each kind.</summary>
    private sealed class Ledger
    {
        private readonly SortedDictionary<string, (int Count, double Worst, double Smallest)> _kinds = new(StringComparer.Ordinal);

        public int Count => _kinds.Values.Sum(k => k.Count);

        public void Check(string kind, double truth, double actual, double tolerance)
        {
            Oracle.Near(truth, actual, tolerance, kind);
            (int count, double worst, double smallest) = _kinds.GetValueOrDefault(kind, (0, 0, double.PositiveInfinity));
            _kinds[kind] = (count + 1, Math.Max(worst, Oracle.RelativeError(truth, actual)),
                truth > 0 ? Math.Min(smallest, truth) : smallest);
        }

        public override string ToString() => $"{"kind",-32} {"numbers",8} {"worst error",12} {"smallest",10}\n" + string.Join("\n",
            _kinds.Select(k => $"{k.Key,-32} {k.Value.Count,8} {k.Value.Worst,12:E1} {k.Value.Smallest,10:E0}"));
    }
}

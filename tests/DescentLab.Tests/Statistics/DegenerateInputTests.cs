using Xunit;

namespace DescentLab.Tests.Statistics;

/// <summary>Tests too few values, constants, NaN, only ties: a defined result, or an error that names the value and the fix.</summary>
public class DegenerateInputTests
{
    private static readonly double[] Ok = [1, 2, 3, 4, 5, 6, 7, 9];

    private static readonly double[] Constant = [.. Enumerable.Repeat(0.1, 9)];

    public static TheoryData<string, Action<double[]>> Tests() => new()
    {
        { "pooled", x => TTest.Pooled(x, Ok) },
        { "Welch", x => TTest.Welch(Ok, x) },
        { "paired", x => TTest.Paired(x, x) },
        { "one sample", x => TTest.OneSample(x, 0) },
        { "Mann-Whitney", x => MannWhitney.Test(Ok, x) },
        { "Wilcoxon", x => Wilcoxon.SignedRank(x) },
        { "skewness", x => Normality.Skewness(x) },
        { "kurtosis", x => Normality.Kurtosis(x) },
        { "K²", x => Normality.DAgostinoPearson(x) },
        { "Shapiro-Wilk", x => Normality.ShapiroWilk(x) },
        { "d", x => Effect.CohensD(x, Ok) },
        { "g", x => Effect.HedgesG(x, Ok) },
        { "δ", x => Effect.CliffsDelta(x, Ok) },
        { "mean", x => Sample.Mean(x) },
        { "quantile", x => Sample.Quantile(x, 0.3) },
        { "summary", x => Summary.Of(x) },
        { "interval", x => ConfidenceInterval.OfMean(x) },
        { "bootstrap", x => ConfidenceInterval.Bootstrap(x) },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Tests))]
    public void Test_NaNInTheSample_NamesItsPlace(string name, Action<double[]> test)
    {
        double[] sample = [1, 2, 3, 4, 5, double.NaN, 6, 7, 8];

        var e = Assert.Throws<ArgumentException>(() => test(sample));

        Assert.True(e.Message.Contains("[5] = NaN", StringComparison.Ordinal), $"{name}: {e.Message}");
    }

    [Fact]
    public void GroupTest_OfAMissingGroup_NamesTheArgument()
    {
        foreach (var test in new Func<Series[], GroupsResult>[] { x => Anova.OneWay(x), x => KruskalWallis.Test(x), x => Friedman.Test(x) })
        {
            Assert.Throws<ArgumentNullException>("groups", () => test([("a", Ok), null!]));
        }
    }

    [Fact]
    public void RankTest_WithAnUnknownMethod_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("method", () => MannWhitney.Test(Ok, Ok, method: (RankMethod)9));
        Assert.Throws<ArgumentOutOfRangeException>("method", () => Wilcoxon.SignedRank(Ok, method: (RankMethod)9));
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Tests))]
    public void Test_EmptySample_SaysHowManyValuesItNeeds(string name, Action<double[]> test)
    {
        var e = Assert.Throws<ArgumentException>(() => test([]));

        Assert.True(e.Message.Contains("has 0 values; this needs at least", StringComparison.Ordinal), $"{name}: {e.Message}");
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Tests))]
    public void Test_NullSample_NamesTheArgument(string name, Action<double[]> test)
    {
        var e = Assert.Throws<ArgumentNullException>(() => test(null!));

        Assert.True(e.Message.Contains("is missing", StringComparison.Ordinal), $"{name}: {e.Message}");
    }

    [Fact]
    public void RankTests_Infinities_AreTheLargestAndSmallestValues()
    {
        double[] diverged = [1, 2, double.PositiveInfinity], large = [1, 2, 1e9];

        Assert.Equal(MannWhitney.Test(large, [0.5, 1.5, 3]).U1, MannWhitney.Test(diverged, [0.5, 1.5, 3]).U1);
        Assert.Throws<ArgumentException>(() => TTest.Welch(diverged, Ok));
    }

    [Fact]
    public void TTest_ConstantSamplesWhoseMeanIsNoDouble_HaveExactlyNoVariance()
    {
        // The naive mean of nine 0.1 is not 0.1: SciPy prints t = 1e16 or so.
        Assert.Equal(0, Sample.Variance(Constant));
        TTestResult equal = TTest.Pooled(Constant, [0.1, 0.1, 0.1]);
        Assert.Equal((double.NaN, double.NaN), (equal.Statistic, equal.P));
        Assert.StartsWith("All values are equal", equal.Conclusion, StringComparison.Ordinal);
        Assert.Equal((double.PositiveInfinity, 0.0), (TTest.Welch(Constant, [0, 0]).Statistic, TTest.Welch(Constant, [0, 0]).P));
        Assert.Equal(1, TTest.Welch(Constant, [0, 0], Alternative.Less).P);
        Assert.Equal(double.NaN, TTest.Paired(Constant, Constant).P);
    }

    [Fact]
    public void TTest_HypothesisOrSummaryThatIsNoNumber_IsRefused()
    {
        Assert.Equal("mean", Assert.Throws<ArgumentException>(() => TTest.OneSample(Ok, double.NaN)).ParamName);
        Assert.StartsWith("t is infinite", TTest.OneSample(Ok, double.PositiveInfinity).Conclusion, StringComparison.Ordinal);
        Assert.StartsWith("The means differ although", TTest.OneSample([2, 2], 3).Conclusion, StringComparison.Ordinal);
        foreach (var s in new[] { double.PositiveInfinity, double.NaN, -1 })
        {
            Assert.Equal("b", Assert.Throws<ArgumentException>(() => TTest.Welch(Summary.Of(Ok), new Summary(5, 1, s))).ParamName);
            Assert.Equal("a", Assert.Throws<ArgumentException>(() => TTest.Pooled(new Summary(5, 1, s), Summary.Of(Ok))).ParamName);
        }
    }

    [Fact]
    public void CohensD_ConstantSamples_AgreesWithT()
    {
        foreach (var result in new[] { TTest.Pooled(Constant, [0, 0]), TTest.Welch(Constant, [0, 0]), TTest.Paired([2, 3], [1, 2]), TTest.OneSample([2, 2], 3), TTest.Welch(Constant, Constant) })
        {
            Assert.Equal(result.Statistic, result.Effect!.Value.Value);
        }

        Assert.Equal(double.PositiveInfinity, Effect.HedgesG(Constant, [0, 0]));
        Assert.All(Anova.OneWay(("a", Constant), ("b", new double[] { 0, 0 })).Pairwise, pair => Assert.Equal(pair.Test.Statistic, pair.Test.Effect!.Value.Value));
    }

    [Fact]
    public void Quantile_BetweenTheLargestDoubles_DoesNotOverflow()
    {
        Assert.Equal(0, Sample.Quantile([-1.7e308, 1.7e308], 0.5));
        Assert.Equal(0.85e308, Sample.Quantile([-1.7e308, 1.7e308], 0.75), 1e293);
        Assert.Equal(-1.7e308, Sample.Quantile([-1.7e308, 1.7e308], 0));
        Assert.Equal(1.7e308, Sample.Quantile([-1.7e308, 1.7e308], 1));
    }

    [Fact]
    public void Index_OutsideItsRange_NamesTheArgument()
    {
        var matrix = new ConfusionMatrix([0, 1], [0, 1], 2);
        var path = Descent.Run(BookFunctions.Bowl, new Momentum<double>(0.01), [0.5, 0.5], 3, record: true);
        (string Parameter, Action Use)[] uses =
        [
            ("trueClass", () => _ = matrix[2, 0]), ("predictedClass", () => _ = matrix[0, -1]), ("k", () => matrix.Of(2)),
            ("index", () => _ = path[4]), ("component", () => path.Coordinate(2)), ("component", () => path.Gradient(-1)), ("component", () => path.State("v", 2)),
            ("index", () => _ = new Adam<double>().Start(1)[2][0]), ("layer", () => new Network<float>(2).FullyConnected(1).ParametersOf(1)),
            ("step", () => Schedule.Cosine(0.1, 5).At(-1)), ("step", () => Schedule.Constant(0.1).At(-1)),
        ];
        Assert.All(uses, use => Assert.Equal(use.Parameter, Assert.Throws<ArgumentOutOfRangeException>(use.Use).ParamName));
    }

    [Fact]
    public void Numbers_Printed_KeepTheDigitsBeforeThePoint()
    {
        (double X, string Text)[] all =
        [
            (99999.5, "100000"), (9999.96, "10000"), (12345.678, "12346"), (0.000123456, "0.0001235"), (1e-5, "1e-05"), (1e9, "1e09"),
            (999.96, "1000"), (-99999.5, "-100000"), (0, "0"), (double.NaN, "NaN"), (double.PositiveInfinity, "∞"), (2, "2"), (0.99996, "1"),
        ];
        Assert.All(all, one => Assert.Equal($"d = {one.Text}", new EffectSize("d", one.X).ToString()));
        Assert.Equal("x1 = (99999.5, 1234568), f = 9999.96", new TrajectoryPoint<double>(1, [99999.5, 1234567.8], 9999.96).ToString());
    }

    [Fact]
    public void Interval_Grid_EndsAtItsEnds() =>
        CsCheck.Check.Sample(CsCheck.Gen.Select(CsCheck.Gen.Double[-1e3, 1e3], CsCheck.Gen.Double[0, 1e3], CsCheck.Gen.Int[2, 50]), (min, width, count) =>
        {
            var grid = new Interval(min, min + width).Grid(count);
            return grid[0] == min && grid[^1] == min + width && grid.SequenceEqual(grid.Order());
        });

    [Fact]
    public void CohensKappa_NearZero_KeepsItsDigits()
    {
        // κ = (c s − Σ t p)/(s² − Σ t p) with c s and Σ t p equal in their first 16 digits.
        var matrix = new ConfusionMatrix(new[,] { { 1_000_000_001, 1_000_000_000 }, { 1_000_000_000, 1_000_000_000 } });
        Assert.Equal(2.49999999875e-10, matrix.CohensKappa, 1e-24);
    }

    [Fact]
    public void Normality_ConstantSample_IsUndefined()
    {
        Assert.Equal(double.NaN, Normality.DAgostinoPearson(Constant).P);
        Assert.Equal(double.NaN, Normality.ShapiroWilk(Constant).P);
        Assert.Contains("no conclusion is possible", Normality.ShapiroWilk(Constant).Conclusion, StringComparison.Ordinal);
        Assert.Equal(double.NaN, Sample.Skewness(Constant));
    }

    [Fact]
    public void RankTests_NothingButTies_AreUndefined()
    {
        Assert.Equal((double.NaN, 0.0), (MannWhitney.Test(Constant, Constant).P, Effect.CliffsDelta(Constant, Constant)));
        Assert.Equal(double.NaN, Wilcoxon.SignedRank(Constant, Constant).P);
    }

    [Fact]
    public void Permutation_StatisticThatIsNoNumber_IsNoEvidence()
    {
        static double T(double[] a, double[] b) => TTest.Welch(a, b).Statistic;
        TestResult undefined = Permutation.Test([1, 1], [1, 1], T), infinite = Permutation.Test([2, 2], [1, 1], T);

        Assert.Equal((double.NaN, double.NaN), (undefined.Statistic, undefined.P));
        Assert.Contains("no conclusion is possible", undefined.Conclusion, StringComparison.Ordinal);

        // Of the six deals one has t = ∞, one t = −∞ and four t = 0.
        Assert.Equal((double.PositiveInfinity, 2.0 / 6), (infinite.Statistic, infinite.P));
        Assert.Equal(1, Permutation.Test([2, 2], [1, 1], T, Alternative.Less).P);
        Assert.Equal(1.0 / 6, Permutation.Test([2, 2], [1, 1], T, Alternative.Greater).P);

        // Here four of the six deals have no number: they count beside the data itself.
        static double Sure(double[] a, double[] b) => a[0] == a[1] ? a[0] : double.NaN;
        Assert.Equal(5.0 / 6, Permutation.Test([2, 2], [1, 1], Sure, Alternative.Greater).P);
    }

    // 10% of the resamples have no statistic: an interval of 95% is undefined, one of 50% leaves them out on both sides.
    [Fact]
    public void Bootstrap_ResamplesWithoutAStatistic_LieBeyondBothEnds()
    {
        ConfidenceInterval Of(double level)
        {
            var k = 0;
            return ConfidenceInterval.Bootstrap(Ok, _ => k++ % 10 == 0 ? double.NaN : k, level, resamples: 1000);
        }

        Assert.Equal((double.NaN, double.NaN), (Of(0.95).Low, Of(0.95).High));
        Assert.Equal(1000, Of(0.5).Low + Of(0.5).High, 20.0);
    }

    // A resample of equal values has the ratio mean/0.
    [Fact]
    public void Bootstrap_InfiniteStatistics_AreTheLargest()
    {
        var interval = ConfidenceInterval.Bootstrap([1.0, 2, 3], s => Sample.Mean(s) / Sample.StandardDeviation(s));
        Assert.Equal(double.PositiveInfinity, interval.High);
        Assert.InRange(interval.Low, 1, 3);
        Assert.Equal(double.NegativeInfinity, ConfidenceInterval.Bootstrap([1.0, 2, 3], s => -Sample.Mean(s) / Sample.StandardDeviation(s)).Low);
    }

    [Fact]
    public void Normality_TooFewOrTooManyValues_SaysTheLimit()
    {
        Assert.Contains("at least 8", Assert.Throws<ArgumentException>(() => Normality.Skewness([1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("at least 5", Assert.Throws<ArgumentException>(() => Normality.Kurtosis([1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("at least 3", Assert.Throws<ArgumentException>(() => Normality.ShapiroWilk([1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("at most 5000", Assert.Throws<ArgumentException>(() => Normality.ShapiroWilk(new double[5001])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sample_HugeAndTinyValues_NeitherOverflowNorVanish()
    {
        double[] huge = [1e307, -1e307, 5e306], tiny = [1e-310, 3e-310, 2e-310];

        Oracle.Near(Sample.StandardDeviation([10, -10, 5]), Sample.StandardDeviation(huge) / 1e306, 1e-14, "sd of huge values");
        Oracle.Near(Sample.Skewness([10, -10, 5]), Sample.Skewness(huge), 1e-13, "skewness of huge values");
        Oracle.Near(Sample.Skewness([1, 3, 2.00001]), Sample.Skewness([1e-300, 3e-300, 2.00001e-300]), 1e-9, "skewness of tiny values");
        Assert.True(Sample.StandardDeviation(tiny) > 0);
        Assert.Equal(TTest.Welch([1, 2, 3], [2, 3, 5]).Statistic, TTest.Welch([1e200, 2e200, 3e200], [2e200, 3e200, 5e200]).Statistic, 1e-12);
    }

    [Fact]
    public void PairedTests_DifferentLengths_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => TTest.Paired(Ok, [1, 2]));
        Assert.Throws<ArgumentException>(() => Wilcoxon.SignedRank(Ok, new double[] { 1, 2 }));
    }

    [Fact]
    public void Tests_UnknownAlternativeOrLevel_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TTest.Welch(Ok, Ok, (Alternative)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => MannWhitney.Test(Ok, Ok, (Alternative)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => TTest.Welch(Ok, Ok, level: 95));
    }
}

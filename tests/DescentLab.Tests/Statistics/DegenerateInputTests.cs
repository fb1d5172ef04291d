using Xunit;

namespace DescentLab.Tests.Statistics;

/// <summary>Too few values, constants, NaN, nothing but ties: a defined answer or an error that names the value and the fix.</summary>
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
        Assert.StartsWith("No value differs", equal.Says, StringComparison.Ordinal);
        Assert.Equal((double.PositiveInfinity, 0.0), (TTest.Welch(Constant, [0, 0]).Statistic, TTest.Welch(Constant, [0, 0]).P));
        Assert.Equal(1, TTest.Welch(Constant, [0, 0], Alternative.Less).P);
        Assert.Equal(double.NaN, TTest.Paired(Constant, Constant).P);
    }

    [Fact]
    public void Normality_ConstantSample_IsUndefined()
    {
        Assert.Equal(double.NaN, Normality.DAgostinoPearson(Constant).P);
        Assert.Equal(double.NaN, Normality.ShapiroWilk(Constant).P);
        Assert.Contains("nothing can be said", Normality.ShapiroWilk(Constant).Says, StringComparison.Ordinal);
        Assert.Equal(double.NaN, Sample.Skewness(Constant));
    }

    [Fact]
    public void RankTests_NothingButTies_AreUndefined()
    {
        Assert.Equal((double.NaN, 0.0), (MannWhitney.Test(Constant, Constant).P, Effect.CliffsDelta(Constant, Constant)));
        Assert.Equal(double.NaN, Wilcoxon.SignedRank(Constant, Constant).P);
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

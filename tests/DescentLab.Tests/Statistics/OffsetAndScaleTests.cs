using CsCheck;
using Xunit;

namespace DescentLab.Tests.Statistics;

/// <summary>Tests that a test sees the differences between values, however far from 0 they are, and however large.</summary>
public class OffsetAndScaleTests
{
    // Eighths beside 10¹⁵ are exact.
    private static readonly Gen<double[]> Eighths = Gen.Int[0, 8].Select(i => i / 8.0).Array[3, 9].Where(x => x.Distinct().Count() > 1);

    [Fact]
    public void OneSample_FarFromZero_HasTheStatisticOfTheDifferences() => Gen.Select(Eighths, Gen.Double[0.1, 1.1]).Sample((x, scale) =>
    {
        var offset = Math.Round(scale * 1e15);

        Assert.Equal(TTest.OneSample(x, 0.5).Statistic, TTest.OneSample(Moved(x, offset), offset + 0.5).Statistic, 1e-13);
    });

    [Fact]
    public void OneSample_AgainstInfinity_IsInfinite()
    {
        Assert.Equal(double.NegativeInfinity, TTest.OneSample([1, 2], double.PositiveInfinity).Statistic);
        Assert.Equal(double.PositiveInfinity, TTest.OneSample([1, 2], double.NegativeInfinity).Statistic);
    }

    [Fact]
    public void ShapiroWilk_FarFromZero_HasTheWOfTheDifferences() => Eighths.Sample(x =>
    {
        TestResult near = Normality.ShapiroWilk(x), far = Normality.ShapiroWilk(Moved(x, 1e15));

        Oracle.Near(near.Statistic, far.Statistic, 1e-13, "W");
        Assert.Equal(near.P, far.P, 1e-9);
    });

    [Theory]
    [InlineData(1020)]
    [InlineData(-1071)]
    public void ShapiroWilk_OnAnyScale_HasTheSameW(int exponent) => Eighths.Sample(x =>
    {
        double[] whole = [.. x.Select(v => (16 * v) - 8)];

        Assert.Equal(
            Normality.ShapiroWilk(whole).Statistic, Normality.ShapiroWilk([.. whole.Select(v => Math.ScaleB(v, exponent))]).Statistic, 1e-14);
    });

    // The tenths are rounded: the same values summed in another order differed by more than the tolerance.
    [Fact]
    public void Permutation_OfTheSameValuesInAnotherOrder_CountsThemAsExtreme()
    {
        var result = Permutation.Test([1000002.1, 1000001.2, 1000000.9, 1000000.6, 1000000.9], [1000000.6]);

        Assert.Equal(2.0 / 3, result.P, 1e-15);
    }

    [Fact]
    public void Permutation_FarFromZero_HasThePOfTheDifferences() => Gen.Select(Eighths, Eighths).Sample((a, b) =>
    {
        TestResult near = Permutation.Test(a, b, permutations: 500), far = Permutation.Test(Moved(a, 1e15), Moved(b, 1e15), permutations: 500);

        Assert.Equal(near.P, far.P);
        Assert.Equal(near.Statistic, far.Statistic, 1e-14);
    });

    [Fact]
    public void Bootstrap_OfValuesWhoseSumOverflows_IsTheScaledInterval()
    {
        double[] x = [1, 1.25, 1.5, 1.625, 1.75, 1.9375];
        ConfidenceInterval one = ConfidenceInterval.Bootstrap(x), large = ConfidenceInterval.Bootstrap([.. x.Select(v => Math.ScaleB(v, 1023))]);

        Assert.Equal((Math.ScaleB(one.Low, 1023), Math.ScaleB(one.High, 1023)), (large.Low, large.High));
    }

    [Fact]
    public void Variance_TooLargeForADouble_IsInfinite()
    {
        Assert.Equal(double.PositiveInfinity, Sample.Variance([1e200, -1e200, 3e200]));
        Assert.Equal(double.PositiveInfinity, Sample.StandardDeviation([1.79e308, -1.79e308]));
        Assert.Equal(double.PositiveInfinity, TTest.Welch([1.7e308, 1.6e308], [-1.7e308, -1.6e308]).MeanDifference);
    }

    // 60 digits, by mpmath.
    [Theory]
    [InlineData(2, 2, 0.56418958354775628694807945156077)]
    [InlineData(2, 3, 0.72360125455826765936301462730580)]
    [InlineData(6, 6, 0.92274560805308710335895753960802)]
    [InlineData(1_000_000, 1_000_000, 0.99999962499957031200683537387021)]
    public void HedgesG_SmallAndLargeSamples_HasTheExactCorrection(int n, int m, double expected)
    {
        double[] a = [.. Enumerable.Range(0, n).Select(i => (double)(i % 2))], b = [.. Enumerable.Range(0, m).Select(i => (i % 2) + 1.0)];

        Oracle.Near(expected, Effect.HedgesG(a, b) / Effect.CohensDPooled(a, b), 1e-15, "J");
    }

    private static double[] Moved(double[] x, double by) => [.. x.Select(v => v + by)];
}

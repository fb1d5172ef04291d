using CsCheck;
using Xunit;

namespace DescentLab.Tests.Statistics;

public class HistogramTests
{
    private static readonly BinRule[] Rules = Enum.GetValues<BinRule>();

    // The numbers of bins that NumPy's own tests expect for two uniform peaks of n values in all.
    [Theory]
    [InlineData(BinRule.FreedmanDiaconis, 4, 8, 17)]
    [InlineData(BinRule.Scott, 4, 8, 17)]
    [InlineData(BinRule.Rice, 8, 16, 35)]
    [InlineData(BinRule.Sturges, 7, 10, 14)]
    [InlineData(BinRule.Doane, 8, 12, 17)]
    [InlineData(BinRule.SquareRoot, 8, 23, 71)]
    [InlineData(BinRule.Auto, 7, 10, 17)]
    [InlineData(BinRule.Stone, 2, 9, 20)]
    public void Histogram_TwoUniformPeaks_HasAsManyBinsAsInNumPy(BinRule rule, params int[] bins)
    {
        foreach ((var n, var expected) in new[] { 50, 500, 5000 }.Zip(bins))
        {
            double[] x = [.. Line(-10, -1, n / 5 * 2), .. Line(1, 10, n / 5 * 3)];
            Assert.Equal(expected, Histogram.Of(x, rule).Counts.Count);
        }

        static IEnumerable<double> Line(double from, double to, int n) => Enumerable.Range(0, n).Select(i => from + (to - from) * i / (n - 1));
    }

    [Fact]
    public void Histogram_OfTooManyBins_NamesThem() =>
        Assert.Contains("at most 10000000 bins", Assert.Throws<ArgumentOutOfRangeException>(() => Histogram.Of([1.0, 2], int.MaxValue)).Message, StringComparison.Ordinal);

    [Fact]
    public void Histogram_AutoInARange_LooksOnlyAtTheValuesInside()
    {
        Histogram histogram = Histogram.Of([0, 0, 0, 1, 2, 3, 3, 4, 5], BinRule.Auto, (0, 1));

        Assert.Equal([0, 0.25, 0.5, 0.75, 1], histogram.Edges);
        Assert.Equal([3L, 0, 0, 1], histogram.Counts);
    }

    [Fact]
    public void Histogram_ConstantOrEmptySample_HasADefinedRange()
    {
        Assert.Equal((4.5, 5.5), (Histogram.Of([5, 5], 4).Edges[0], Histogram.Of([5, 5], 4).Edges[^1]));
        Assert.Equal([0, 1], Histogram.Of([], 1).Edges);
        Assert.All([1e17, -1e300, double.MaxValue], x => Assert.All(Histogram.Of([x, x], 100).Density, density => Assert.True(double.IsFinite(density))));
        foreach (BinRule rule in Rules)
        {
            Assert.Single(Histogram.Of([5, 5, 5], rule).Counts);
            Assert.Equal(0, Histogram.Of([], rule).Total);
        }
    }

    [Fact]
    public void Histogram_BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Histogram.Of([1, 2], 0));
        Assert.Throws<ArgumentException>(() => Histogram.Of([1, 2], 3, (2, 1)));
        Assert.Throws<ArgumentException>(() => Histogram.Of([1, 2], 3, (double.NaN, 1)));
        Assert.Throws<ArgumentException>(() => Histogram.Of([1, 2], [1.0, 0.5]));
        Assert.Throws<ArgumentException>(() => Histogram.Of([1, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Histogram.Of([1, 2], (BinRule)99));
        Assert.Throws<ArgumentException>(() => Histogram.Of([.. Enumerable.Range(0, 100).Select(i => i * 1e-9), 1e9], BinRule.FreedmanDiaconis));
    }

    [Fact]
    public void Histogram_BinsBetweenWhichThereIsNoNumber_AreRefused()
    {
        Assert.Contains("10 bins", Assert.Throws<ArgumentException>(() => Histogram.Of([1, double.BitIncrement(1)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Histogram.Of([1, double.BitIncrement(1)], BinRule.SquareRoot));
        Assert.All(Histogram.Of([1, double.BitIncrement(1)], 1).Density, density => Assert.True(double.IsFinite(density)));
        Assert.Equal(3, Histogram.Of([0, double.Epsilon, 2 * double.Epsilon, 3 * double.Epsilon], 3).Counts.Count);
    }

    [Fact]
    public void Histogram_AnySampleAndBins_CountsEveryValueInTheBinItsEdgesSay() =>
        Gen.Select(Gen.Int[-30, 30].Select(i => i / 10.0).Array[1, 50], Gen.Int[1, 30]).Sample((x, bins) =>
        {
            Histogram uniform = Histogram.Of(x, bins), byEdges = Histogram.Of(x, uniform.Edges);
            Assert.Equal(x.Length, uniform.Total);
            Assert.Equal(uniform.Counts, byEdges.Counts);
            Assert.Equal(1, uniform.Density.Select((d, i) => d * (uniform.Edges[i + 1] - uniform.Edges[i])).Sum(), 1e-12);
            for (var i = 0; i < bins; i++)
            {
                double low = uniform.Edges[i], high = uniform.Edges[i + 1];
                Assert.Equal(x.Count(v => v >= low && (v < high || (i == bins - 1 && v == high))), uniform.Counts[i]);
            }
        });

    [Fact]
    public void Histogram_ToString_DrawsABarPerBin() =>
        Assert.Equal("[0, 1)                        1 ####################\n[1, 2]                        2 " + new string('#', 40),
            Histogram.Of([0, 1, 2], 2).ToString());
}

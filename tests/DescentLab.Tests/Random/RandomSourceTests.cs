using Xunit;

namespace DescentLab.Tests.RandomNumbers;

public class RandomSourceTests
{
    [Fact]
    public void NextBits_KnownState_GivesTheGeneratorsPublishedSequence()
    {
        // The first is rotl(2 · 5, 7) · 9 = 11520; the others are those of the authors' C code.
        var random = RandomSource.FromState(new(1, 2, 3, 4));
        Assert.Equal(11520UL, random.NextBits());
        Assert.Equal(0UL, random.NextBits());
        Assert.Equal(1509978240UL, random.NextBits());
        Assert.Equal(1215971899390074240UL, random.NextBits());
    }

    [Fact]
    public void Next_SmallBound_IsUniform()
    {
        var random = new RandomSource(1);
        var hits = new int[7];
        for (var k = 0; k < 70_000; k++)
        {
            hits[random.Next(7)]++;
        }

        Assert.All(hits, hit => Assert.InRange(hit, 10_000 - 500, 10_000 + 500));
    }

    [Fact]
    public void UniformAndNormal_ManyNumbers_HaveTheirMeanAndDeviation()
    {
        var random = new RandomSource(2);
        double[] uniform = [.. Enumerable.Range(0, 100_000).Select(_ => random.Uniform(-0.5, 0.5))];
        double[] normal = [.. Enumerable.Range(0, 100_000).Select(_ => random.Normal(3, 2))];
        Assert.All(uniform, u => Assert.InRange(u, -0.5, 0.5));
        Assert.Equal(0, uniform.Average(), 0.005);
        Assert.Equal(1 / 12.0, uniform.Average(u => u * u), 0.002);
        Assert.Equal(3, normal.Average(), 0.03);
        Assert.Equal(4, normal.Average(z => (z - 3) * (z - 3)), 0.08);
    }

    [Fact]
    public void Uniform_EndsCloseTogether_NeverGivesTheUpperEnd()
    {
        var random = new RandomSource(1);
        var high = double.BitIncrement(1);
        for (var k = 0; k < 100; k++)
        {
            Assert.Equal(1, random.Uniform(1, high));
        }

        Assert.Equal(2, random.Uniform(2, 2));
    }

    [Theory]
    [InlineData(-1.5e308, 1.5e308)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(double.NaN, 1)]
    public void Uniform_EndsTooFarApart_AreRefused(double low, double high)
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSource(1).Uniform(low, high));
        Assert.Equal("high", e.ParamName);
        Assert.Contains(FormattableString.Invariant($"The ends are {low} and "), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Streams_OfOneSeedAndOfNeighbours_Differ()
    {
        ulong[] first = [.. new[] { (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (0, 1) }.Select(pair => new RandomSource(pair.Item1, pair.Item2).NextBits())];
        Assert.Equal(first.Length, first.Distinct().Count());
    }

    [Fact]
    public void State_Restored_ContinuesTheSequence()
    {
        var random = new RandomSource(3);
        random.NextBits();
        var copy = RandomSource.FromState(random.State);
        Assert.Equal(random.NextBits(), copy.NextBits());
        Assert.Throws<ArgumentException>(() => RandomSource.FromState(default));
    }
}

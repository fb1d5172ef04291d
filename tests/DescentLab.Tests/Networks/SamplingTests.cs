using Xunit;

namespace DescentLab.Tests.Networks;

public class SamplingTests
{
    [Fact]
    public void RandomDraws_Minibatch_HoldsNoSampleTwice()
    {
        var sampler = Sampling.RandomDraws.Start(100, 64, new RandomSource(1));
        for (var k = 0; k < 1000; k++)
        {
            Assert.Equal(64, sampler.Next().ToArray().Distinct().Count());
        }
    }

    [Fact]
    public void RandomDraws_ManyMinibatches_HitEverySampleEquallyOften()
    {
        const int samples = 50, draws = 40_000, batch = 5;
        var sampler = Sampling.RandomDraws.Start(samples, batch, new RandomSource(7));
        var hits = new int[samples];
        for (var k = 0; k < draws; k++)
        {
            foreach (var i in sampler.Next())
            {
                hits[i]++;
            }
        }

        // Each sample's count is binomial: mean 4000, deviation 60.
        Assert.All(hits, hit => Assert.InRange(hit, 4000 - 300, 4000 + 300));
    }

    [Fact]
    public void ShuffledEpochs_EachEpoch_VisitsEverySampleOnceInANewOrder()
    {
        var sampler = Sampling.ShuffledEpochs.Start(10, 4, new RandomSource(1));
        List<int[]> epochs = [];
        for (var epoch = 0; epoch < 3; epoch++)
        {
            int[] first = [.. sampler.Next()], second = [.. sampler.Next()], third = [.. sampler.Next()];
            Assert.Equal(2, third.Length);
            epochs.Add([.. first, .. second, .. third]);
            Assert.Equal(Enumerable.Range(0, 10), epochs[^1].Order());
        }

        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.NotEqual(epochs[1], epochs[2]);
    }

    [Fact]
    public void FullBatchAndOnline_TakeAllOrOne()
    {
        Assert.Equal(Enumerable.Range(0, 9), Sampling.FullBatch.Start(9, 4, new RandomSource(1)).Next().ToArray());
        Assert.Equal(1, Sampling.Online.Start(9, 4, new RandomSource(1)).Next().Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void BatchSize_OutsideTheData_IsRefused(int batchSize) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Sampling.RandomDraws.Start(10, batchSize, new RandomSource(1)));

    [Fact]
    public void Sampler_RestoredState_ContinuesTheSequence()
    {
        foreach (var sampling in new[] { Sampling.RandomDraws, Sampling.ShuffledEpochs })
        {
            var sampler = sampling.Start(20, 6, new RandomSource(5));
            sampler.Next();
            sampler.Next();
            var state = sampler.State;
            List<int> expected = [], actual = [];
            for (var k = 0; k < 9; k++)
            {
                expected.AddRange(sampler.Next());
            }

            var other = sampling.Start(20, 6, new RandomSource(99));
            other.State = state;
            for (var k = 0; k < 9; k++)
            {
                actual.AddRange(other.Next());
            }

            Assert.Equal(expected, actual);
        }
    }
}

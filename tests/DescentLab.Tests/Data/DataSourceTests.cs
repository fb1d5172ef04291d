using Xunit;

namespace DescentLab.Tests;

public class DataSourceTests
{
    [Fact]
    public void Split_OfSamples_HoldsEachOnce()
    {
        var data = Numbered(50);
        var (chosen, others) = data.Split(20, seed: 3);
        Assert.Equal((20, 30), (chosen.Count, others.Count));
        Assert.Equal(Enumerable.Range(0, 50), Numbers(chosen).Concat(Numbers(others)).Order());
        Assert.Equal(Numbers(data.Choose(20, seed: 3)), Numbers(chosen));
        Assert.All(Enumerable.Range(0, 30), i => Assert.Equal((int)others[i][0] % 2, others.Label(i)));
        Assert.NotEqual(Numbers(chosen), Numbers(data.Split(20, seed: 4).Chosen));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public void Split_ThatLeavesNothing_IsRejected(int count) =>
        Assert.Contains("1 to 49", Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(50).Split(count, seed: 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Source_TrainOnAndHoldOut_NameAndMakeTheData()
    {
        var loads = 0;
        var all = new Dataset<float>(Numbered(50), Numbered(7));
        var source = new DataSource("numbers", () =>
        {
            loads++;
            return all;
        }).TrainOn(30, seed: 1).HoldOut(10, seed: 2);
        Assert.Equal(0, loads);
        var data = source.Load();
        Assert.Equal((1, 20, 10), (loads, data.Train.Count, data.Test.Count));
        Assert.Equal(Numbers(all.TrainOn(30, seed: 1).Train).Order(), Numbers(data.Train).Concat(Numbers(data.Test)).Order());
        Assert.Equal("numbers, 30 random training samples (seed 1), tested on 10 random training samples that are held out (seed 2)", source.Name);
    }

    [Fact]
    public void FashionMnist_Chosen_StaysTheSameImages()
    {
        var data = FashionMnist.Load(14).Train;
        var chosen = data.Choose(100, seed: 1);
        var order = Enumerable.Range(0, data.Count).First(i => data[i].SequenceEqual(chosen[0]));
        Assert.Equal(data.Label(order), chosen.Label(0));
    }

    private static int[] Numbers(LabelledData<float> data) => [.. data.Inputs.ToArray().Select(x => (int)x)];

    private static LabelledData<float> Numbered(int count) =>
        new([.. Enumerable.Range(0, count).Select(i => (float)i)], [.. Enumerable.Range(0, count).Select(i => i % 2)], Shape.Vector(1), ["even", "odd"]);
}

using Xunit;

namespace DescentLab.Tests;

public class RecordedRunsTests
{
    [Theory]
    [InlineData("no momentum", 110, 0.8585, 0.0027)]
    [InlineData("momentum", 44, 0.8639, 0.0035)]
    public void Momentum_Recorded_AgreesWithIndependentImplementations(string arm, int n, double mean, double deviation)
    {
        var ours = Summary.Of(RunLog.Read("momentum").Mcc(arm));
        var test = TTest.Welch(ours, new Summary(n, mean, deviation));
        Assert.True(test.P > 0.001, $"{arm}: {ours}: {test}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{arm}: {ours}: {test}");
    }

    [Fact]
    public void Repeat_Recorded_HasTheShapeOfIndependentImplementations()
    {
        var mcc = RunLog.Read("repeat").Mcc().Order().ToArray();
        var low = mcc.Count(value => value < 0.80);
        TestContext.Current.TestOutputHelper?.WriteLine($"median {(mcc[49] + mcc[50]) / 2}, {low} of {mcc.Length} below 0.80");
        Assert.InRange((mcc[49] + mcc[50]) / 2, 0.826, 0.846);

        // 22 of 100 expected: outside 8 … 38 lies less than 1 sample in 2000.
        Assert.InRange(low, 8, 38);
    }

    [Fact]
    public void Recorded_AreCompleteAndHaveTheChaptersSettings()
    {
        foreach (var experiment in new[] { Experiments.Momentum, Experiments.Stride, Experiments.Repeat, Experiments.Initialisation })
        {
            var recorded = RunLog.Read(experiment.Name);
            Assert.True(recorded.IsComplete);
            Assert.Equal(experiment.Trainings, recorded.Trainings);
            Assert.Contains($"{experiment.Minibatches} minibatches of 64, random draws; seed 1", recorded.Settings, StringComparison.Ordinal);
            Assert.Empty(experiment.Pending(recorded.Rows, Shard.Whole));
        }
    }

    [Theory]
    [InlineData("repeat", "momentum", 0.2f)]
    [InlineData("initialisation", "Glorot", 0.2f)]
    [InlineData("initialisation", "ReLU", 0.05f)]
    public void Recorded_FirstTraining_Repeated_GivesTheRecordedRow(string name, string arm, float rate)
    {
        var row = RunLog.Read(name).Rows.First(row => row.Arm == arm);
        var network = new[] { Experiments.Repeat, Experiments.Initialisation }.SelectMany(experiment => experiment.Arms).Single(one => one.Name == arm).Network;
        var again = Training.Run(
            network, FashionMnist.Load(14), new Momentum<float>(rate, 0.9f), new() { Minibatches = row.Minibatches, BatchSize = row.BatchSize, Seed = row.Seed });
        Assert.Equal((row.Accuracy, row.Mcc), (again.Accuracy, again.Mcc));
    }
}

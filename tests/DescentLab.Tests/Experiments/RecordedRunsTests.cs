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

    [Fact]
    public void Crossed_OneTraining_Repeated_GivesTheRecordedRow()
    {
        var row = RunLog.Read("crossed").Rows.First(row => row.Arm == "6");
        var again = Training.Run(
            Experiments.Repeat.Arms[0].Network,
            FashionMnist.Load(14),
            new Momentum<float>(0.2f, 0.9f),
            new() { Minibatches = row.Minibatches, BatchSize = row.BatchSize, Seed = row.Seed, InitialSeed = 6 });
        Assert.Equal((row.Accuracy, row.Mcc), (again.Accuracy, again.Mcc));
    }

    [Theory]
    [InlineData("schedules", "cosine", 0.5f)]
    [InlineData("warm-ups", "10 steps", 1.5f)]
    [InlineData("scaling", "η ∝ √B at 256", 0.2f)]
    public void Schedules_OneTraining_Repeated_GivesTheRecordedRow(string name, string arm, float rate)
    {
        var row = RunLog.Read(name).Rows.First(row => row.Arm == arm);
        Schedule<float> schedule = name switch
        {
            "schedules" => Schedule.Cosine(rate, row.Minibatches),
            "warm-ups" => Schedule.Warmup<float>(10, rate),
            _ => rate,
        };
        var network = new Network<float>(14 * 14)
            .FullyConnected(100, Initialiser.Glorot).Tanh()
            .FullyConnected(50, Initialiser.Glorot).Tanh()
            .FullyConnected(10, Initialiser.Glorot).Softmax();
        var again = Training.Run(
            network, FashionMnist.Load(14), new GradientDescent<float>(schedule), new() { Minibatches = row.Minibatches, BatchSize = row.BatchSize, Seed = row.Seed });
        Assert.Equal((row.Accuracy, row.Mcc), (again.Accuracy, again.Mcc));
    }
}

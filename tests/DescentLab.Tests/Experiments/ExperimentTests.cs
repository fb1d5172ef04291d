using CsCheck;
using Xunit;

namespace DescentLab.Tests;

public sealed class ExperimentTests : IDisposable
{
    // Title, experiment, settings, two arms, number of trainings, command, columns.
    private const int HeaderLines = 8;

    private static readonly Experiment Small = new("small")
    {
        Arms =
        [
            new("plain", 0.5, 0) { Network = new Network<float>(2).FullyConnected(3).Sigmoid().FullyConnected(2).Sigmoid() },
            new("heavy", 0.2, 0.9) { Network = new Network<float>(2).FullyConnected(3).Sigmoid().FullyConnected(2).Sigmoid() },
        ],
        Repeats = 3,
        Minibatches = 20,
        BatchSize = 5,
        Data = DataSource.Of(new(TwoClasses.Points(40, seed: 1), TwoClasses.Points(30, seed: 2))),
    };

    private readonly string folder = Directory.CreateTempSubdirectory("experiments").FullName;

    private string Csv => Path.Combine(folder, "small.csv");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Chapter_Settings_AreTheDefaults()
    {
        TrainingArm plain = new("no momentum", new GradientDescent<float>(1f)), momentum = new("momentum", new Momentum<float>(0.2f, 0.9f));
        Assert.Equal([plain, momentum], Experiments.Momentum.Arms);
        Assert.Equal((22, 40_000, 64, 44), (Experiments.Momentum.Repeats, Experiments.Momentum.Minibatches, Experiments.Momentum.BatchSize, Experiments.Momentum.Trainings));
        Assert.Equal([momentum], Experiments.Repeat.Arms);
        Assert.Equal((100, 10_000, 64, 100), (Experiments.Repeat.Repeats, Experiments.Repeat.Minibatches, Experiments.Repeat.BatchSize, Experiments.Repeat.Trainings));
        Assert.All(Experiments.Momentum.Arms, arm => Assert.Equal(25_260, arm.Network.Parameters));
    }

    [Fact]
    public void Run_Rows_AreThoseOfSingleTrainings()
    {
        var runs = Small.Run();
        Assert.True(runs.IsComplete);
        Assert.Equal(["heavy", "plain"], runs.Arms);
        Assert.Equal([1, 2, 3, 1_000_001, 1_000_002, 1_000_003], runs.Rows.Select(row => row.Seed).Order());
        foreach (var row in runs.Rows)
        {
            var arm = Small.Arms.Single(arm => arm.Name == row.Arm);
            IOptimizer<float> optimizer = row.Arm == "plain" ? new GradientDescent<float>(0.5f) : new Momentum<float>(0.2f, 0.9f);
            var alone = Training.Run(arm.Network, Small.Data.Load(), optimizer, new() { Minibatches = 20, BatchSize = 5, Seed = row.Seed });
            Assert.Equal((alone.Accuracy, alone.Mcc), (row.Accuracy, row.Mcc));
        }

        Assert.Equal(runs.Rows.Where(row => row.Arm == "plain").Select(row => row.Mcc), runs.Mcc("plain"));
        var error = Assert.Throws<ArgumentException>(() => runs.Mcc());
        Assert.Contains("heavy, plain", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ToFile_ReadsBackTheSameRows()
    {
        var runs = Small.Run(Csv, command: "a command");
        var read = RunLog.Read(Csv);
        Assert.Equal(runs.Rows, read.Rows);
        Assert.Equal((runs.Experiment, runs.Settings, runs.Trainings, "a command"), (read.Experiment, read.Settings, read.Trainings, read.Command));
        AssertSame(Small.Run().Rows, read.Rows);
    }

    [Fact]
    public void Run_FileCutAnywhere_ContinuesToTheSameRows()
    {
        var whole = Small.Run(Csv).Rows;
        var bytes = File.ReadAllBytes(Csv);
        // Every place beside a line break, and some within each line: all of them would take a minute of writing to disk.
        foreach (var length in Enumerable.Range(0, bytes.Length + 1).Where(at => at % 37 == 0 || bytes.AsSpan(Math.Max(at - 2, 0)..Math.Min(at + 1, bytes.Length)).Contains((byte)'\n')))
        {
            File.WriteAllBytes(Csv, bytes[..length]);
            var trained = 0;
            var again = Small.Run(Csv, finished: (_, _) => trained++);
            AssertSame(whole, again.Rows);
            AssertSame(whole, RunLog.Read(Csv).Rows);
            var kept = bytes[..length].Count(b => b == '\n') - HeaderLines;
            Assert.Equal(6 - Math.Max(kept, 0), trained);
        }
    }

    [Fact]
    public void Run_CancelledAtAnyTraining_KeepsWhatIsFinished_AndContinues()
    {
        var whole = Small.Run().Rows;
        for (var stopAfter = 1; stopAfter <= 6; stopAfter++)
        {
            File.Delete(Csv);
            using var stop = new CancellationTokenSource();
            var done = 0;
            var part = Small.Run(
                Csv,
                finished: (_, _) =>
                {
                    if (++done == stopAfter)
                    {
                        stop.Cancel();
                    }
                },
                cancellationToken: stop.Token);
            Assert.InRange(part.Rows.Count, stopAfter, 6);
            Assert.Equal(part.Rows, RunLog.Read(Csv).Rows);
            AssertSame(whole, Small.Run(Csv).Rows);
        }
    }

    [Fact]
    public void Run_WhileAnotherWrites_RefusesAndNamesFileAndFix()
    {
        Exception? refusal = null;
        Small.Run(
            Csv,
            finished: (_, _) =>
            {
                Assert.InRange(RunLog.Read(Csv).Rows.Count, 1, 6);
                refusal ??= Record.Exception(() => Small.Run(Csv));
            });
        var error = Assert.IsType<IOException>(refusal);
        Assert.Contains(Csv, error.Message, StringComparison.Ordinal);
        Assert.Contains("take another file", error.Message, StringComparison.Ordinal);
        Assert.True(Small.Run(Csv).IsComplete);
    }

    [Fact]
    public void Run_FileOfOtherSettings_IsRefusedAndLeftAsItWas()
    {
        Small.Run(Csv);
        var before = File.ReadAllBytes(Csv);
        var refusal = Assert.Throws<InvalidDataException>(() => (Small with { Seed = 2 }).Run(Csv));
        Assert.Contains("seed 1\n", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("seed 2", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => (Small with { Name = "other" }).Run(Csv));
        var glorot = new Network<float>(2).FullyConnected(3, Initialiser.Glorot).Sigmoid().FullyConnected(2, Initialiser.Glorot).Sigmoid();
        Assert.Throws<InvalidDataException>(() => (Small with { Arms = [.. Small.Arms.Select(arm => arm with { Network = glorot })] }).Run(Csv));
        Assert.Equal(before, File.ReadAllBytes(Csv));
    }

    [Fact]
    public void Run_ForeignFile_IsRefusedAndLeftAsItWas()
    {
        File.WriteAllText(Csv, "my,own,table\n1,2,3\n");
        Assert.Throws<InvalidDataException>(() => Small.Run(Csv));
        Assert.Equal("my,own,table\n1,2,3\n", File.ReadAllText(Csv));
    }

    [Fact]
    public void Read_DamagedRow_NamesItsLine()
    {
        Small.Run(Csv);
        var lines = File.ReadAllLines(Csv);
        lines[HeaderLines + 1] = lines[HeaderLines + 1].Replace("StepsDone", "x", StringComparison.Ordinal);
        File.WriteAllText(Csv, string.Join('\n', lines) + "\n");
        var error = Assert.Throws<InvalidDataException>(() => RunLog.Read(Csv));
        Assert.Contains($"line {HeaderLines + 2}", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Small.Run(Csv));
    }

    [Fact]
    public void Merge_OfAnyNumberOfShards_IsTheSingleRun() =>
        Gen.Int[1, 7].Sample(
            count =>
            {
                var files = Enumerable.Range(1, count).Select(i => Path.Combine(folder, $"{count}-{i}.csv")).ToList();
                foreach (var (file, i) in files.Select((file, i) => (file, i)))
                {
                    Small.Run(file, new Shard(i + 1, count));
                }

                Assert.Equal(6, files.Sum(file => RunLog.Read(file).Rows.Count));
                var merged = RunLog.Merge([.. files.AsEnumerable().Reverse()], Csv);
                AssertSame(Small.Run().Rows, merged.Rows);
                Assert.Equal(merged.Rows, RunLog.Read(Csv).Rows);
                Assert.True(merged.IsComplete);
            },
            iter: 7,
            threads: 1);

    [Fact]
    public void Merge_WithAShardMissing_OrOfOtherSettings_Refuses()
    {
        string one = Path.Combine(folder, "1.csv"), two = Path.Combine(folder, "2.csv"), other = Path.Combine(folder, "other.csv");
        Small.Run(one, new Shard(1, 2));
        Small.Run(two, new Shard(2, 2));
        (Small with { Seed = 9 }).Run(other, new Shard(2, 2));
        var missing = Assert.Throws<InvalidDataException>(() => RunLog.Merge([one], Csv));
        Assert.Contains("3 of 6 trainings", missing.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => RunLog.Merge([one, other], Csv));
        Assert.False(File.Exists(Csv));
        Assert.True(RunLog.Merge([one, two, one], Csv).IsComplete);
    }

    [Fact]
    public void Shards_OfAnyExperiment_HoldEveryTrainingOnce() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 50]).Sample((count, repeats) =>
        {
            var experiment = Small with { Repeats = repeats };
            var seeds = Enumerable.Range(1, count).SelectMany(i => experiment.Pending([], new Shard(i, count))).Select(training => training.Seed).ToList();
            return seeds.Count == 2 * repeats && seeds.Distinct().Count() == seeds.Count;
        });

    [Fact]
    public void Row_WrittenAndParsed_IsTheSame()
    {
        string[] arms = ["momentum", "no momentum", "η 0.3", "Glorot-ReLU"];
        Gen.Select(Gen.Int[0, 3].Select(k => arms[k]), Gen.Int, Gen.Long, Gen.Float[1e-6f, 10], Gen.Double, Gen.Double).Sample((arm, repeat, seed, η, mcc, seconds) =>
        {
            var row = new TrainingRow("e", arm, repeat, seed, new TrainingArm(arm, new Adam<float>(η)).Rule, 10, 64, StopReason.Diverged, 0.5, mcc, seconds, "linux; 2 cores");
            return TrainingRow.Parse(row.ToLine()) == row;
        });
    }

    [Fact]
    public void Progress_OfManyTrainings_ComesAboutTenTimes_AndEndsWithAll()
    {
        List<ExperimentProgress> lines = [];
        (Small with { Repeats = 35 }).Run(progress: lines.Add);
        Assert.Equal(10, lines.Count);
        Assert.Equal("70 of 70 trainings", lines[^1].ToString());
        Assert.Equal(lines.Select(line => line.Done).Order(), lines.Select(line => line.Done));
        Assert.Equal("22 of 44 trainings, about 1:05 left", new ExperimentProgress(22, 44, TimeSpan.FromSeconds(65)).ToString());
    }

    [Fact]
    public void Run_DivergingArm_RecordsThatItDiverged()
    {
        var wild = new Network<float>(2).FullyConnected(2);
        var runs = (Small with { Arms = [new("wild", 1e6, 0.9) { Network = wild }], Minibatches = 500 }).Run(Csv);
        Assert.All(RunLog.Read(Csv).Rows, row => Assert.Equal(StopReason.Diverged, row.Reason));
        Assert.Equal(3, runs.Rows.Count);
    }

    [Fact]
    public void Run_NetworkThatDoesNotFit_SaysSo() =>
        Assert.Throws<ArgumentException>(() => (Small with { Arms = Experiments.Repeat.Arms }).Run());

    [Theory]
    [InlineData("0/4")]
    [InlineData("5/4")]
    [InlineData("1")]
    [InlineData("a/b")]
    public void Shard_NoShare_SaysWhatToWrite(string text) =>
        Assert.Contains("1/4", Assert.Throws<FormatException>(() => Shard.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Arm_NameWithComma_IsRefused() => Assert.Throws<ArgumentException>(() => new TrainingArm("a,b", 1, 0));

    private static void AssertSame(IEnumerable<TrainingRow> expected, IEnumerable<TrainingRow> actual) =>
        Assert.Equal(expected.Select(Result), actual.Select(Result));

    private static TrainingRow Result(TrainingRow row) => row with { Seconds = 0, Machine = "" };
}

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

    private readonly string folder = Directory.CreateTempSubdirectory("descentlab-experiments-").FullName;

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
        var trained = new List<TrainingRun<float>>();
        var runs = Small.Run(trained: trained.Add);
        Assert.True(runs.IsComplete);
        Assert.Equal(["heavy", "plain"], runs.Arms);
        Assert.Equal([1, 2, 3, 1_000_001, 1_000_002, 1_000_003], runs.Rows.Select(row => row.Seed).Order());
        foreach (var row in runs.Rows)
        {
            var arm = Small.Arms.Single(arm => arm.Name == row.Arm);
            IOptimizer<float> optimizer = row.Arm == "plain" ? new GradientDescent<float>(0.5f) : new Momentum<float>(0.2f, 0.9f);
            var alone = Training.Run(arm.Network, Small.Data.Load(), optimizer, new() { Minibatches = 20, BatchSize = 5, Seed = row.Seed });
            Assert.Equal((alone.Accuracy, alone.Mcc), (row.Accuracy, row.Mcc));
            Assert.Equal(alone.Parameters, trained.Single(run => run.Seed == row.Seed).Parameters);
        }

        Assert.Equal(runs.Rows.Where(row => row.Arm == "plain").Select(row => row.Mcc), runs.Mcc("plain"));
        var error = Assert.Throws<ArgumentException>(() => runs.Mcc());
        Assert.Contains("heavy, plain", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Paired_GivesEveryArmTheSameSeeds_AndItsFileSaysSo()
    {
        var paired = Small with { Paired = true };
        var runs = paired.Run(Csv);
        Assert.Equal([1, 2, 3, 1, 2, 3], runs.Rows.Select(row => row.Seed));
        AssertSame(Small.Run().Rows.Where(row => row.Arm == "plain").ToList(), runs.Rows.Where(row => row.Arm == "plain").ToList());
        Assert.Equal(runs.Rows, RunLog.Read(Csv).Rows);
        Assert.Contains("seed 1, paired", runs.Settings, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Small.Run(Csv));
    }

    [Fact]
    public void Run_ArmWithAnInitialSeed_StartsThereEveryTime()
    {
        var arm = Small.Arms[0] with { InitialSeed = 7 };
        var runs = (Small with { Arms = [arm] }).Run(Csv);
        foreach (var row in runs.Rows)
        {
            var alone = Training.Run(arm.Network, Small.Data.Load(), arm.Optimizer, new() { Minibatches = 20, BatchSize = 5, Seed = row.Seed, InitialSeed = 7 });
            Assert.Equal((alone.Accuracy, alone.Mcc), (row.Accuracy, row.Mcc));
        }

        Assert.EndsWith("initial weights of seed 7)", runs.Settings, StringComparison.Ordinal);
        Assert.Equal(runs.Rows, RunLog.Read(Csv).Rows);
    }

    [Fact]
    public void ReadOrRun_ReadsTheRecord_AndTrainsWithAnyOtherSettings()
    {
        Assert.Equal(RunLog.Read("repeat").Rows, Experiments.Repeat.ReadOrRun().Rows);
        var row = Assert.Single((Experiments.Repeat with { Repeats = 1, Minibatches = 5 }).ReadOrRun().Rows);
        Assert.Equal(5, row.Minibatches);
        AssertSame(Small.Run().Rows, Small.ReadOrRun().Rows);
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
        Assert.Contains("use another file", error.Message, StringComparison.Ordinal);
        Assert.True(Small.Run(Csv).IsComplete);
    }

    [Fact]
    public void Run_ToALink_WritesItsTargetAndKeepsItsMode()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes, and links are a privilege.");
            return;
        }

        var link = Path.Combine(folder, "link.csv");
        File.CreateSymbolicLink(link, "small.csv");
        Exception? refusal = null;
        Small.Run(link, finished: (_, _) => refusal ??= Record.Exception(() => Small.Run(Csv)));
        Assert.Contains("Another process writes", Assert.IsType<IOException>(refusal).Message, StringComparison.Ordinal);

        // Without its first rows, which are added at the end: the file is written anew, to sort it.
        File.WriteAllLines(Csv, File.ReadAllLines(Csv).Where(line => !line.StartsWith("small,heavy", StringComparison.Ordinal)));
        File.SetUnixFileMode(Csv, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Small.Run(link);

        Assert.Equal("small.csv", new FileInfo(link).LinkTarget);
        Assert.StartsWith("small,heavy,1,", File.ReadAllLines(Csv)[HeaderLines], StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Csv));
    }

    [Fact]
    public void Run_FileWithAByteOrderMark_Continues()
    {
        var whole = Small.Run(Csv);
        var text = File.ReadAllText(Csv);
        File.WriteAllText(Csv, text[..^10], System.Text.Encoding.UTF8);

        Assert.Equal(whole.Rows.Select(row => row.Mcc), Small.Run(Csv).Rows.Select(row => row.Mcc));
        Assert.True(RunLog.Read(Csv).IsComplete);
    }

    // The longest that file systems allow with the ending of the lock: 255 bytes.
    [Fact]
    public void Run_ToALongName_Succeeds() => Assert.True(Small.Run(Path.Combine(folder, new string('x', 246) + ".csv")).IsComplete);

    [Fact]
    public void Run_FileThatCannotBeSorted_KeepsTheResultAndFreesTheFile()
    {
        var whole = Small.Run(Csv);
        using (var writer = new RunLogWriter(Csv, new(whole.Experiment, whole.Settings, whole.Trainings, whole.Command, []), replace: true))
        {
            Assert.All(whole.Rows.Reverse(), writer.Add);
            File.Delete(Csv);
            Directory.CreateDirectory(Csv);
        }

        Directory.Delete(Csv);
        Assert.True(Small.Run(Csv).IsComplete);
    }

    [Fact]
    public void Run_FileOfOtherSettings_IsRejectedAndUnchanged()
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
    public void Run_ForeignFile_IsRejectedAndUnchanged()
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

    [Theory]
    [InlineData(0, "other", "experiment 'other'")]
    [InlineData(1, "heavier", "no arm 'heavier'")]
    [InlineData(2, "0", "repeat")]
    [InlineData(2, "4", "1 to 3")]
    [InlineData(3, "7", "seed is 7")]
    [InlineData(4, "Momentum { LearningRate = 0.3; Mu = 0.9 }", "optimizer of 'heavy'")]
    [InlineData(5, "21", "minibatches is 21")]
    [InlineData(6, "6", "batch_size is 6")]
    [InlineData(7, "Cancelled", "StepsDone or Diverged")]
    [InlineData(7, "0", "StepsDone or Diverged")]
    [InlineData(8, "7", "accuracy is '7'")]
    [InlineData(8, "NaN", "accuracy")]
    [InlineData(9, "∞", "mcc")]
    [InlineData(9, "Infinity", "mcc is 'Infinity'")]
    [InlineData(9, "-1.5", "mcc")]
    [InlineData(10, "-1", "seconds")]
    [InlineData(10, "x\"y", "quote")]
    public void Read_InvalidRow_IsRejectedNamingLineAndField(int field, string value, string message)
    {
        Small.Run(Csv);
        var lines = File.ReadAllLines(Csv);
        var fields = lines[HeaderLines].Split(',');
        fields[field] = value;
        lines[HeaderLines] = string.Join(',', fields);
        File.WriteAllText(Csv, string.Join('\n', lines) + "\n");
        foreach (var read in new Action[] { () => RunLog.Read(Csv), () => Small.Run(Csv), () => RunLog.Merge([Csv], Path.Combine(folder, "merged.csv")) })
        {
            var e = Assert.Throws<InvalidDataException>(read);
            Assert.Contains(message, e.Message, StringComparison.Ordinal);
            Assert.Contains($"line {HeaderLines + 1}", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_RowsPastedFromOtherSettings_OrMoreThanTrainings_AreRefused()
    {
        Small.Run(Csv);
        string other = Path.Combine(folder, "other.csv"), good = File.ReadAllText(Csv);
        (Small with { Seed = 2 }).Run(other);
        File.AppendAllText(Csv, File.ReadLines(other).Last() + "\n");
        Assert.Contains("seed", Assert.Throws<InvalidDataException>(() => RunLog.Read(Csv)).Message, StringComparison.Ordinal);
        File.WriteAllText(Csv, good + good.Split('\n')[HeaderLines] + "\n");
        Assert.Contains("occurs twice", Assert.Throws<InvalidDataException>(() => RunLog.Read(Csv)).Message, StringComparison.Ordinal);
        File.WriteAllText(Csv, good.Replace("# trainings: 6", "# trainings: 7", StringComparison.Ordinal));
        Assert.Contains("7 trainings, but 2 arms and 3 repeats", Assert.Throws<InvalidDataException>(() => RunLog.Read(Csv)).Message, StringComparison.Ordinal);
        File.WriteAllText(Csv, good.Replace("# arm: plain", "# arm: plane", StringComparison.Ordinal));
        Assert.Contains("no arm 'plain'", Assert.Throws<InvalidDataException>(() => RunLog.Read(Csv)).Message, StringComparison.Ordinal);
    }

    // Every row looked at every arm, for minutes here.
    [Fact]
    public void Read_ThousandsOfArms_TakesNoTime()
    {
        const int count = 20_000;
        var arms = Enumerable.Range(0, count).Select(k => $"arm {k} (Rule {{ Rate = {k} }}; Sigmoid; SquaredError)");
        var log = new RunLog("many", $"points; 1 repeats; 20 minibatches of 5, random draws; seed 1\n{string.Join('\n', arms)}", count, "", []);
        var rows = Enumerable.Range(0, count).Select(k => $"many,arm {k},1,{1 + (1_000_000L * k)},Rule {{ Rate = {k} }},20,5,StepsDone,0.5,0.5,1,m\n");
        File.WriteAllText(Csv, log.Header() + string.Concat(rows));
        var read = RunLog.Read(Csv);
        Assert.True(read.IsComplete);
        Assert.Equal(1 + count, read.ToString().Split('\n').Length);
    }

    [Fact]
    public void Read_WindowsLineEnds_AreAccepted_AndContinued()
    {
        var whole = Small.Run(Csv).Rows;
        var lines = File.ReadAllLines(Csv);
        File.WriteAllText(Csv, string.Join("\r\n", lines) + "\r\n");
        AssertSame(whole, RunLog.Read(Csv).Rows);
        File.WriteAllText(Csv, string.Join("\r\n", lines[..^2]) + "\r\n");
        AssertSame(whole, Small.Run(Csv).Rows);
        AssertSame(whole, RunLog.Read(Csv).Rows);
    }

    [Theory]
    [InlineData("a, b")]
    [InlineData("say \"hello\"")]
    [InlineData("\"")]
    [InlineData(",")]
    [InlineData("#1; 3 repeats; seed 4")]
    [InlineData("η → 0")]
    public void Names_WithCommasAndQuotes_RoundTrip(string name)
    {
        var runs = (Small with { Name = name, Data = Small.Data with { Name = name } }).Run(Csv);
        var read = RunLog.Read(Csv);
        Assert.Equal(runs.Rows, read.Rows);
        Assert.Equal((name, runs.Settings), (read.Experiment, read.Settings));
        Assert.All(read.Rows, row => Assert.Equal(name, row.Experiment));
        Assert.Empty((Small with { Name = name }).Pending(read.Rows, Shard.Whole));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("two\nlines")]
    [InlineData("two\rlines")]
    [InlineData("tab\t")]
    public void Names_ThatDoNotRoundTrip_AreRejected(string name)
    {
        Assert.Throws<ArgumentException>(() => new Experiment(name));
        Assert.Throws<ArgumentException>(() => Small with { Name = name });
        Assert.Throws<ArgumentException>(() => new DataSource(name, Small.Data.Load));
        Assert.Throws<ArgumentException>(() => new TrainingArm(name, 1, 0));
    }

    [Fact]
    public void Name_WithHalfACharacter_IsRefused() => Assert.Throws<ArgumentException>(() => new Experiment("half " + '\ud83d'));

    [Fact]
    public void Run_FileNameOrCommandWithALineBreak_KeepsTheLogReadable()
    {
        var file = Path.Combine(folder, "two\nlines.csv");
        var runs = Small.Run(file, command: $"descentlab experiment small --file {file}");
        Assert.Equal(runs.Rows, RunLog.Read(file).Rows);
        Assert.Contains("two\\nlines", RunLog.Read(file).Command, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OtherDataOfTheSameSizes_IsRefused()
    {
        Small.Run(Csv);
        var other = Small with { Data = DataSource.Of(new(TwoClasses.Points(40, seed: 3), TwoClasses.Points(30, seed: 2))) };
        Assert.NotEqual(Small.Data.Name, other.Data.Name);
        Assert.Contains("other settings", Assert.Throws<InvalidDataException>(() => other.Run(Csv)).Message, StringComparison.Ordinal);
        Assert.Equal(Small.Data.Name, DataSource.Of(new(TwoClasses.Points(40, seed: 1), TwoClasses.Points(30, seed: 2))).Name);
    }

    [Fact]
    public void Settings_NameTheInitialisers()
    {
        var text = new TrainingArm("a", 1, 0) { Network = new Network<float>(2).FullyConnected(3, Initialiser.He).ReLU().FullyConnected(2, Initialiser.Glorot).Sigmoid() }.ToString();
        Assert.Contains("FullyConnected 3 from He, ReLU, FullyConnected 2 from Glorot, Sigmoid", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FileThatCannotBeWritten_SaysSoBeforeAnyTraining()
    {
        var occupied = Path.Combine(folder, "occupied");
        File.WriteAllText(occupied, "a file, not a folder");
        var loads = 0;
        var small = Small with { Data = new("counted", () =>
        {
            loads++;
            return Small.Data.Load();
        }) };
        foreach (var file in new[] { Path.Combine(occupied, "small.csv"), folder, "/proc/small.csv" })
        {
            var e = Assert.Throws<IOException>(() => small.Run(file));
            Assert.Contains(file, e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("nother process", e.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, loads);
    }

    [Fact]
    public void Merge_OntoAnythingButItsOwnOutput_IsRefusedWithoutForce()
    {
        string one = Path.Combine(folder, "1.csv"), two = Path.Combine(folder, "2.csv"), precious = Path.Combine(folder, "precious.txt");
        Small.Run(one, new Shard(1, 2));
        Small.Run(two, new Shard(2, 2));
        File.WriteAllText(precious, "mine");
        var e = Assert.Throws<IOException>(() => RunLog.Merge([one, two], precious));
        Assert.Contains("--force", e.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(precious));
        Assert.Throws<IOException>(() => RunLog.Merge([one, two], one));
        (Small with { Seed = 5 }).Run(Csv);
        Assert.Throws<IOException>(() => RunLog.Merge([one, two], Csv));
        Assert.True(RunLog.Merge([one, two], Csv, force: true).IsComplete);
        Assert.True(RunLog.Merge([one, two], Csv).IsComplete);
        Assert.True(RunLog.Merge([one, two], precious, force: true).IsComplete);
    }

    [Fact]
    public void Shard_NoShare_IsRefused()
    {
        Assert.Equal("index", Assert.Throws<ArgumentOutOfRangeException>(() => new Shard(3, 2)).ParamName);
        Assert.Equal("index", Assert.Throws<ArgumentOutOfRangeException>(() => new Shard(0, 2)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => new Shard(1, 0)).ParamName);
        Assert.Equal("shard", Assert.Throws<ArgumentException>(() => Small.Run(Csv, default(Shard))).ParamName);
        Assert.Throws<InvalidOperationException>(() => default(Shard).Holds(0));
        Assert.False(File.Exists(Csv));
    }

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
        var names = Gen.Int[0, 8].Select(k => "a, \"#;η→b"[k]).Array[1, 8].Select(letters => new string(letters));
        Gen.Select(names, Gen.Int[1, 1000], Gen.Long, Gen.Float[1e-6f, 10], Gen.Double[-1, 1], Gen.Double[0, 1e9]).Sample((name, repeat, seed, η, mcc, seconds) =>
        {
            var row = new TrainingRow(name, name, repeat, seed, new TrainingArm("arm", new Adam<float>(η)).Rule, 10, 64, StopReason.Diverged, 0.5, mcc, seconds, name);
            return TrainingRow.Parse(row.ToLine()) == row;
        });
    }

    [Theory]
    [InlineData("a,b", new[] { "a", "b" })]
    [InlineData("\"a,b\",c", new[] { "a,b", "c" })]
    [InlineData("\"a\"\"b\"", new[] { "a\"b" })]
    [InlineData(",", new[] { "", "" })]
    [InlineData("\"\",x", new[] { "", "x" })]
    public void Csv_Line_HasTheFieldsOfRfc4180(string line, string[] fields)
    {
        Assert.Equal(fields, DescentLab.Csv.Fields(line));
        Assert.Equal(fields, DescentLab.Csv.Fields(DescentLab.Csv.Line(fields)));
    }

    [Theory]
    [InlineData("\"open")]
    [InlineData("\"a\"b")]
    [InlineData("a\"b")]
    public void Csv_QuoteOutOfPlace_IsRefused(string line) => Assert.Throws<FormatException>(() => DescentLab.Csv.Fields(line));

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

using Xunit;

namespace DescentLab.Tests;

public sealed class SearchTests : IDisposable
{
    private static readonly Network<float> Tiny = new Network<float>(2).FullyConnected(3).Sigmoid().FullyConnected(2).Sigmoid();

    private static readonly HyperparameterSearch Small = new("find")
    {
        Spaces =
        [
            SearchSpace.Random("plain", random => new("one", random.LogUniform(0.01, 10), 0) { Network = Tiny, BatchSize = 5 << random.Next(2) }),
            SearchSpace.Random("heavy", random => new("one", random.LogUniform(0.01, 10), 0.9) { Network = Tiny }),
        ],
        Rungs = [new(6, 50), new(3, 100, Repeats: 2)],
        Data = Points(),
        Test = new("unnamed") { Repeats = 4, Minibatches = 30, BatchSize = 5, Data = Points() },
    };

    private readonly string folder = Directory.CreateTempSubdirectory("descentlab-search-").FullName;

    private string Csv => Path.Combine(folder, "find.csv");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Run_Stages_KeepTheBestOfTheStageBefore()
    {
        var result = Small.Run();
        Assert.Equal([12, 12, 8], result.Logs.Select(log => log.Rows.Count));
        Assert.Equal(Small.Trainings, result.Logs.Sum(log => log.Rows.Count));
        foreach (var space in Small.Spaces)
        {
            var first = result.Rungs[0].Rows.Where(row => row.Arm.StartsWith(space.Name, StringComparison.Ordinal)).OrderByDescending(row => row.Mcc).Select(row => row.Arm);
            var second = result.Rungs[1].Rows.Where(row => row.Arm.StartsWith(space.Name, StringComparison.Ordinal)).GroupBy(row => row.Arm).ToList();
            Assert.Equal(first.Take(3).Order(), second.Select(rows => rows.Key).Order());
            var best = second.MaxBy(rows => rows.Average(row => row.Mcc))!.Key;
            Assert.Equal(best, result.Best(space.Name).Name);
            Assert.All(result.Test.Rows.Where(row => row.Arm == space.Name), row => Assert.Equal($"{result.Best(space.Name).Optimizer}".Replace(',', ';'), row.Optimizer));
        }
    }

    [Fact]
    public void Run_SmallerMinibatches_GetMoreSteps()
    {
        var result = Small.Run();
        Assert.All(result.Rungs[0].Rows, row => Assert.Equal(50, row.Minibatches * row.BatchSize));
        Assert.All(result.Rungs[1].Rows, row => Assert.Equal(100, row.Minibatches * row.BatchSize));
        Assert.All(result.Test.Rows, row => Assert.Equal(150, row.Minibatches * row.BatchSize));
        Assert.Equal([5, 10], result.Rungs[0].Rows.Select(row => row.BatchSize).Distinct().Order());
    }

    [Fact]
    public void Run_OnlineSampling_HasAStepForEverySample()
    {
        var search = Small with { Rungs = [new(2, 50)], Sampling = Sampling.Online, Test = Small.Test with { Sampling = Sampling.Online } };
        var result = search.Run();
        Assert.All(result.Rungs[0].Rows, row => Assert.Equal(50, row.Minibatches));
        Assert.All(result.Test.Rows, row => Assert.Equal(30, row.Minibatches));
        Assert.All((search with { Test = Small.Test }).Run().Test.Rows, row => Assert.Equal(150, row.Minibatches * row.BatchSize));
    }

    [Fact]
    public void Search_OfFullBatches_IsRefused()
    {
        Assert.Contains("FullBatch", Assert.Throws<ArgumentException>(() => (Small with { Sampling = Sampling.FullBatch }).Run()).Message, StringComparison.Ordinal);
        Assert.Contains("FullBatch", Assert.Throws<ArgumentException>(() => (Small with { Test = Small.Test with { Sampling = Sampling.FullBatch } }).Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_WhoseStagesWouldShareSeeds_IsRefused()
    {
        Assert.Contains("1000", Assert.Throws<ArgumentException>(() => (Small with { Rungs = [new(6, 50, Repeats: 1001)] }).Candidates("plain")).Message, StringComparison.Ordinal);
        Assert.Equal(6, (Small with { Rungs = [new(6, 50, Repeats: 1000)] }).Candidates("plain").Count);

        // The rungs have the seeds 1001 and 2001, 2002, each + 10⁶ a for 12 and 6 arms; the test has 4, in 2 arms.
        foreach (var (seed, refused) in new[]
        {
            (1L, false), (997, false), (998, true), (1001, true), (1002, false), (1997, false), (1998, true), (2002, true), (2003, false),
            (-998_999, true), (-1_998_999, false), (11_001_001, true), (12_001_001, false), (5_002_001, true), (6_002_001, false), (long.MinValue, false), (long.MaxValue, false),
        })
        {
            var search = Small with { Test = Small.Test with { Seed = seed } };
            Assert.True(refused == Record.Exception(() => search.Candidates("plain")) is ArgumentException, $"{seed}");
        }

        Assert.Equal(6, (Small with { Test = Small.Test with { Seed = -998_999, Paired = true } }).Candidates("plain").Count);
        Assert.Contains("rung 1", Assert.Throws<ArgumentException>(() => (Small with { Test = Small.Test with { Repeats = 1001 } }).Candidates("plain")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FileOf_ANameWithADot_KeepsIt()
    {
        Assert.Equal(Path.Combine("runs", "v1.5-1"), Small.FileOf(Path.Combine("runs", "v1.5"), 1));
        Assert.Equal("v1.5-test.csv", Small.FileOf("v1.5.csv", 3));
        Assert.Equal("search-2.CSV", Small.FileOf("search.CSV", 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Arm_WithoutSamplesOrSteps_IsRefused(int none)
    {
        Assert.Equal("BatchSize", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingArm("one", 1, 0) { BatchSize = none }).ParamName);
        Assert.Equal("Minibatches", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingArm("one", 1, 0) { Minibatches = none }).ParamName);
    }

    [Fact]
    public void Run_Seeds_AreFreshOnEveryStage()
    {
        var seeds = Small.Run().Logs.SelectMany(log => log.Rows).Select(row => row.Seed).ToList();
        Assert.Equal(seeds.Count, seeds.Distinct().Count());
    }

    [Fact]
    public void Run_StoppedAtAnyTraining_ContinuesToTheSameRows()
    {
        var whole = Small.Run();
        foreach (var stopAfter in new[] { 1, 7, 12, 13, 20, 25, 32 })
        {
            foreach (var file in Directory.GetFiles(folder))
            {
                File.Delete(file);
            }

            using var stop = new CancellationTokenSource();
            var done = 0;
            void Stop(TrainingRow row, ExperimentProgress far)
            {
                if (++done == stopAfter)
                {
                    stop.Cancel();
                }
            }

            Assert.ThrowsAny<OperationCanceledException>(() => Small.Run(Csv, finished: Stop, cancellationToken: stop.Token));
            var again = 0;
            var result = Small.Run(Csv, finished: (_, _) => again++);
            Assert.InRange(again, 0, Small.Trainings - stopAfter);
            AssertSame(whole, result);
            AssertSame(whole, Small.Read(Csv));
        }
    }

    [Fact]
    public void Stage_SharedOutAndMerged_IsThatOfTheWholeRun()
    {
        var whole = Small.Run();
        RunLog? before = null;
        for (var stage = 1; stage <= Small.Stages; stage++)
        {
            var files = Enumerable.Range(1, 3).Select(i => Path.Combine(folder, $"{stage}-{i}.csv")).ToList();
            foreach (var (file, i) in files.Select((file, i) => (file, i)))
            {
                Small.Stage(stage, before).Run(file, new Shard(i + 1, 3));
            }

            before = RunLog.Merge(files, Small.FileOf(Csv, stage));
        }

        AssertSame(whole, Small.Read(Csv));
    }

    [Fact]
    public void Run_DivergingCandidate_ComesLast()
    {
        var wild = Tiny.FullyConnected(2);
        var search = Small with
        {
            Spaces = [SearchSpace.Grid("rate", new[] { 1e30f, 0.1f, 1e29f, 0.2f }.Select(η => new TrainingArm("one", new GradientDescent<float>(η)) { Network = wild }))],
            Rungs = [new(4, 500), new(2, 500)],
        };
        var rungs = search.Run().Rungs;
        Assert.Contains(rungs[0].Rows, row => row.Reason == StopReason.Diverged);
        Assert.Equal(["rate 02", "rate 04"], rungs[1].Arms);
    }

    [Fact]
    public void Progress_OfASearch_ComesAboutTenTimes_AndEndsWithAll()
    {
        List<ExperimentProgress> lines = [];
        Small.Run(progress: lines.Add);
        Assert.InRange(lines.Count, 8, 10);
        Assert.Equal($"{Small.Trainings} of {Small.Trainings} trainings", lines[^1].ToString());
        Assert.Equal(lines.Select(line => line.Done).Order(), lines.Select(line => line.Done));
    }

    [Fact]
    public void Candidates_OfTheSameSeed_AreTheSame_AndWithinTheirRanges()
    {
        var arms = Experiments.Search.Candidates("momentum");
        Assert.Equal(arms.Select(arm => arm.Optimizer), Experiments.Search.Candidates("momentum").Select(arm => arm.Optimizer));
        Assert.Equal(64, arms.Count);
        Assert.All(arms, arm => Assert.InRange(arm.LearningRate, 0.00999, 10.01));
        Assert.All(arms, arm => Assert.InRange(arm.Momentum, 0.4999, 0.9901));
        Assert.Equal([16, 32, 64, 128, 256], arms.Select(arm => arm.BatchSize!.Value).Distinct().Order());
        Assert.All(Experiments.Search.Candidates("no momentum"), arm => Assert.Equal(0, arm.Momentum));
    }

    [Fact]
    public void RandomSearch_TrainsOnAsManySamplesAsTheHalvingOne() =>
        Assert.Equal(Samples(Experiments.Search), Samples(Experiments.RandomSearch));

    [Fact]
    public void Search_WithInvalidSettings_SaysWhatToChange()
    {
        Assert.Contains("plain, heavy", Assert.Throws<ArgumentException>(() => Small.Candidates("none")).Message, StringComparison.Ordinal);
        Assert.Contains("1 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => Small.Stage(4, null)).Message, StringComparison.Ordinal);
        Assert.Contains("stage 1", Assert.Throws<ArgumentException>(() => Small.Stage(2, null)).Message, StringComparison.Ordinal);
        Assert.Contains("later rungs", Assert.Throws<ArgumentException>(() => (Small with { Rungs = [new(2, 10), new(3, 10)] }).Run()).Message, StringComparison.Ordinal);
        var few = Small with { Spaces = [SearchSpace.Grid("few", [new("one", 1, 0)])] };
        Assert.Contains("1 candidates, the first rung takes 6", Assert.Throws<ArgumentException>(() => few.Run()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rung(0, 10));
        var endless = Small with { Spaces = [SearchSpace.Grid("slow", [new("one", 1, 0) { Network = Tiny, BatchSize = 1 }])], Rungs = [new(1, 10)], Test = Small.Test with { Minibatches = int.MaxValue } };
        var first = endless.Stage(1, null).Run();
        Assert.Contains($"{5L * int.MaxValue} samples", Assert.Throws<ArgumentException>(() => endless.Stage(2, first)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAnotherSearch_IsRefused()
    {
        Small.Run(Csv);
        Assert.Throws<InvalidDataException>(() => (Small with { Seed = 2 }).Read(Csv));
    }

    [Fact]
    public void Stage_AfterALogOfAnotherSearchOrRung_IsRefused()
    {
        RunLog first = Small.Stage(1, null).Run(), second = Small.Stage(2, first).Run();
        RunLog[] others =
        [
            second, (Small with { Name = "other" }).Stage(1, null).Run(), (Small with { Seed = 2 }).Stage(1, null).Run(),
            (Small with { Rungs = [new(6, 60), new(3, 100)] }).Stage(1, null).Run(), (Small with { Rungs = [new(5, 50), new(3, 100)] }).Stage(1, null).Run(),
        ];
        Assert.All(others, other => Assert.Contains("find-1", Assert.Throws<ArgumentException>(() => Small.Stage(2, other)).Message, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => Small.Stage(3, first));
        Assert.Throws<ArgumentException>(() => Small.Stage(1, first));
        Assert.Throws<ArgumentException>(() => (Small with { Seed = 2 }).Best("plain", second));
        Assert.Equal("plain", Small.Best("plain", first).Name[..5]);
    }

    [Fact]
    public void Recorded_Searches_AreThoseOfTheLibrary()
    {
        Assert.All([("search", Experiments.Search), ("random-search", Experiments.RandomSearch), ("rates", Experiments.Rates)], one => Assert.Equal(one.Item2.Stages, one.Item2.Read(one.Item1).Logs.Count));
        var error = Assert.Throws<ArgumentException>(() => Experiments.Search.Stage(2, RunLog.Read("random-search-1")));
        Assert.Contains("'random-search-1'", error.Message, StringComparison.Ordinal);
    }

    private static long Samples(HyperparameterSearch search) => search.Rungs.Sum(rung => (long)rung.Candidates * rung.Repeats * rung.Samples);

    private static void AssertSame(SearchResult expected, SearchResult actual) =>
        Assert.Equal(
            expected.Logs.SelectMany(log => log.Rows).Select(row => row with { Seconds = 0, Machine = "" }),
            actual.Logs.SelectMany(log => log.Rows).Select(row => row with { Seconds = 0, Machine = "" }));

    private static DataSource Points() => DataSource.Of(new(TwoClasses.Points(40, seed: 1), TwoClasses.Points(200, seed: 2)));
}

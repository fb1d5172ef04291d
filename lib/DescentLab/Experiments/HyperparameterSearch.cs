using System.Diagnostics;
using System.Globalization;

namespace DescentLab;

/// <summary>
/// A search for the best hyperparameters of two or more sides, by successive halving, and the comparison of the sides at
/// their best. With a single rung it is a plain random or grid search.
/// </summary>
/// <remarks>
/// <code>
/// rung 1    many random candidates of each space, trained briefly
/// rung 2    the best of them, trained longer
/// …
/// the test  the best candidate of each space, trained as the experiment <see cref="Test"/> says, on its data
/// </code>
/// The rungs are scored by the mean MCC on validation data, so that the test data has not influenced any decision. Every stage is an
/// <see cref="Experiment"/> with its own seeds: a lucky start on one rung does not help on the next.
/// Source: K. Jamieson, A. Talwalkar, Non-stochastic best arm identification and hyperparameter optimization, 2016.
/// </remarks>
/// <param name="Name">The name in rows and files.</param>
[TypeFormatterSource]
public sealed record HyperparameterSearch(string Name)
{
    private const int Reports = 10;
    private const long RungSeeds = 1000;
    private const string Extension = ".csv";

    /// <summary>A space for each side.</summary>
    public IReadOnlyList<SearchSpace> Spaces { get; init; } = [];

    /// <summary>The rounds, in order; none has more candidates than the one before.</summary>
    public IReadOnlyList<Rung> Rungs { get; init; } = [];

    /// <summary>The data of the rungs: validation samples replace the test samples.</summary>
    public DataSource Data { get; init; } = DataSource.FashionMnist(14).HoldOut(10_000, seed: 1);

    /// <summary>How the samples of a minibatch are chosen, but not <see cref="Sampling.FullBatch"/>; random draws by default, as in the book.</summary>
    public Sampling Sampling { get; init; } = Sampling.RandomDraws;

    /// <summary>The seed of all random numbers of the rungs.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How the sides are compared at their best; its arms are replaced by the winners, its minibatches count as samples.</summary>
    public Experiment Test { get; init; } = Experiments.Momentum;

    /// <summary>The number of stages: the rungs and the test.</summary>
    public int Stages => Rungs.Count + 1;

    /// <summary>The total number of trainings.</summary>
    public int Trainings => checked(Spaces.Count * (Rungs.Sum(rung => rung.Candidates * rung.Repeats) + Test.Repeats));

    /// <summary>The candidates of a space, as the seed draws them, ready for rung 1.</summary>
    /// <param name="space">The space's name.</param>
    /// <exception cref="ArgumentException">There is no such space, it has too few candidates, or there is no rung.</exception>
    public IReadOnlyList<TrainingArm> Candidates(string space)
    {
        Check();
        var index = Spaces.ToList().FindIndex(one => one.Name == space);
        if (index < 0)
        {
            throw new ArgumentException($"There is no space '{space}'. The spaces are: {string.Join(", ", Spaces.Select(one => one.Name))}.", nameof(space));
        }

        var count = Rungs[0].Candidates;
        var drawn = Spaces[index].Draws(new RandomSource(Seed, index)).Take(count).ToList();
        return drawn.Count == count
            ? [.. drawn.Select((arm, k) => arm with { Name = string.Create(CultureInfo.InvariantCulture, $"{space} {k + 1:00}") })]
            : throw new ArgumentException($"The space '{space}' has {drawn.Count} candidates, the first rung takes {count}. Give more, or reduce the rung.", nameof(space));
    }

    /// <summary>Gets one stage as an experiment, which can be divided and merged like any other.</summary>
    /// <param name="stage">Which, from 1; the last is the test.</param>
    /// <param name="before">The complete log of the previous stage; null for the first.</param>
    /// <exception cref="ArgumentException">There is no such stage, or the log is missing, unfinished or of another search.</exception>
    public Experiment Stage(int stage, RunLog? before)
    {
        Check();
        if (stage < 1 || stage > Stages)
        {
            throw new ArgumentOutOfRangeException(nameof(stage), stage, $"The search has the stages 1 to {Stages}.");
        }

        if (stage > 1 && before is not { IsComplete: true })
        {
            throw new ArgumentException($"Stage {stage} begins with the best of stage {stage - 1}: give its complete log.", nameof(before));
        }

        if (stage == 1 && before is not null)
        {
            throw new ArgumentException("Stage 1 has no stage before it: give no log.", nameof(before));
        }

        if (before is not null)
        {
            RequireRung(before, stage - 1, nameof(before));
        }

        if (stage == Stages)
        {
            return Test with
            {
                Name = NameOf(stage),
                Arms = [.. Spaces.Select(space => Lasting(Ranked(space.Name, before)[0] with { Name = space.Name }, Test.Sampling, TestSamples))],
            };
        }

        return OfRung(stage, space => Ranked(space, before).Take(Rungs[stage - 1].Candidates));
    }

    /// <summary>The best candidate of a space.</summary>
    /// <param name="space">The space's name.</param>
    /// <param name="rung">The log of a rung of this search.</param>
    /// <exception cref="ArgumentException">The log is of another search, or there is no such space.</exception>
    public TrainingArm Best(string space, RunLog rung)
    {
        ArgumentNullException.ThrowIfNull(rung);
        RequireRung(rung, 1 + Enumerable.Range(0, Rungs.Count).FirstOrDefault(k => NameOf(k + 1) == rung.Experiment), nameof(rung));
        return Ranked(space, rung)[0];
    }

    /// <summary>Runs the stages, each on as many cores as there are.</summary>
    /// <param name="file">"search.csv" keeps the stages in search-1.csv, search-2.csv, …, search-test.csv; trainings whose rows they already contain are skipped. Null: no files.</param>
    /// <param name="progress">Called about ten times with the progress.</param>
    /// <param name="finished">Called with every training that ended, one at a time, and the progress then.</param>
    /// <param name="command">The command that the files' headers name.</param>
    /// <param name="cancellationToken">Stops early; the finished trainings are kept in the files.</param>
    /// <returns>The logs of all stages.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <inheritdoc cref="Experiment.Run"/>
    public SearchResult Run(
        string? file = null,
        Action<ExperimentProgress>? progress = null,
        Action<TrainingRow, ExperimentProgress>? finished = null,
        string? command = null,
        CancellationToken cancellationToken = default)
    {
        List<RunLog> logs = [];
        var clock = Stopwatch.StartNew();
        double work = Enumerable.Range(1, Stages).Sum(Work), earlier = 0, worked = 0;
        for (var stage = 1; stage <= Stages; stage++)
        {
            var experiment = Stage(stage, logs.LastOrDefault());
            logs.Add(experiment.Run(file is null ? null : FileOf(file, stage), finished: Finished, command: command, cancellationToken: cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            earlier += Work(stage);

            void Finished(TrainingRow row, ExperimentProgress far)
            {
                // Trainings of different stages cost different times: the progress counts their samples.
                var one = Work(stage) / experiment.Trainings;
                worked += one;
                var done = logs.Sum(log => log.Rows.Count) + far.Done;
                var now = earlier + (one * far.Done);
                var total = new ExperimentProgress(done, Trainings, clock.Elapsed * ((work - now) / worked));
                finished?.Invoke(row, total);
                if (Math.Floor(now / work * Reports * (1 + 1e-9)) > Math.Floor((now - one) / work * Reports * (1 + 1e-9)))
                {
                    progress?.Invoke(total);
                }
            }
        }

        return new(this, logs);
    }

    /// <summary>Reads the logs of a search.</summary>
    /// <param name="name">A recorded search ("search", found in data/runs from any folder), or the path that was given to <see cref="Run"/>.</param>
    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, unfinished, or of another search.</exception>
    public SearchResult Read(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        List<RunLog> logs = [];
        for (var stage = 1; stage <= Stages; stage++)
        {
            var log = RunLog.Read(FileOf(name, stage));
            Stage(stage, logs.LastOrDefault()).RequireSame(log, name);
            logs.Add(log);
        }

        return new(this, logs);
    }

    /// <summary>Gets the file in which <see cref="Run"/> stores a stage: "search-1.csv", or "v1.5-1" for "v1.5".</summary>
    /// <param name="file">The file that it was given: "search.csv". Only ".csv" counts as an extension.</param>
    /// <param name="stage">The number of the stage, from 1; the last is the test.</param>
    public string FileOf(string file, int stage)
    {
        ArgumentNullException.ThrowIfNull(file);
        var name = file.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? file[..^Extension.Length] : file;
        return $"{name}-{Suffix(stage)}{file[name.Length..]}";
    }

    private string NameOf(int stage) => $"{Name}-{Suffix(stage)}";

    private string Suffix(int stage) => stage == Stages ? "test" : $"{stage}";

    private double Work(int stage) => stage == Stages
        ? (double)Test.Repeats * TestSamples * Spaces.Count
        : (double)Rungs[stage - 1].Candidates * Rungs[stage - 1].Repeats * Rungs[stage - 1].Samples * Spaces.Count;

    private long TestSamples => (long)Test.Minibatches * SamplesInStep(Test.Sampling, Test.BatchSize);

    private static int SamplesInStep(Sampling sampling, int batch) => sampling == Sampling.Online ? 1 : batch;

    private TrainingArm Lasting(TrainingArm arm, Sampling sampling, long samples)
    {
        var batch = arm.BatchSize ?? Test.BatchSize;
        var perStep = SamplesInStep(sampling, batch);
        var steps = (samples + perStep - 1) / perStep;
        return steps <= int.MaxValue
            ? arm with { BatchSize = batch, Minibatches = (int)steps }
            : throw new ArgumentException($"{samples} samples are {steps} minibatches of the {batch} of '{arm.Name}'; a training has at most {int.MaxValue}. Take fewer samples, or larger minibatches.");
    }

    private Experiment OfRung(int number, Func<string, IEnumerable<TrainingArm>> candidates) => new(NameOf(number))
    {
        Arms = [.. Spaces.SelectMany(space => candidates(space.Name)).Select(arm => Lasting(arm, Sampling, Rungs[number - 1].Samples))],
        Repeats = Rungs[number - 1].Repeats,
        Sampling = Sampling,
        Seed = SeedOf(number),
        Data = Data,
    };

    private long SeedOf(int rung) => unchecked(Seed + (RungSeeds * rung));

    /// <summary>Refuses the log of another search, or of another rung: its candidates have the same names, but they are others.</summary>
    private void RequireRung(RunLog log, int number, string name)
    {
        var possible = OfRung(number, Candidates);
        var settings = log.Settings.Split('\n');
        var other = settings.Except(possible.Settings.Split('\n')).FirstOrDefault();
        if (log.Experiment != possible.Name || other is not null || settings.Length != 1 + (Spaces.Count * Rungs[number - 1].Candidates))
        {
            throw new ArgumentException(
                $"The log is of '{log.Experiment}'{(other is null || log.Experiment != possible.Name ? "" : $" with '{other}'")}, not of '{possible.Name}' of this search. Give the log that this search wrote.", name);
        }
    }

    private List<TrainingArm> Ranked(string space, RunLog? before)
    {
        var candidates = Candidates(space);
        if (before is null)
        {
            return [.. candidates];
        }

        var scores = before.Rows.GroupBy(row => row.Arm).ToDictionary(rows => rows.Key, rows => rows.Average(Score));
        var present = candidates.Where(candidate => scores.ContainsKey(candidate.Name)).OrderByDescending(candidate => scores[candidate.Name]).ToList();
        return present.Count > 0 ? present : throw new ArgumentException($"The log has no candidate of '{space}': it is of another search.", nameof(before));
    }

    private static double Score(TrainingRow row) => row.Reason == StopReason.Diverged ? -1 : row.Mcc;

    private void Check()
    {
        if (Spaces.Count == 0 || Spaces.Select(space => space.Name).Distinct().Count() < Spaces.Count || Rungs.Count == 0)
        {
            throw new ArgumentException($"The search has {Spaces.Count} spaces and {Rungs.Count} rungs: give at least one of each, and each space a unique name.");
        }

        if (Rungs.Zip(Rungs.Skip(1)).FirstOrDefault(pair => pair.Second.Candidates > pair.First.Candidates) is ({ } fewer, { } more))
        {
            throw new ArgumentException($"A rung of {more.Candidates} candidates follows one of {fewer.Candidates}: later rungs take the best of earlier ones.");
        }

        if (Sampling == Sampling.FullBatch || Test.Sampling == Sampling.FullBatch)
        {
            throw new ArgumentException("Sampling is FullBatch: a search counts samples, and how many a step sees is not known before the data is loaded. Take another sampling for the rungs and the test.");
        }

        if (Rungs.FirstOrDefault(rung => rung.Repeats > RungSeeds) is { } many)
        {
            throw new ArgumentException($"A rung has {many.Repeats} repeats; it has only {RungSeeds} seeds for each candidate. Take {RungSeeds} or fewer.");
        }

        if (Enumerable.Range(1, Rungs.Count).FirstOrDefault(SharesSeedsWithTest) is > 0 and var number)
        {
            throw new ArgumentException($"The test has the seeds from {Test.Seed}, rung {number} those from {SeedOf(number)}: some are in both. Give the search or the test another Seed, or the test fewer repeats.");
        }
    }

    /// <summary>Whether a seed of the test is one of a rung. Both are Seed + 10⁶ a + r − 1, so two may only meet where their arms are as far apart as their Seeds.</summary>
    private bool SharesSeedsWithTest(int number)
    {
        var rung = Rungs[number - 1];
        var apart = unchecked(Test.Seed - SeedOf(number));
        long arms = Test.Paired ? 1 : Spaces.Count, candidates = (long)Spaces.Count * rung.Candidates, nearest = apart / Experiment.ArmSeeds;
        return new[] { nearest - 1, nearest, nearest + 1 }.Any(candidate =>
            candidate > -arms && candidate < candidates && apart - (Experiment.ArmSeeds * candidate) is var between && between > -Test.Repeats && between < rung.Repeats);
    }

    /// <summary>The spaces and the rungs.</summary>
    public override string ToString() =>
        $"{Name}: {Trainings} trainings, {Sampling}, {Data}, {string.Join(" against ", Spaces)}" + string.Concat(Rungs.Select(rung => $"\n  {rung}"));
}

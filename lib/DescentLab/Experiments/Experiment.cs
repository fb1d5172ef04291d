using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DescentLab;

/// <summary>Trainings to repeat and compare.</summary>
/// <remarks>
/// <code>
/// var runs = Experiments.Momentum.Run(progress: Console.WriteLine);
/// var few = (Experiments.Momentum with { Repeats = 5, Minibatches = 1000 }).Run();
/// </code>
/// Training r of arm a (r from 1, a from 0) has the seed Seed + 10⁶ a + r − 1, so that no two of them share a random number;
/// in a <see cref="Paired"/> experiment Seed + r − 1.
/// </remarks>
/// <param name="Name">The name in rows and files.</param>
[TypeFormatterSource]
public sealed record Experiment(string Name)
{
    internal const int ArmSeeds = 1_000_000;
    private const int Reports = 10;

    /// <summary>The name in rows and files: one line of text.</summary>
    public string Name { get; init => field = Csv.RequireName(value, "experiment's name"); } = Csv.RequireName(Name, "experiment's name");

    /// <summary>The arms to compare.</summary>
    public IReadOnlyList<TrainingArm> Arms { get; init; } = [new("momentum", 0.2, 0.9)];

    /// <summary>The number of trainings of each arm, 1 … 1,000,000.</summary>
    public int Repeats { get; init => field = Within(1, value, ArmSeeds, nameof(Repeats)); } = 22;

    /// <summary>The number of steps of each training, 1 or more; an arm can override it.</summary>
    public int Minibatches { get; init => field = Within(1, value, int.MaxValue, nameof(Minibatches)); } = 40_000;

    /// <summary>Samples in a minibatch, 1 or more; an arm can override it.</summary>
    public int BatchSize { get; init => field = Within(1, value, int.MaxValue, nameof(BatchSize)); } = 64;

    /// <summary>How the samples of a minibatch are chosen; random draws by default, as in the book.</summary>
    public Sampling Sampling { get; init; } = Sampling.RandomDraws;

    /// <summary>The seed of all random numbers.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// Whether training r of every arm has the same seed: the same minibatches, and the same initial weights where the networks
    /// are the same. For tests of pairs (<see cref="Wilcoxon"/>). False by default.
    /// </summary>
    public bool Paired { get; init; }

    /// <summary>The data; Fashion-MNIST at 14×14 by default, as in the chapter.</summary>
    public DataSource Data { get; init; } = DataSource.FashionMnist(14);

    /// <summary>The number of trainings.</summary>
    public int Trainings => checked(Arms.Count * Repeats);

    /// <summary>Trains, as many networks at a time as there are cores, each on one thread. The rows do not depend on how many.</summary>
    /// <param name="file">A CSV file that gets each row as soon as its training ends. Trainings whose rows it already contains are skipped. Null: no file.</param>
    /// <param name="shard">The share of the trainings to run; all by default.</param>
    /// <param name="progress">Called about ten times with the progress.</param>
    /// <param name="finished">Called with every training that ended, one at a time, and the progress then.</param>
    /// <param name="trained">Called with the same trainings, whole: a row has neither the network's parameters nor its mistakes.</param>
    /// <param name="command">The command that the file's header names.</param>
    /// <param name="cancellationToken">Stops early; the finished trainings are kept and returned.</param>
    /// <returns>All rows, including those that the file had before.</returns>
    /// <exception cref="ArgumentException">Two arms have the same name, or a network does not fit the data.</exception>
    /// <exception cref="IOException">Another process writes to the file, or it cannot be written.</exception>
    /// <exception cref="InvalidDataException">The file is not a run log, is damaged, or of other settings.</exception>
    public RunLog Run(
        string? file = null,
        Shard? shard = null,
        Action<ExperimentProgress>? progress = null,
        Action<TrainingRow, ExperimentProgress>? finished = null,
        Action<TrainingRun<float>>? trained = null,
        string? command = null,
        CancellationToken cancellationToken = default)
    {
        var log = Empty(command);
        var share = (shard ?? Shard.Whole).Checked(nameof(shard));
        using var writer = file is null ? null : new RunLogWriter(file, log);
        var rows = new List<TrainingRow>(writer?.Rows ?? []);
        var todo = Pending(rows, share);
        var before = rows.Count;
        var all = before + todo.Count;
        var data = todo.Count == 0 ? null : Data.Load();
        var machine = Machine();
        var clock = Stopwatch.StartNew();
        TrainingPool.Run(todo.Count, (k, stopped) => Train(todo[k], data!, stopped), (k, run) => Keep(RowOf(todo[k], run, machine), run), cancellationToken);
        return new(Name, log.Settings, Trainings, log.Command, rows);

        void Keep(TrainingRow row, TrainingRun<float> run)
        {
            writer?.Add(row);
            rows.Add(row);
            trained?.Invoke(run);
            var far = new ExperimentProgress(rows.Count, all, clock.Elapsed / (rows.Count - before) * (all - rows.Count));
            finished?.Invoke(row, far);
            if (rows.Count == all || rows.Count * Reports / all > (rows.Count - 1) * Reports / all)
            {
                progress?.Invoke(far);
            }
        }
    }

    /// <summary>Reads the rows from <c>data/runs</c> if they are of exactly these settings, and trains otherwise.</summary>
    /// <remarks>
    /// Change a setting, and it trains. To record an experiment: <c>experiment.Run("data/runs/NAME.csv")</c>, with its name.
    /// Settings are compared as text: an optimizer, schedule or layer of your own must print its numbers, as a record does.
    /// </remarks>
    /// <param name="progress">Called about ten times with the progress of the trainings.</param>
    /// <exception cref="ArgumentException">Two arms have the same name, or a network does not fit the data.</exception>
    /// <exception cref="InvalidDataException">The recorded file is damaged.</exception>
    public RunLog ReadOrRun(Action<ExperimentProgress>? progress = null)
    {
        var mine = Empty(command: null);
        return RunLog.Recorded(Name) is { IsComplete: true } log && (log.Experiment, log.Settings) == (mine.Experiment, mine.Settings)
            ? log
            : Run(progress: progress);
    }

    /// <summary>The trainings of a share that are not among the rows. The arms alternate, so that other load on the machine affects all of them.</summary>
    internal IReadOnlyList<(TrainingArm Arm, int Repeat, long Seed)> Pending(IEnumerable<TrainingRow> rows, Shard shard)
    {
        var done = rows.Select(row => (row.Arm, row.Repeat)).ToHashSet();
        return
        [
            .. Enumerable.Range(0, Trainings).Where(shard.Holds)
                .Select(k => (Arm: k % Arms.Count, Repeat: k / Arms.Count))
                .Select(training => (Arm: Arms[training.Arm], Repeat: training.Repeat + 1, Seed: SeedOf(Seed, Paired ? 0 : training.Arm, training.Repeat + 1)))
                .Where(training => !done.Contains((training.Arm.Name, training.Repeat))),
        ];
    }

    /// <summary>The seed of training <paramref name="repeat"/> (from 1) of arm number <paramref name="arm"/> (from 0).</summary>
    internal static long SeedOf(long seed, int arm, int repeat) => unchecked(seed + ((long)ArmSeeds * arm) + repeat - 1);

    /// <exception cref="InvalidDataException">The log is of other settings, or unfinished.</exception>
    internal void RequireSame(RunLog log, string name)
    {
        var mine = Empty(command: null);
        log.RequireSame(mine.Experiment, mine.Settings, $"'{name}'", "this experiment");
        if (!log.IsComplete)
        {
            throw new InvalidDataException($"The log '{name}' has {log.Rows.Count} of {log.Trainings} trainings. Finish it first.");
        }
    }

    private static string Machine() =>
        $"{RuntimeInformation.RuntimeIdentifier}; {Environment.ProcessorCount} cores; {(Vector512.IsHardwareAccelerated ? 512 : Vector<byte>.Count * 8)}-bit vectors";

    private static int Within(int least, int value, int most, string name) =>
        value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {least} to {most}.");

    /// <summary>All settings, as the header of a log has them.</summary>
    internal string Settings => Empty(command: null).Settings;

    /// <summary>The log before its first row.</summary>
    private RunLog Empty(string? command)
    {
        if (Arms.Count == 0 || Arms.Select(arm => arm.Name).Distinct().Count() < Arms.Count)
        {
            throw new ArgumentException($"The arms are '{string.Join("', '", Arms.Select(arm => arm.Name))}': give at least one, and each a name of its own.");
        }

        var settings = $"{Data.Name}; {Repeats} repeats; {Minibatches} minibatches of {BatchSize}, {Sampling}; seed {Seed}{(Paired ? RunPlan.Paired : "")}";
        return new(Name, string.Join('\n', [Csv.OneLine(settings), .. Arms.Select(arm => $"{arm}")]), Trainings, command ?? "Experiment.Run", []);
    }

    private TrainingRun<float> Train((TrainingArm Arm, int Repeat, long Seed) training, Dataset<float> data, CancellationToken stopped)
    {
        var arm = training.Arm;
        var settings = new TrainingSettings
        {
            Minibatches = arm.Minibatches ?? Minibatches,
            BatchSize = arm.BatchSize ?? BatchSize,
            Sampling = Sampling,
            Seed = training.Seed,
            InitialSeed = arm.InitialSeed,
        };
        return new Training<float>(arm.Network, data, arm.Optimizer, settings).Run(null, CancellationToken.None, abandoned: stopped);
    }

    private TrainingRow RowOf((TrainingArm Arm, int Repeat, long Seed) training, TrainingRun<float> run, string machine) =>
        new(Name, training.Arm.Name, training.Repeat, run.Seed, training.Arm.Rule, run.Settings.Minibatches, run.Settings.BatchSize, run.Reason, run.Accuracy, run.Mcc, Math.Round(run.Elapsed.TotalSeconds, 3), machine);

    /// <summary>The arms, and how each is trained.</summary>
    public override string ToString() =>
        $"{Name}: {Trainings} trainings of {Minibatches} minibatches of {BatchSize}, {Sampling}, {Data}" + string.Concat(Arms.Select(arm => $"\n  {arm}"));
}

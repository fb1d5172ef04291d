using System.Globalization;
using System.Text;

namespace DescentLab;

/// <summary>The trainings of an experiment: those just done, or those that a CSV file keeps.</summary>
/// <remarks>
/// <code>
/// var runs = RunLog.Read("momentum");
/// TTest.Pooled(runs.Mcc("momentum"), runs.Mcc("no momentum"))
/// </code>
/// The file begins with lines that start with <c>#</c> (experiment, settings, arms, number of trainings, command); then comes a
/// line of column names and a row for each training. A last line that a killed program left unfinished does not count.
/// The same experiment gives the same rows on any machine, however often it was interrupted and however it was shared
/// out, except for the two measured columns, <see cref="TrainingRow.Seconds"/> and <see cref="TrainingRow.Machine"/>.
/// </remarks>
[TypeFormatterSource]
public sealed partial class RunLog
{
    private const string Title = "# Descent Lab run log";
    private const string Fix = "Record the experiment with 'descentlab experiment NAME', or name a CSV file.";

    internal RunLog(string experiment, string settings, int trainings, string command, IEnumerable<TrainingRow> rows)
    {
        Experiment = experiment;
        Settings = settings;
        Trainings = trainings;
        Command = command;
        Rows = [.. TrainingRow.Sort(rows)];
    }

    /// <summary>The experiment's name.</summary>
    public string Experiment { get; }

    /// <summary>All settings: a line of what the arms share, and a line for each arm.</summary>
    public string Settings { get; }

    /// <summary>How many trainings the whole experiment has.</summary>
    public int Trainings { get; }

    /// <summary>The command that made the file.</summary>
    public string Command { get; }

    /// <summary>A row for each finished training, by arm, then by repeat.</summary>
    public IReadOnlyList<TrainingRow> Rows { get; }

    /// <summary>Whether every training is there.</summary>
    public bool IsComplete => Rows.Count == Trainings;

    /// <summary>The arms, in alphabetical order.</summary>
    public IReadOnlyList<string> Arms => [.. Rows.Select(row => row.Arm).Distinct()];

    /// <summary>The Matthews correlation coefficients of an arm.</summary>
    /// <param name="arm">Its name; may be left out when there is only one.</param>
    /// <exception cref="ArgumentException">There is no such arm.</exception>
    public double[] Mcc(string? arm = null) => [.. Of(arm).Select(row => row.Mcc)];

    /// <summary>The accuracies of an arm.</summary>
    /// <inheritdoc cref="Mcc"/>
    public double[] Accuracy(string? arm = null) => [.. Of(arm).Select(row => row.Accuracy)];

    /// <summary>The times of an arm, in seconds.</summary>
    /// <inheritdoc cref="Mcc"/>
    public double[] Seconds(string? arm = null) => [.. Of(arm).Select(row => row.Seconds)];

    /// <summary>Reads a log, also one that is being written.</summary>
    /// <param name="name">A recorded experiment ("momentum", found in data/runs from any folder), or the path of a CSV file.</param>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no run log, or damaged; the message names the line.</exception>
    public static RunLog Read(string name)
    {
        var path = Locate(name);
        return Parse(ReadBytes(path), path).Log
            ?? throw new InvalidDataException($"The run log '{path}' ends within its header. Start its experiment again.");
    }

    /// <summary>Joins the logs of all shards into the one that a single run would have written.</summary>
    /// <param name="files">The logs, in any order.</param>
    /// <param name="output">The file to write; replaced as a whole.</param>
    /// <param name="command">The command for the header.</param>
    /// <returns>The joined log.</returns>
    /// <exception cref="ArgumentException">There is no file to join.</exception>
    /// <exception cref="InvalidDataException">The logs are of different settings, contradict each other, or trainings are missing.</exception>
    public static RunLog Merge(IReadOnlyList<string> files, string output, string command = "RunLog.Merge")
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Count == 0)
        {
            throw new ArgumentException("There is no file to join: name the logs of all shards.", nameof(files));
        }

        var logs = files.Select(Read).ToList();
        var rows = new Dictionary<(string, int), TrainingRow>();
        foreach (var (log, file) in logs.Zip(files))
        {
            log.RequireSame(logs[0].Experiment, logs[0].Settings, $"'{file}'", $"'{files[0]}'");
            foreach (var row in log.Rows)
            {
                if (!rows.TryAdd((row.Arm, row.Repeat), row) && !rows[(row.Arm, row.Repeat)].SameResult(row))
                {
                    throw new InvalidDataException($"Training {row.Repeat} of '{row.Arm}' is in two logs with different results, the second time in '{file}'. One of the logs is from another version: record it again.");
                }
            }
        }

        var whole = new RunLog(logs[0].Experiment, logs[0].Settings, logs[0].Trainings, command, rows.Values);
        if (!whole.IsComplete)
        {
            throw new InvalidDataException($"{whole.Trainings - whole.Rows.Count} of {whole.Trainings} trainings are in none of the logs. Finish every shard, and name them all.");
        }

        using var writer = new RunLogWriter(output, whole, replace: true);
        return whole;
    }

    /// <summary>The experiment, and each arm's mean MCC with its standard error.</summary>
    public override string ToString() => $"{Experiment}: {Rows.Count} of {Trainings} trainings" + string.Concat(
        Arms.Select(arm => $"\n  {arm}: {Rows.Count(row => row.Arm == arm)} trainings, MCC {Summary.Of(Mcc(arm))}"));

    internal static byte[] ReadBytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    /// <summary>Reads what is whole in a file: up to its last line break.</summary>
    /// <returns>The log, or null if not even the header is whole, and how many bytes of the file count.</returns>
    /// <exception cref="InvalidDataException">The file is no run log, or damaged.</exception>
    internal static (RunLog? Log, int Length) Parse(byte[] bytes, string path)
    {
        var length = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        var start = Encoding.UTF8.GetBytes(Title);
        if (!bytes.AsSpan(0, Math.Min(start.Length, bytes.Length)).SequenceEqual(start.AsSpan(0, Math.Min(start.Length, bytes.Length))))
        {
            throw new InvalidDataException($"The file '{path}' is no run log: its first line is not '{Title}'. Name another file.");
        }

        var lines = Encoding.UTF8.GetString(bytes, 0, length).Split('\n')[..^1];
        var columns = Array.FindIndex(lines, line => !line.StartsWith('#'));
        if (columns < 0)
        {
            return (null, 0);
        }

        if (lines[columns] != TrainingRow.Columns)
        {
            throw Damaged(columns, $"the columns are not {TrainingRow.Columns}");
        }

        var rows = new List<TrainingRow>();
        for (var k = columns + 1; k < lines.Length; k++)
        {
            try
            {
                rows.Add(TrainingRow.Parse(lines[k]));
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                throw Damaged(k, e.Message);
            }
        }

        if (rows.GroupBy(row => (row.Arm, row.Repeat)).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw Damaged(lines.Length - 1, $"training {twice.Key.Repeat} of '{twice.Key.Arm}' is there twice");
        }

        return int.TryParse(Note("trainings"), out var trainings)
            ? (new(Note("experiment"), string.Join('\n', [Note("settings"), .. Notes("arm")]), trainings, Note("command"), rows), length)
            : throw Damaged(columns, "the header has no number of trainings");

        string Note(string name) => Notes(name).FirstOrDefault() ?? "";

        IEnumerable<string> Notes(string name) =>
            lines[..columns].Where(line => line.StartsWith($"# {name}: ", StringComparison.Ordinal)).Select(line => line[(name.Length + 4)..]);

        InvalidDataException Damaged(int line, string what) =>
            new($"The run log '{path}' is damaged at line {line + 1}: {what}. Mend or remove that line, or start with another file.");
    }

    internal string Header() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Title}\n# experiment: {Experiment}\n# settings: {Settings.Replace("\n", "\n# arm: ", StringComparison.Ordinal)}\n# trainings: {Trainings}\n# command: {Command}\n{TrainingRow.Columns}\n");

    internal void RequireSame(string experiment, string settings, string mine, string other)
    {
        var (there, here) = (Lines(Experiment, Settings), Lines(experiment, settings));
        if (!there.SequenceEqual(here))
        {
            throw new InvalidDataException(
                $"The log {mine} is of other settings than {other}. Use another file, or the same settings.\n  {mine}: {FirstOnlyIn(there, here)}\n  {other}: {FirstOnlyIn(here, there)}");
        }

        static string[] Lines(string experiment, string settings) => [experiment, .. settings.Split('\n')];

        static string FirstOnlyIn(string[] these, string[] those) => these.Except(those).FirstOrDefault() ?? "nothing that the other lacks";
    }

    private static string Locate(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (File.Exists(name) || name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            return name;
        }

        var path = Path.Combine(DataFolder.Find("runs", Fix), name + ".csv");
        return File.Exists(path) ? path : throw new FileNotFoundException($"There is no recorded experiment '{name}': no file '{path}'. {Fix}", path);
    }

    private IEnumerable<TrainingRow> Of(string? arm)
    {
        var arms = Arms;
        var name = arm ?? (arms.Count == 1 ? arms[0] : null);
        return arms.Contains(name)
            ? Rows.Where(row => row.Arm == name)
            : throw new ArgumentException($"There is no arm '{arm}'. There are: {string.Join(", ", arms)}.", nameof(arm));
    }
}

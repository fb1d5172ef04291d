using System.Globalization;
using System.Text;

namespace DescentLab;

/// <summary>The trainings of an experiment: those just finished, or those in a CSV file.</summary>
/// <remarks>
/// <code>
/// var runs = RunLog.Read("momentum");
/// TTest.Pooled(runs.Mcc("momentum"), runs.Mcc("no momentum"))
/// </code>
/// The file begins with lines that start with <c>#</c> (experiment, settings, arms, number of trainings, command); then comes a
/// line of column names and a row for each training. An unfinished last line of a killed program is ignored. Fields follow RFC 4180; Windows' line ends and a byte order mark are read too.
/// The same experiment gives the same rows on any machine, however often it was interrupted and however it was
/// divided, except for the two measured columns, <see cref="TrainingRow.Seconds"/> and <see cref="TrainingRow.Machine"/>.
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
        Command = Csv.OneLine(command);
        Rows = [.. TrainingRow.Sort(rows)];
    }

    /// <summary>The experiment's name.</summary>
    public string Experiment { get; }

    /// <summary>All settings: a line of what the arms share, and a line for each arm.</summary>
    public string Settings { get; }

    /// <summary>The number of trainings of the complete experiment.</summary>
    public int Trainings { get; }

    /// <summary>The command that made the file.</summary>
    public string Command { get; }

    /// <summary>A row for each finished training, by arm, then by repeat.</summary>
    public IReadOnlyList<TrainingRow> Rows { get; }

    /// <summary>Whether all trainings are finished.</summary>
    public bool IsComplete => Rows.Count == Trainings;

    /// <summary>The arms, in alphabetical order.</summary>
    public IReadOnlyList<string> Arms => [.. Rows.Select(row => row.Arm).Distinct()];

    /// <summary>The Matthews correlation coefficients of an arm.</summary>
    /// <param name="arm">Its name; can be omitted when there is only one.</param>
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
    /// <exception cref="InvalidDataException">The file is not a run log, or it is damaged, or it holds a row that does not belong to its experiment; the message names the line.</exception>
    public static RunLog Read(string name)
    {
        var path = Locate(name);
        return Parse(ReadBytes(path), path).Log
            ?? throw new InvalidDataException($"The run log '{path}' ends within its header. Run its experiment again.");
    }

    /// <summary>Joins the logs of all shares into the log that a single run would have written.</summary>
    /// <param name="files">The logs, in any order.</param>
    /// <param name="output">The file to write. If it exists, it must be the complete log of the same experiment, with the same results.</param>
    /// <param name="command">The command for the header.</param>
    /// <param name="force">Whether to replace any existing file.</param>
    /// <returns>The joined log.</returns>
    /// <exception cref="ArgumentException">There is no file to join.</exception>
    /// <exception cref="IOException">The output exists and is something else, or it cannot be written.</exception>
    /// <exception cref="InvalidDataException">The logs are of different settings, contradict each other, or trainings are missing.</exception>
    public static RunLog Merge(IReadOnlyList<string> files, string output, string command = "RunLog.Merge", bool force = false)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Count == 0)
        {
            throw new ArgumentException("There is no file to join: give the logs of all shares.", nameof(files));
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
            throw new InvalidDataException($"{whole.Trainings - whole.Rows.Count} of {whole.Trainings} trainings are missing in the logs. Finish every share, and give all logs.");
        }

        if (!force && File.Exists(output) && !IsSameLog(output, whole))
        {
            throw new IOException($"The file '{output}' exists and is not the complete log of this experiment. Give another file, or replace it with --force (force: true).");
        }

        using var writer = new RunLogWriter(output, whole, replace: true);
        return whole;
    }

    private static bool IsSameLog(string path, RunLog whole)
    {
        try
        {
            return Parse(ReadBytes(path), path).Log is { IsComplete: true } there
                && there.Experiment == whole.Experiment && there.Settings == whole.Settings
                && there.Rows.Zip(whole.Rows).All(pair => pair.First.SameResult(pair.Second));
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>The experiment, and each arm's mean MCC with its standard error.</summary>
    public override string ToString() => $"{Experiment}: {Rows.Count} of {Trainings} trainings" + string.Concat(
        ByArm.Select(arm => $"\n  {arm.Key}: {arm.Count()} trainings, MCC {Summary.Of(arm.Select(row => row.Mcc))}"));

    internal static byte[] ReadBytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    /// <summary>Reads the complete lines of a file.</summary>
    /// <returns>The log, or null if the header is incomplete, and the number of bytes of complete lines.</returns>
    /// <exception cref="InvalidDataException">The file is not a run log, or damaged.</exception>
    internal static (RunLog? Log, int Length) Parse(byte[] bytes, string path)
    {
        var length = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        var start = Encoding.UTF8.GetBytes(Title);
        // Excel and other editors mark UTF-8.
        var begin = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var first = bytes.AsSpan(begin, Math.Min(start.Length, bytes.Length - begin));
        if (!start.AsSpan().StartsWith(first))
        {
            throw new InvalidDataException($"The file '{path}' is not a run log: its first line is not '{Title}'. Name another file.");
        }

        var lines = Encoding.UTF8.GetString(bytes.AsSpan(begin..Math.Max(begin, length))).Split('\n')[..^1];
        for (var k = 0; k < lines.Length; k++)
        {
            // Git or an editor may have converted the file to Windows line ends.
            lines[k] = lines[k].EndsWith('\r') ? lines[k][..^1] : lines[k];
        }

        var columns = Array.FindIndex(lines, line => !line.StartsWith('#'));
        if (columns < 0)
        {
            return (null, 0);
        }

        if (lines[columns] != TrainingRow.Columns)
        {
            throw Damaged(columns, $"the columns are not {TrainingRow.Columns}");
        }

        var plan = At(columns, () => new RunPlan(Note("experiment"), Note("settings"), [.. Notes("arm")], Note("trainings")));
        var rows = new List<TrainingRow>();
        for (var k = columns + 1; k < lines.Length; k++)
        {
            rows.Add(At(k, () => plan.Checked(TrainingRow.Parse(lines[k]))));
        }

        return (new(plan.Experiment, string.Join('\n', [Note("settings"), .. Notes("arm")]), plan.Trainings, Note("command"), rows), length);

        string Note(string name) => Notes(name).FirstOrDefault() ?? "";

        IEnumerable<string> Notes(string name) =>
            lines[..columns].Where(line => line.StartsWith($"# {name}: ", StringComparison.Ordinal)).Select(line => line[(name.Length + 4)..]);

        TResult At<TResult>(int line, Func<TResult> read)
        {
            try
            {
                return read();
            }
            catch (FormatException e)
            {
                throw Damaged(line, e.Message);
            }
        }

        InvalidDataException Damaged(int line, string what) =>
            new($"The run log '{path}' is damaged at line {line + 1}: {what}. Fix or remove that line, or start with another file.");
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

    /// <summary>The log of a recorded experiment; null when data/runs has none that can be read.</summary>
    internal static RunLog? Recorded(string name)
    {
        try
        {
            return Read(PathOf(name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Locate(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (File.Exists(name) || name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            return name;
        }

        var path = PathOf(name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"There is no recorded experiment '{name}': no file '{path}'. {Fix}", path);
    }

    private static string PathOf(string name) => Path.Combine(DataFolder.Find("runs", Fix), name + ".csv");

    private IEnumerable<IGrouping<string, TrainingRow>> ByArm => Rows.GroupBy(row => row.Arm);

    private IEnumerable<TrainingRow> Of(string? arm)
    {
        var arms = Arms;
        var name = arm ?? (arms.Count == 1 ? arms[0] : null);
        return arms.Contains(name)
            ? Rows.Where(row => row.Arm == name)
            : throw new ArgumentException($"There is no arm '{arm}'. The arms are: {string.Join(", ", arms)}.", nameof(arm));
    }
}

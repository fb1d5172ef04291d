using System.Globalization;

namespace DescentLab;

/// <summary>The record of a training: a row of a run log.</summary>
/// <param name="Experiment">The experiment: "momentum".</param>
/// <param name="Arm">The arm: "no momentum".</param>
/// <param name="Repeat">The number of the training in its arm, from 1.</param>
/// <param name="Seed">The training's seed.</param>
/// <param name="Optimizer">The rule for each step, with its rates.</param>
/// <param name="Minibatches">The number of requested steps.</param>
/// <param name="BatchSize">Samples in a minibatch.</param>
/// <param name="Reason">The reason why the training ended: all steps done, or diverged.</param>
/// <param name="Accuracy">Share of the test data classified correctly.</param>
/// <param name="Mcc">The Matthews correlation coefficient on the test data.</param>
/// <param name="Seconds">The duration of the training; measured, so it differs from run to run.</param>
/// <param name="Machine">The machine it ran on.</param>
[TypeFormatterSource]
public sealed record TrainingRow(
    string Experiment,
    string Arm,
    int Repeat,
    long Seed,
    string Optimizer,
    int Minibatches,
    int BatchSize,
    StopReason Reason,
    double Accuracy,
    double Mcc,
    double Seconds,
    string Machine)
{
    internal const string Columns = "experiment,arm,repeat,seed,optimizer,minibatches,batch_size,reason,accuracy,mcc,seconds,machine";

    /// <summary>Whether two rows are of the same training with the same result: all but <see cref="Seconds"/> and <see cref="Machine"/>, which are measured each time.</summary>
    /// <param name="other">The other row.</param>
    public bool SameResult(TrainingRow other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with { Seconds = 0, Machine = "" } == other with { Seconds = 0, Machine = "" };
    }

    internal static IEnumerable<TrainingRow> Sort(IEnumerable<TrainingRow> rows) =>
        rows.OrderBy(row => row.Arm, StringComparer.Ordinal).ThenBy(row => row.Repeat);

    /// <summary>Formats the row for its file.</summary>
    public override string ToString() => ToLine();

    internal string ToLine() => Csv.Line(
        Experiment,
        Arm,
        Text(Repeat),
        Text(Seed),
        Optimizer,
        Text(Minibatches),
        Text(BatchSize),
        $"{Reason}",
        Text(Accuracy),
        Text(Mcc),
        Text(Seconds),
        Machine);

    /// <exception cref="FormatException">A field is missing, unreadable, or impossible.</exception>
    internal static TrainingRow Parse(string line)
    {
        var names = Columns.Split(',');
        var fields = Csv.Fields(line);
        if (fields.Count != names.Length)
        {
            throw new FormatException($"there are {fields.Count} fields, not the {names.Length} fields {Columns}");
        }

        var reason = Enum.GetValues<StopReason>().Where(one => $"{one}" == fields[7]).ToArray();
        return new(
            fields[0],
            fields[1],
            (int)Whole(2, 1, DescentLab.Experiment.ArmSeeds),
            Whole(3, long.MinValue, long.MaxValue),
            fields[4],
            (int)Whole(5, 1, int.MaxValue),
            (int)Whole(6, 1, int.MaxValue),
            reason is [StopReason.StepsDone or StopReason.Diverged] ? reason[0] : throw Wrong(7, $"{StopReason.StepsDone} or {StopReason.Diverged}"),
            Number(8, 0, 1),
            Number(9, -1, 1),
            Number(10, 0, double.MaxValue),
            fields[11]);

        long Whole(int k, long least, long most) =>
            long.TryParse(fields[k], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
                ? value
                : throw Wrong(k, $"a whole number from {least} to {most}");

        double Number(int k, double least, double most) =>
            double.TryParse(fields[k], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
                ? value
                : throw Wrong(k, most == double.MaxValue ? $"a number, {least} or above" : $"a number from {least} to {most}");

        FormatException Wrong(int k, string right) => new($"{names[k]} is '{fields[k]}', not {right}");
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

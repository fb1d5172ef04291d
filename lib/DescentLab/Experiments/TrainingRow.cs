using System.Globalization;

namespace DescentLab;

/// <summary>What is kept of a training: a row of a run log.</summary>
/// <param name="Experiment">The experiment: "momentum".</param>
/// <param name="Arm">The arm: "no momentum".</param>
/// <param name="Repeat">Which training of the arm, from 1.</param>
/// <param name="Seed">The training's seed.</param>
/// <param name="Optimizer">The rule for each step, with its rates.</param>
/// <param name="Minibatches">How many steps were asked for.</param>
/// <param name="BatchSize">Samples in a minibatch.</param>
/// <param name="Reason">Why the training ended: all steps done, or diverged.</param>
/// <param name="Accuracy">Share of the test data classified rightly.</param>
/// <param name="Mcc">The Matthews correlation coefficient on the test data.</param>
/// <param name="Seconds">How long the training took; measured, so it differs from run to run.</param>
/// <param name="Machine">What it ran on; differs from machine to machine.</param>
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

    /// <summary>Whether two rows tell the same training with the same result: all but <see cref="Seconds"/> and <see cref="Machine"/>, which are measured anew each time.</summary>
    /// <param name="other">The other row.</param>
    public bool SameResult(TrainingRow other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with { Seconds = 0, Machine = "" } == other with { Seconds = 0, Machine = "" };
    }

    internal static IEnumerable<TrainingRow> Sort(IEnumerable<TrainingRow> rows) =>
        rows.OrderBy(row => row.Arm, StringComparer.Ordinal).ThenBy(row => row.Repeat);

    /// <summary>The row as its file has it.</summary>
    public override string ToString() => ToLine();

    internal string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Experiment},{Arm},{Repeat},{Seed},{Optimizer},{Minibatches},{BatchSize},{Reason},{Accuracy:R},{Mcc:R},{Seconds:R},{Machine}");

    /// <exception cref="FormatException">A field is missing or unreadable.</exception>
    internal static TrainingRow Parse(string line)
    {
        var fields = line.Split(',');
        return fields.Length == Columns.Split(',').Length && Enum.TryParse<StopReason>(fields[7], out var reason)
            ? new(fields[0], fields[1], Int(2), long.Parse(fields[3], CultureInfo.InvariantCulture), fields[4], Int(5), Int(6), reason, Number(8), Number(9), Number(10), fields[11])
            : throw new FormatException($"'{line}' has not the fields {Columns}");

        int Int(int k) => int.Parse(fields[k], CultureInfo.InvariantCulture);
        double Number(int k) => double.Parse(fields[k], CultureInfo.InvariantCulture);
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace DescentLab;

/// <summary>The header of a run log: the trainings and their settings.</summary>
internal sealed partial class RunPlan
{
    /// <summary>How the settings of a paired experiment end.</summary>
    public const string Paired = ", paired";

    private readonly IReadOnlyList<string> arms;
    private readonly (string Text, int Number)[] sortedArms;
    private readonly int repeats;
    private readonly int minibatches;
    private readonly int batchSize;
    private readonly long seed;
    private readonly bool paired;
    private readonly HashSet<(string Arm, int Repeat)> seen = [];

    /// <summary>Reads a header.</summary>
    /// <param name="experiment">The experiment's name.</param>
    /// <param name="settings">The settings that the arms share, as <see cref="DescentLab.Experiment"/> writes it.</param>
    /// <param name="arms">The arms, as <see cref="TrainingArm.ToString"/> writes them.</param>
    /// <param name="trainings">The number of trainings.</param>
    /// <exception cref="FormatException">The header is not that of a run log.</exception>
    public RunPlan(string experiment, string settings, IReadOnlyList<string> arms, string trainings)
    {
        Experiment = experiment;
        this.arms = arms;
        sortedArms = [.. arms.Select((text, number) => (text, number)).OrderBy(arm => arm.text, StringComparer.Ordinal)];
        if (Settings().Match(settings) is not { Success: true } match
            || !int.TryParse(match.Groups["repeats"].Value, CultureInfo.InvariantCulture, out repeats)
            || !int.TryParse(match.Groups["minibatches"].Value, CultureInfo.InvariantCulture, out minibatches)
            || !int.TryParse(match.Groups["batch"].Value, CultureInfo.InvariantCulture, out batchSize)
            || !long.TryParse(match.Groups["seed"].Value, CultureInfo.InvariantCulture, out seed))
        {
            throw new FormatException($"the header's settings are '{settings}', not 'DATA; 22 repeats; 40000 minibatches of 64, SAMPLING; seed 1'");
        }

        paired = match.Groups["paired"].Success;
        if (!int.TryParse(trainings, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count != (long)arms.Count * repeats)
        {
            throw new FormatException($"the header says {(trainings.Length == 0 ? "no number of" : trainings)} trainings, but {arms.Count} arms and {repeats} repeats");
        }

        Trainings = count;
    }

    /// <summary>The experiment's name.</summary>
    public string Experiment { get; }

    /// <summary>The number of trainings.</summary>
    public int Trainings { get; }

    /// <summary>Returns a row that belongs to this experiment and is not a duplicate.</summary>
    /// <exception cref="FormatException">The row does not belong to it; the message says why.</exception>
    public TrainingRow Checked(TrainingRow row)
    {
        if (row.Experiment != Experiment)
        {
            throw new FormatException($"the row is of the experiment '{row.Experiment}', the file of '{Experiment}'");
        }

        // "NAME (RULE; [n minibatches; ][minibatches of n; ]LAYERS; LOSS[; initial weights of seed n])"
        var start = $"{row.Arm} ({row.Optimizer}; ";
        var arm = ArmThatStarts(start);
        if (arm < 0)
        {
            throw new FormatException(
                arms.Any(text => text.StartsWith($"{row.Arm} (", StringComparison.Ordinal))
                    ? $"the optimizer of '{row.Arm}' is '{row.Optimizer}', not the one of the header"
                    : $"the header has no arm '{row.Arm}'");
        }

        var own = Steps().Match(arms[arm][start.Length..]);
        Require("repeat", row.Repeat >= 1 && row.Repeat <= repeats, row.Repeat, $"1 to {repeats}");
        Require("minibatches", row.Minibatches == Own("minibatches", minibatches), row.Minibatches, $"{Own("minibatches", minibatches)}");
        Require("batch_size", row.BatchSize == Own("batch", batchSize), row.BatchSize, $"{Own("batch", batchSize)}");
        var expected = DescentLab.Experiment.SeedOf(seed, paired ? 0 : arm, row.Repeat);
        Require("seed", row.Seed == expected, row.Seed, $"{expected}");
        return seen.Add((row.Arm, row.Repeat)) ? row : throw new FormatException($"training {row.Repeat} of '{row.Arm}' occurs twice");

        int Own(string group, int shared) => own.Groups[group] is { Success: true } value ? int.Parse(value.Value, CultureInfo.InvariantCulture) : shared;

        static void Require(string name, bool right, long value, string should)
        {
            if (!right)
            {
                throw new FormatException($"{name} is {value}, but by the header it must be {should}");
            }
        }
    }

    /// <summary>The number of the arm whose text starts so; −1 if there is none. A log may have thousands of arms and rows.</summary>
    private int ArmThatStarts(string start)
    {
        // The first text not before it starts so if any does.
        int low = 0, high = sortedArms.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(sortedArms[middle].Text, start) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low < sortedArms.Length && sortedArms[low].Text.StartsWith(start, StringComparison.Ordinal) ? sortedArms[low].Number : -1;
    }

    [GeneratedRegex(@"^.+; (?<repeats>\d+) repeats; (?<minibatches>\d+) minibatches of (?<batch>\d+), [^;]+; seed (?<seed>-?\d+)(?<paired>" + Paired + ")?$", RegexOptions.CultureInvariant)]
    private static partial Regex Settings();

    [GeneratedRegex(@"^(?:(?<minibatches>\d{1,9}) minibatches; )?(?:minibatches of (?<batch>\d{1,9}); )?", RegexOptions.CultureInvariant)]
    private static partial Regex Steps();
}

using System.Globalization;

namespace DescentLab;

public sealed partial class RunLog : IHtml
{
    /// <summary>The usual chart: every training's MCC, beside the box of each arm's quartiles.</summary>
    /// <exception cref="InvalidOperationException">There is no row yet.</exception>
    public Figure Plot() => Rows.Count > 0
        ? Lab.Plot.Strip([.. ByArm.Select(arm => new Series(arm.Key, [.. arm.Select(row => row.Mcc)]))], "MCC")
        : throw new InvalidOperationException("This log has no rows yet. Run the experiment first.");

    /// <summary>Each arm in a row, then some of the trainings.</summary>
    public string ToHtml() => OfArms.ToHtml() + OfRows.ToHtml();

    /// <inheritdoc/>
    public string ToText() => $"{OfArms}\n{OfRows}";

    private Sheet OfArms => new($"{Experiment}: {Rows.Count} of {Trainings} trainings")
    {
        Header = ["arm", "trainings", "MCC", "accuracy", "seconds each"],
        Rows = [.. ByArm.Select(arm => (string[])[
            arm.Key,
            $"{arm.Count()}",
            $"{Summary.Of(arm.Select(row => row.Mcc))}",
            $"{Summary.Of(arm.Select(row => row.Accuracy))}",
            Fixed(arm.Average(row => row.Seconds), 2)])],
    };

    private Sheet OfRows => new("Trainings")
    {
        Header = ["arm", "repeat", "seed", "ended", "accuracy", "MCC", "seconds"],
        Rows = [.. Sheet.Spread(Rows.Count).Select(k => Rows[k]).Select(row => (string[])[
            row.Arm,
            $"{row.Repeat}",
            $"{row.Seed}",
            $"{row.Reason}",
            Fixed(row.Accuracy, 4),
            Fixed(row.Mcc, 4),
            Fixed(row.Seconds, 2)])],
    };

    private static string Fixed(double x, int decimals) => x.ToString($"F{decimals}", CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace DescentLab;

public sealed partial class TrainingRun<T> : IHtml
{
    /// <summary>The usual chart: the recorded losses.</summary>
    /// <exception cref="InvalidOperationException">The training recorded no losses.</exception>
    public Figure Plot() => Losses.Count > 0
        ? Lab.Plot.Losses([LossCurve("loss")])
        : throw new InvalidOperationException($"This training recorded no losses: it took {Steps} steps, and LossEvery is {Settings.LossEvery}. Set LossEvery to 1, or take more steps.");

    /// <summary>How it ended, the scores, and a table of losses.</summary>
    public string ToHtml() => Sheet.ToHtml();

    /// <inheritdoc/>
    public string ToText() => $"{Sheet}";

    private Sheet Sheet => new($"{this}")
    {
        Lines = $"{Optimizer}, minibatches of {Settings.BatchSize}, {Settings.Sampling}",
        Header = Losses.Count == 0 ? [] : ["step", "loss"],
        Rows = [.. Sheet.Spread(Losses.Count).Select(k => (string[])[$"{Losses[k].Step}", Losses[k].Loss.ToString("F4", CultureInfo.InvariantCulture)])],
    };
}

using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace DescentLab.Charts;

/// <content>Charts in rows: horizontal bars, and experiments below each other.</content>
internal sealed partial class PlotlyCharts
{
    private const int RowHeight = 30;
    private const int VerdictBins = 40;

    /// <inheritdoc/>
    public Figure Rows(IReadOnlyList<Estimate> estimates, string x, bool ranked = false, string empty = "no number")
    {
        NotEmpty(estimates, nameof(estimates));
        // plotly.js stacks rows from the bottom, and a name without a number comes last.
        var rows = estimates.Select((estimate, k) => (
            Estimate: estimate,
            Color: ranked ? Slots.Color(k) : LightBar,
            // After the last colour they are hatched.
            Hatch: ranked && k >= Slots.Colors.Length ? Hatches[((k / Slots.Colors.Length) - 1) % Hatches.Length] : "")).ToArray();
        rows = [.. ranked ? rows.OrderBy(row => double.IsFinite(row.Estimate.Value) ? row.Estimate.Value : double.NegativeInfinity) : rows.Reverse()];
        var gaps = estimates.Count(estimate => !double.IsFinite(estimate.Value));
        var ends = estimates.SelectMany(estimate => new[] { estimate.Value, estimate.Value - estimate.Error, estimate.Value + estimate.Error })
            .Where(double.IsFinite).ToArray();
        Interval? range = ends.Length > 0 && ends.Min() >= 0 ? new Interval(0, ends.Max() > 0 ? 1.05 * ends.Max() : 1) : Ranges.Of([0, .. ends]);
        var layout = Style.Layout(x, "", range)
            .With("height", 130 + (RowHeight * estimates.Count))
            .With("meta", Style.Small)
            .With("xaxis", Style.Axis(x, range).With("tickfont", new Font().With("size", 12)))
            .With("yaxis", Style.Axis("", null).With("type", "category").With("showgrid", false).With("ticks", "").With("tickfont", new Font().With("size", 12)));
        if (gaps > 0)
        {
            layout = layout.With("annotations", new[] { Explanation(empty) });
        }

        var bars = new Trace2D("bar")
            .With("orientation", "h")
            .With("y", rows.Select(row => $"{Typography.Printed(row.Estimate.Name)}{(double.IsFinite(row.Estimate.Value) ? "" : " –")}").ToArray())
            .With("x", rows.Select(row => row.Estimate.Value).Numbers())
            .With("error_x", Errors([.. rows.Select(row => row.Estimate)]))
            .With("width", 0.7)
            .With("marker", new Marker()
                .With("color", rows.Select(row => row.Color).ToArray())
                .With("line", new Line().With("color", Slots.Colors[0]).With("width", ranked ? 0 : 1))
                .With("pattern", ranked ? new Pattern().With("shape", rows.Select(row => row.Hatch).ToArray()).With("fgcolor", "#ffffff").With("solidity", 0.25).With("size", 9) : null))
            .With("showlegend", false)
            .With("name", x)
            .With("hovertemplate", "%{y}: %{x}<extra></extra>");
        var words = rows.Reverse().Select(row => $"{row.Estimate.Name} {(double.IsFinite(row.Estimate.Value) ? Words.Of(row.Estimate.Value) : empty)}");
        return Plotly.Figure($"{x}{(ranked ? ", from the largest" : "")}: {Words.List(words)}.", layout, bars);
    }

    /// <inheritdoc/>
    public Figure Verdicts(
        IReadOnlyList<TTestResult> experiments, double truth, Interval range, string x = "difference of the means", int shown = 25, double level = 0.05)
    {
        NotEmpty(experiments, nameof(experiments));
        Finite(range, nameof(range));
        ArgumentOutOfRangeException.ThrowIfLessThan(shown, 1);
        bool Found(TTestResult experiment) => experiment.P < level;
        var rows = experiments.Take(shown).Index().ToArray();
        var found = experiments.Where(Found).Select(experiment => experiment.MeanDifference).ToArray();
        var all = experiments.Select(experiment => experiment.MeanDifference).ToArray();
        var (findsIt, doesNot) = ($"finds a difference (p < {Words.Of(level)})", "does not");

        Trace2D Intervals(bool finds)
        {
            var some = rows.Where(row => Found(row.Item) == finds).ToArray();
            return new Trace2D("scatter")
                .With("mode", "markers")
                .With("name", finds ? findsIt : doesNot)
                .With("x", some.Select(row => row.Item.MeanDifference).Numbers())
                .With("y", some.Select(row => row.Index + 1).ToArray())
                .With("error_x", new Error().With("type", "data")
                    .With("array", some.Select(row => row.Item.Interval is { } interval ? (interval.High - interval.Low) / 2 : 0).Numbers())
                    .With("thickness", 2).With("width", 0))
                .With("text", some.Select(row => Words.Of(row.Item.P)).ToArray())
                .With("hovertemplate", "%{x} ± %{error_x.array}, p = %{text}")
                .With("marker", new Marker().With("size", 10).With("line", new Line().With("width", 1).With("color", Style.Outline)))
                .With("showlegend", true)
                .Slot(finds ? 0 : 1, "marker.color", "error_x.color", "marker.symbol", "legendgroup");
        }

        Trace2D Counts(double[] values, bool finds)
        {
            var histogram = Within(values, range);
            return new Trace2D("bar")
                .With("name", finds ? findsIt : "all experiments")
                .With("x", Bins(histogram, (from, to) => (from + to) / 2).Numbers())
                .With("width", Bins(histogram, (from, to) => to - from).Numbers())
                .With("y", histogram.Counts.Select(count => 100.0 * count / all.Length).Numbers())
                .With("marker", new Marker().With("color", finds ? Slots.Colors[0] : LightBar).With("line", new Line().With("width", 1).With("color", Slots.Colors[0])))
                .With("hovertemplate", "around %{x}: %{y} %<extra></extra>")
                .With("showlegend", !finds)
                .Slot(0);
        }

        var upper = Plotly.Figure(
            "",
            Style.Layout("", $"experiment 1 to {rows.Length}", range, new Interval(0, rows.Length + 1)).With("height", 400)
                .With("yaxis", Style.Axis($"experiment 1 to {rows.Length}", new Interval(0, rows.Length + 1)).With("showticklabels", false).With("ticks", "").With("showgrid", false)),
            Intervals(true), Intervals(false));
        var lower = Plotly.Figure(
            "",
            Style.Layout(x, "share in %", range, new Interval(0, 105.0 * Within(all, range).Counts.Max() / all.Length)).With("height", 260).With("barmode", "overlay"),
            Counts(all, false), Counts(found, true));
        Figure Lines(Figure figure, bool labels) => figure + VerticalLine(0) + VerticalLine(truth, labels ? "true" : "");
        var mean = found.Length == 0 ? "" : $"; those estimate {Words.Of(found.Average())} on average";
        return Stack(Lines(upper, true), Lines(lower, false)).WithDescription(
            $"{Words.Count(all.Length, "experiment")}: {Words.Of(Math.Round(100.0 * found.Length / all.Length, 1))} % find a difference (p < {Words.Of(level)}){mean}. All estimate {Words.Of(all.Average())} on average; the truth is {Words.Of(truth)}. Above, the first {rows.Length} with their intervals; below, all estimates as a histogram.");
    }

    /// <summary>Counts values beyond the axis at its end.</summary>
    private static Histogram Within(double[] values, Interval range) => DescentLab.Histogram.Of(
        [.. values.Select(value => Math.Clamp(value, range.Min, range.Max))], VerdictBins, (range.Min, range.Max));
}

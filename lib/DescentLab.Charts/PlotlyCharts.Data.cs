using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace DescentLab.Charts;

/// <content>Named data: lines, losses, estimates, samples.</content>
internal sealed partial class PlotlyCharts
{
    // An edge and an error bar are visible on it.
    private const string LightBar = "#92bedf";

    private const int LossPoints = 400;
    private const int SymbolsOnALine = 8;

    /// <inheritdoc/>
    public Figure Lines(IReadOnlyList<Series> series, string x = "step", string y = "", Stroke? line = null, bool points = false)
    {
        var all = NotEmpty(series, nameof(series)).Select(one => (Name: Typography.Printed(one.Name), X: Places(one), one.Y)).ToArray();
        // A few symbols are enough to follow a line in grey; plotly.js staggers those of several lines.
        var (drawn, most) = (line != Stroke.None, points ? (int?)null : SymbolsOnALine);
        var marked = !drawn || points || all.Length > 1;
        var traces = all.Select((one, k) => (Trace)new Trace2D("scatter")
            .With("mode", (drawn, marked) switch { (false, _) => "markers", (_, true) => "lines+markers", _ => "lines" })
            .With("name", one.Name)
            .With("x", one.X.Numbers())
            .With("y", one.Y.Numbers())
            .With("line", drawn ? new Line().With("dash", line is { } given ? Symbols.Dash(given) : null).With("width", 2) : null)
            .With("marker", marked ? new Marker().With("size", 8).With("maxdisplayed", drawn ? most : null) : null)
            .Slot(k, drawn ? "line.color" : null, drawn && line is null ? "line.dash" : null, marked ? "marker.color" : null, marked ? "marker.symbol" : null));
        return Plotly.Figure(
            $"{Titled(y, x)} {string.Join(" ", all.Select(one => $"{one.Name}: {Words.Course(one.Y)}."))}",
            Style.Layout(x, y, Ranges.Of(all.SelectMany(one => one.X)), Ranges.Of(all.SelectMany(one => one.Y))),
            [.. traces]);
    }

    /// <inheritdoc/>
    public Figure Losses(
        IReadOnlyList<Series> runs, int smooth = 1, double every = 1, bool log = false, string x = "minibatch", string y = "loss")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(smooth, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every);
        var drawn = NotEmpty(runs, nameof(runs)).Select(run => Smoothed(run, smooth, every)).ToArray();
        // Dashes would be invisible in the noise: symbols distinguish the lines.
        return Lines(drawn, x, smooth == 1 ? y : $"{y}, mean of {smooth}", Stroke.Solid).WithLog(y: log);
    }

    /// <inheritdoc/>
    public Figure Bars(IReadOnlyList<Estimate> estimates, string y, string x = "") => Plotly.Figure(
        Describe(estimates, y),
        Style.Layout(x, y),
        new Trace2D("bar")
            .With("x", NotEmpty(estimates, nameof(estimates)).Select(estimate => estimate.Name).ToArray())
            .With("y", estimates.Select(estimate => estimate.Value).Numbers())
            .With("error_y", Errors(estimates))
            .With("width", 0.6)
            // Light, so that the error bar is visible on it, with an edge that is visible on paper.
            .With("marker", new Marker().With("color", LightBar).With("line", new Line().With("color", Slots.Colors[0]).With("width", 2)))
            .With("showlegend", false)
            .With("name", y)
            .With("hovertemplate", Hover(estimates)));

    /// <inheritdoc/>
    public Figure Points(IReadOnlyList<Estimate> estimates, string y, string x = "")
    {
        NotEmpty(estimates, nameof(estimates));
        var ends = estimates.SelectMany(estimate => new[] { estimate.Value - estimate.Error, estimate.Value + estimate.Error });
        var layout = Style.Layout(x, y, null, Ranges.Of(ends));
        return Plotly.Figure(
            Describe(estimates, y),
            layout,
            new Trace2D("scatter")
                .With("mode", "markers")
                .With("x", estimates.Select(estimate => estimate.Name).ToArray())
                .With("y", estimates.Select(estimate => estimate.Value).Numbers())
                .With("error_y", Errors(estimates))
                .With("marker", new Marker().With("size", 11))
                .Slot(0, "marker.color")
                .With("name", y)
                .With("showlegend", false)
                .With("hovertemplate", Hover(estimates)));
    }

    /// <inheritdoc/>
    public Figure Histogram(
        IReadOnlyList<Series> samples, string x, int bins = 10, IReadOnlyList<double>? edges = null, bool common = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        foreach (var sample in NotEmpty(samples, nameof(samples)))
        {
            NotEmpty(sample.Y, nameof(samples));
        }

        var all = samples.SelectMany(sample => sample.Y).ToArray();
        (double, double)? range = common ? (all.Min(), all.Max()) : null;
        var histograms = samples.Select(sample => edges is not null ? DescentLab.Histogram.Of(sample.Y, edges) : DescentLab.Histogram.Of(sample.Y, bins, range)).ToArray();
        var layout = Style.Layout(
                x, "count", Ranges.Of(histograms.SelectMany(histogram => histogram.Edges)), new(0, 1.05 * histograms.Max(histogram => histogram.Counts.Max())))
            .With("barmode", "overlay")
            .With("bargap", 0);
        return Plotly.Figure(
            string.Join(" ", samples.Select((sample, k) => Describe(sample, histograms[k]))),
            layout,
            [.. samples.Select((sample, k) => HistogramTrace(sample.Name, histograms[k], k))]);
    }

    /// <inheritdoc/>
    public Figure Strip(IReadOnlyList<Series> samples, string y)
    {
        var traces = NotEmpty(samples, nameof(samples)).Select((sample, k) => (Trace)new Trace2D("box")
            .With("name", Typography.Printed(sample.Name))
            .With("y", sample.Y.Numbers())
            .With("boxpoints", "all")
            .With("jitter", 0.5)
            .With("pointpos", 0)
            .With("fillcolor", "rgba(128,128,128,0.15)")
            .With("marker", new Marker().With("size", 6).With("opacity", 0.75))
            .Slot(k, "marker.color", "line.color")
            .With("showlegend", false));
        return Plotly.Figure(
            string.Join(" ", samples.Select(sample => $"{y} of {sample.Name}: {Words.Count(sample.Y.Count, "value")}, {Words.Spread(sample.Y)}.")),
            Style.Layout("", y, null, Ranges.Of(samples.SelectMany(sample => sample.Y))),
            [.. traces]);
    }

    private static IReadOnlyList<double> Places(Series series)
    {
        if (series.X is { } given && given.Count != series.Y.Count)
        {
            throw new ArgumentException(
                $"'{series.Name}' has {given.Count} values x for {series.Y.Count} values y. Give the same number of both.", nameof(series));
        }

        return series.X ?? [.. Enumerable.Range(0, series.Y.Count).Select(k => (double)k)];
    }

    private static Series Smoothed(Series run, int smooth, double every)
    {
        var (places, means) = (Places(run), Smoothing.MovingMean(run.Y, smooth));
        // The mean of a window is drawn at its last loss.
        var x = places.Skip(run.Y.Count - means.Length).Select(place => place * every).ToArray();
        var kept = Smoothing.Thinned(means.Length, LossPoints);
        return new(run.Name, [.. kept.Select(k => means[k])], [.. kept.Select(k => x[k])]);
    }

    private static Error? Errors(IReadOnlyList<Estimate> estimates) => estimates.All(estimate => estimate.Error == 0)
        ? null
        : new Error()
            .With("type", "data")
            .With("array", estimates.Select(estimate => estimate.Error).Numbers())
            .With("color", Style.Faint)
            .With("thickness", 2)
            .With("width", 6);

    private static string Hover(IReadOnlyList<Estimate> estimates) =>
        $"%{{x}}: %{{y}}{(estimates.All(estimate => estimate.Error == 0) ? "" : " ± %{error_y.array}")}<extra></extra>";

    private static Trace2D HistogramTrace(string name, Histogram histogram, int k) => new Trace2D("bar")
        .With("name", Typography.Printed(name))
        .With("x", Bins(histogram, (from, to) => (from + to) / 2).Numbers())
        .With("width", Bins(histogram, (from, to) => to - from).Numbers())
        .With("y", histogram.Counts.Select(count => (double)count).Numbers())
        .With("customdata", Bins(histogram, (from, to) => $"{Words.Of(from)} to {Words.Of(to)}"))
        .With("hovertemplate", "%{customdata}: %{y}")
        .With("marker", Hatched(k))
        .Slot(k, "marker.line.color", k == 0 ? null : "marker.pattern.fgcolor");

    private static readonly string[] Hatches = ["/", "\\", "x", "-", "|", "."];

    private static T[] Bins<T>(Histogram histogram, Func<double, double, T> of) =>
        [.. histogram.Edges.Zip(histogram.Edges.Skip(1), of)];

    /// <summary>Gets the fill of a histogram: solid for the first, a different hatching for each further one, which shows those below (Figure 11-8).</summary>
    private static Marker Hatched(int k) => k == 0
        ? new Marker().With("color", LightBar).With("line", new Line().With("width", 1.5))
        : new Marker()
            .With("color", "rgba(0,0,0,0)")
            .With("line", new Line().With("width", 1.5))
            .With("pattern", new Pattern().With("shape", Hatches[(k - 1) % Hatches.Length]).With("size", 7).With("solidity", 0.3)
                .With("fillmode", "replace").With("bgcolor", "rgba(0,0,0,0)"));

    private static string Titled(string y, string x) => y.Length == 0 ? $"Lines over the {x}." : $"{y} over the {x}.";

    private static string Describe(IReadOnlyList<Estimate> estimates, string y) =>
        $"{y}: {Words.List(estimates.Select(estimate => $"{estimate.Name} {Words.Of(estimate.Value)}{(estimate.Error == 0 ? "" : $" ± {Words.Of(estimate.Error)}")}"))}.";

    private static string Describe(Series sample, Histogram histogram) =>
        $"Histogram of {sample.Name}: {Words.Count(sample.Y.Count, "value")} in {Words.Count(histogram.Counts.Count, "bin")}, {Words.Spread(sample.Y)}.";
}

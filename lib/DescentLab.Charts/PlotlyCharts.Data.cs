using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace DescentLab.Charts;

/// <content>Numbers with names: lines, losses, estimates, samples.</content>
internal sealed partial class PlotlyCharts
{
    private const int LossPoints = 400;

    /// <inheritdoc/>
    public Figure Lines(IReadOnlyList<Series> series, string x = "step", string y = "", Stroke line = Stroke.Solid, bool points = false)
    {
        var all = Some(series, nameof(series)).Select(one => (one.Name, X: Places(one), one.Y)).ToArray();
        var traces = all.Select((one, k) => (Trace)new Trace2D("scatter")
            .With("mode", (line, points) switch { (Stroke.None, _) => "markers", (_, true) => "lines+markers", _ => "lines" })
            .With("name", one.Name)
            .With("x", one.X.Numbers())
            .With("y", one.Y.Numbers())
            .With("line", line == Stroke.None ? null : new Line().With("dash", Symbols.Dash(Again(line, k))).With("width", 2))
            .With("marker", line == Stroke.None || points ? new Marker().With("symbol", Symbols.Name((Symbol)(k % 5))).With("size", 8) : null));
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
        var drawn = Some(runs, nameof(runs)).Select(run => Drawn(run, smooth, every)).ToArray();
        return Lines(drawn, x, smooth == 1 ? y : $"{y}, mean of {smooth}").WithLog(y: log);
    }

    /// <inheritdoc/>
    public Figure Bars(IReadOnlyList<Estimate> estimates, string y, string x = "") => Plotly.Figure(
        Describe(estimates, y),
        Style.Layout(x, y),
        new Trace2D("bar")
            .With("x", Some(estimates, nameof(estimates)).Select(estimate => estimate.Name).ToArray())
            .With("y", estimates.Select(estimate => estimate.Value).Numbers())
            .With("error_y", Errors(estimates))
            .With("width", 0.6)
            .With("marker", new Marker().With("opacity", 0.6))
            .With("showlegend", false)
            .With("name", y)
            .With("hovertemplate", Hover(estimates)));

    /// <inheritdoc/>
    public Figure Points(IReadOnlyList<Estimate> estimates, string y, string x = "")
    {
        Some(estimates, nameof(estimates));
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
                .With("name", y)
                .With("showlegend", false)
                .With("hovertemplate", Hover(estimates)));
    }

    /// <inheritdoc/>
    public Figure Histogram(
        IReadOnlyList<Series> samples, string x, int bins = 10, IReadOnlyList<double>? edges = null, bool common = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        foreach (var sample in Some(samples, nameof(samples)))
        {
            Some(sample.Y, nameof(samples));
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
            [.. samples.Select((sample, k) => HistogramTrace(sample.Name, histograms[k], samples.Count == 2 ? k : -1))]);
    }

    /// <inheritdoc/>
    public Figure Strip(IReadOnlyList<Series> samples, string y)
    {
        var traces = Some(samples, nameof(samples)).Select(sample => (Trace)new Trace2D("box")
            .With("name", sample.Name)
            .With("y", sample.Y.Numbers())
            .With("boxpoints", "all")
            .With("jitter", 0.5)
            .With("pointpos", 0)
            .With("fillcolor", "rgba(128,128,128,0.15)")
            .With("marker", new Marker().With("size", 6).With("opacity", 0.75))
            .With("showlegend", false));
        return Plotly.Figure(
            string.Join(" ", samples.Select(sample => $"{y} of {sample.Name}: {Words.Count(sample.Y.Count, "value")}, {Words.Spread(sample.Y)}.")),
            Style.Layout("", y, null, Ranges.Of(samples.SelectMany(sample => sample.Y))),
            [.. traces]);
    }

    // The seventh line has the colour of the first: the dashes keep them apart.
    private static Stroke Again(Stroke line, int k) => line == Stroke.Solid && k >= Style.Palette.Length ? Stroke.Dashed : line;

    private static IReadOnlyList<double> Places(Series series)
    {
        if (series.X is { } given && given.Count != series.Y.Count)
        {
            throw new ArgumentException(
                $"'{series.Name}' has {given.Count} places x for {series.Y.Count} numbers y. Give as many of both.", nameof(series));
        }

        return series.X ?? [.. Enumerable.Range(0, series.Y.Count).Select(k => (double)k)];
    }

    private static Series Drawn(Series run, int smooth, double every)
    {
        var (places, means) = (Places(run), Smoothing.MovingMean(run.Y, smooth));
        // The mean of a window stands at the window's last loss.
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

    private static Trace2D HistogramTrace(string name, Histogram histogram, int shade) => new Trace2D("bar")
        .With("name", name)
        .With("x", Bins(histogram, (from, to) => (from + to) / 2).Numbers())
        .With("width", Bins(histogram, (from, to) => to - from).Numbers())
        .With("y", histogram.Counts.Select(count => (double)count).Numbers())
        .With("customdata", Bins(histogram, (from, to) => $"{Words.Of(from)} to {Words.Of(to)}"))
        .With("hovertemplate", "%{customdata}: %{y}")
        .With("marker", shade < 0 ? new Marker().With("opacity", 0.55) : Shaded(shade));

    private static T[] Bins<T>(Histogram histogram, Func<double, double, T> of) =>
        [.. histogram.Edges.Zip(histogram.Edges.Skip(1), of)];

    /// <summary>Dark and light grey with opposite hatching, as in Figure 11-8.</summary>
    private static Marker Shaded(int shade) => new Marker()
        .With("color", shade == 0 ? "rgba(95,95,95,0.8)" : "rgba(190,190,190,0.7)")
        .With("line", new Line().With("color", shade == 0 ? "#333333" : "#8a8a8a").With("width", 1))
        .With("pattern", new Pattern().With("shape", shade == 0 ? "/" : "\\").With("size", 8).With("solidity", 0.2).With("fillmode", "overlay"));

    private static string Titled(string y, string x) => y.Length == 0 ? $"Lines over the {x}." : $"{y} over the {x}.";

    private static string Describe(IReadOnlyList<Estimate> estimates, string y) =>
        $"{y}: {Words.List(estimates.Select(estimate => $"{estimate.Name} {Words.Of(estimate.Value)}{(estimate.Error == 0 ? "" : $" ± {Words.Of(estimate.Error)}")}"))}.";

    private static string Describe(Series sample, Histogram histogram) =>
        $"Histogram of {sample.Name}: {Words.Count(sample.Y.Count, "value")} in {Words.Count(histogram.Counts.Count, "bin")}, {Words.Spread(sample.Y)}.";
}

using Plotly.NET;
using Plotly.NET.TraceObjects;

namespace DescentLab.Charts;

/// <content>Several figures as one: panels, sliders, play.</content>
internal sealed partial class PlotlyCharts
{
    /// <inheritdoc/>
    public Figure SideBySide(params IReadOnlyList<Figure> figures) => Panels.Join(Some(figures, nameof(figures)), across: true);

    /// <inheritdoc/>
    public Figure Stack(params IReadOnlyList<Figure> figures) => Panels.Join(Some(figures, nameof(figures)), across: false);

    /// <inheritdoc/>
    public Figure Slider(string name, IReadOnlyList<double> values, Func<double, Figure> figure, double? start = null)
    {
        Some(values, nameof(values));
        Given(figure, nameof(figure));
        var first = start is { } given ? values.ToList().IndexOf(given) : 0;
        if (first < 0)
        {
            throw new ArgumentException($"The start {start} is none of the values {Words.List(values.Select(Words.Of))}.", nameof(start));
        }

        var labels = values.Select(Words.Of).ToArray();
        var (moving, words) = (Motion.Slider(name, labels, [.. values.Select(figure)], first), Words.List(labels));
        return moving.WithDescription($"{moving.Description} A slider sets {name} to {words}; this is {name} = {labels[first]}.");
    }

    /// <inheritdoc/>
    public Figure Play(Figure background, Trajectory<double> path, string name = "path")
    {
        Given(background, nameof(background));
        var (x, y) = Points(path);
        var shown = Smoothing.Thinned(x.Length, Motion.MostFrames);
        var frames = Array.ConvertAll(shown, k => Upto(x[..(k + 1)], y[..(k + 1)], path, name));
        return Motion.Play(background + Path(path, name) + Head(x[^1], y[^1]), frames, [.. shown.Select(k => $"{k}")]);
    }

    private static Figure Upto(double[] x, double[] y, Trajectory<double> path, string name) =>
        Plotly.Figure("", PathLayout(path), PathTrace(x, y, name, Symbol.Circle, Joining(path), end: false, numbered: false, null))
        + Head(x[^1], y[^1]);

    /// <summary>Where a played descent is.</summary>
    private static Figure Head(double x, double y) => Plotly.Figure("", new Layout(), new Trace2D("scatter")
        .With("mode", "markers")
        .With("x", new[] { x }.Numbers())
        .With("y", new[] { y }.Numbers())
        .With("marker", new Marker().With("symbol", "circle-open").With("size", 18).With("color", "#e69f00").With("line", new Line().With("width", 3)))
        .With("showlegend", false)
        .With("hoverinfo", "skip"));
}

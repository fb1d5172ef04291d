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
        int[] drawn = Smoothing.Thinned(x.Length, Motion.MostPoints), ends = Smoothing.Thinned(drawn.Length, Motion.MostFrames);
        var frames = Array.ConvertAll(ends, end => Upto(drawn[..(end + 1)]));
        var description = $"{background.Description} {Words.Of(path, name)} It can be played step by step.";
        return Motion.Play(background + frames[^1], frames, [.. ends.Select(end => $"{drawn[end]}")]).WithDescription(description);

        Figure Upto(int[] steps) => Plotly.Figure(
            "",
            PathLayout(path),
            PathTrace(
                [.. steps.Select(k => x[k])], [.. steps.Select(k => y[k])], name, Symbol.Circle, Joining(path), end: false, numbered: false, null)
                .With("hovertemplate", "x = %{x}, y = %{y}"),
            Head(x[steps[^1]], y[steps[^1]]));
    }

    /// <summary>Where a played descent is.</summary>
    private static Trace2D Head(double x, double y) => new Trace2D("scatter")
        .With("mode", "markers")
        .With("x", new[] { x }.Numbers())
        .With("y", new[] { y }.Numbers())
        .With("marker", new Marker().With("symbol", "circle-open").With("size", 18).With("color", Style.Palette[4]).With("line", new Line().With("width", 3)))
        .With("showlegend", false)
        .With("hoverinfo", "skip");
}

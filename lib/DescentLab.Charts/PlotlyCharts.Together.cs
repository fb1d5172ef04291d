using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace DescentLab.Charts;

/// <content>Several figures as one: panels and explorers.</content>
internal sealed partial class PlotlyCharts
{
    // Heights closer to the minimum than this have a bar of no length.
    private const double NearestToMinimum = 1e-8;

    /// <inheritdoc/>
    public Figure SideBySide(params IReadOnlyList<Figure> figures) => Panels.Join(NotEmpty(figures, nameof(figures)), figures.Count);

    /// <inheritdoc/>
    public Figure Stack(params IReadOnlyList<Figure> figures) => Panels.Join(NotEmpty(figures, nameof(figures)), 1);

    /// <inheritdoc/>
    public Figure Grid(int across, params IReadOnlyList<Figure> figures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(across, 1);
        return Panels.Join(NotEmpty(figures, nameof(figures)), Math.Min(across, figures.Count));
    }

    /// <inheritdoc/>
    public Figure Slider(string name, IReadOnlyList<double> values, Func<double, Figure> figure, double? start = null, bool play = false)
    {
        NotEmpty(values, nameof(values));
        NotNull(figure, nameof(figure));
        var first = start is { } given ? values.ToList().IndexOf(given) : 0;
        if (first < 0)
        {
            throw new ArgumentException($"The start {start} is not one of the values {Words.List(values.Select(Words.Of))}.", nameof(start));
        }

        var labels = values.Select(Words.Of).ToArray();
        var (moving, words) = (Motion.Explore($"{name} = ", labels, [.. values.Select(value => NotNull(figure(value), nameof(figure)))], first, play), Words.List(labels));
        return moving.WithDescription($"{moving.Description} A slider sets {name} to {words}; this is {name} = {labels[first]}.");
    }

    /// <inheritdoc/>
    public Figure Play(Figure background, Trajectory<double> path, string name = "path")
    {
        NotNull(background, nameof(background));
        var (x, y) = Points(path);
        int[] drawn = Smoothing.Thinned(x.Length, Motion.MostPoints), ends = Smoothing.Thinned(drawn.Length, Motion.MostFrames);
        var (xs, ys) = (drawn.Select(k => x[k]).ToArray().Curve(), drawn.Select(k => y[k]).ToArray().Curve());
        var states = Array.ConvertAll(ends, end => background + Upto(end));
        return Motion.Explore("step ", [.. ends.Select(end => $"{drawn[end]}")], states, ends.Length - 1, play: true)
            .WithDescription($"{background.Description} {Words.Of(path, name)} It can be played step by step.");

        Figure Upto(int end) => Plotly.Figure(
            "",
            PathLayout(path),
            PathTrace(x, y, name, null, Joining(path), end: false, numbered: false, null)
                .With("x", xs[..(end + 1)])
                .With("y", ys[..(end + 1)])
                .With("hovertemplate", "x = %{x}, y = %{y}"),
            Start(x[0], y[0], null),
            Here(x[drawn[end]], y[drawn[end]], 0));
    }

    /// <inheritdoc/>
    public Figure Race(
        Function2D f, IReadOnlyList<(string Name, Trajectory<double> Path)> runs, Interval? x = null, Interval? y = null, int trail = 20, int frames = Motion.MostFrames)
    {
        NotNull(f, nameof(f));
        NotEmpty(runs, nameof(runs));
        ArgumentOutOfRangeException.ThrowIfLessThan(trail, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames, Motion.MostFrames);
        foreach (var (name, path) in runs)
        {
            if (NotNull(path, name).Dimension != 2)
            {
                throw new ArgumentException($"The path '{name}' has {path.Dimension} dimensions; a race on a contour has 2.", nameof(runs));
            }
        }

        var values = runs.SelectMany(run => run.Path.Values).Where(double.IsFinite).ToArray();
        if (values.Length == 0)
        {
            throw new ArgumentException("No path has a point where f is finite: they diverged before. Start new descents.", nameof(runs));
        }

        var known = Minima(f.CriticalPoints).ToArray();
        var lowest = known.Length > 0 ? known.Min(point => point.Value) : values.Min();
        var map = known.Length > 0 ? Contour(f, x, y) + Minima(f) : Contour(f, x, y);
        var heights = runs.Select(run => run.Path.Values.Select(value => Math.Max(value - lowest, NearestToMinimum)).ToArray()).ToArray();
        var all = heights.SelectMany(height => height).Where(double.IsFinite).ToArray();
        var axis = new Interval(all.Min() / 2, Math.Min(all.Max(), 1e6) * 2);
        var steps = Smoothing.Thinned(runs.Max(run => run.Path.Steps) + 1, frames);
        var states = Array.ConvertAll(steps, step => Stack(
            runs.Aggregate(map, (figure, run) => figure + Trail(run.Path, run.Name, step, trail)) + Heads(runs, step),
            Heights(runs, heights, step, axis)));
        var ends = string.Join(" ", runs.Select(run => Words.Of(run.Path, run.Name)));
        // Early on the trails are long and the ranking is open: a better first sight than everybody at the minimum.
        return Motion.Explore("step ", [.. steps.Select(step => $"{step}")], states, states.Length / 4, play: true)
            .WithDescription($"A race on {f.Name}, step by step, with f above its minimum as bars below. {ends}");
    }

    /// <inheritdoc/>
    public Figure Choice(string name, IReadOnlyList<(string Name, Figure Explorer)> choices)
    {
        NotNull(name, nameof(name));
        if (NotNull(choices, nameof(choices)).Count < 2)
        {
            throw new ArgumentException($"A menu needs at least 2 choices; there are {choices.Count}.", nameof(choices));
        }

        var names = choices.Select(choice => Typography.Printed(NotNull(choice.Name, nameof(choices)))).ToArray();
        var chosen = Motion.Choose(names, [.. choices.Select(choice => NotNull(choice.Explorer, nameof(choices)))]);
        return chosen.WithDescription($"A menu chooses the {name}: {Words.List(names)}; this is {names[0]}. {choices[0].Explorer.Description}");
    }

    /// <summary>Draws the last points of a path up to a step, and its position. A path that has ended stays at its last point.</summary>
    private static Figure Trail(Trajectory<double> path, string name, int step, int length)
    {
        var end = Math.Min(step, path.Steps);
        var points = Enumerable.Range(Math.Max(0, end - length), Math.Min(end, length) + 1).ToArray();
        var (x, y) = (path.Coordinate(0), path.Coordinate(1));
        return Plotly.Figure(
            "",
            PlainLayout(),
            new Trace2D("scatter")
                .With("mode", "lines")
                .With("name", Typography.Printed(name))
                .With("x", points.Select(k => x[k]).ToArray().Curve())
                .With("y", points.Select(k => y[k]).ToArray().Curve())
                .With("line", new Line().With("width", 3))
                .With("showlegend", false)
                .With("hovertemplate", "(%{x}, %{y})")
                .Slot(0, "line.color", "legendgroup"),
            new Trace2D("scatter")
                .With("mode", "markers")
                .With("name", Typography.Printed(name))
                // Only the legend entry; the points themselves are in one trace, which keeps the frames small.
                .With("x", new[] { double.NaN }.Numbers())
                .With("y", new[] { double.NaN }.Numbers())
                .With("marker", Dots(null, 12, null, 2))
                .With("showlegend", true)
                .Decoration(0, once: false, "marker.color", "marker.symbol", "legendgroup"));
    }

    /// <summary>Draws the positions of all runs at a step.</summary>
    private static Figure Heads(IReadOnlyList<(string Name, Trajectory<double> Path)> runs, int step)
    {
        var now = runs.Select(run => run.Path[Math.Min(step, run.Path.Steps)].X).ToArray();
        var places = Enumerable.Range(1, runs.Count).ToArray(); // place 0 is the function's
        return Plotly.Figure(
            "",
            PlainLayout(),
            new Trace2D("scatter")
                .With("mode", "markers")
                .With("text", runs.Select(run => Typography.Printed(run.Name)).ToArray())
                .With("x", now.Select(x => x[0]).Numbers())
                .With("y", now.Select(x => x[1]).Numbers())
                .With("marker", Dots(places.Select(Slots.Symbol).ToArray(), 12, null, 2)
                    .With("color", places.Select(Slots.Color).ToArray()))
                .With("showlegend", false)
                .With("hovertemplate", "%{text} (%{x}, %{y})<extra></extra>"));
    }

    /// <summary>Draws f above its minimum, one bar for each run, in the colour of its path.</summary>
    private static Figure Heights(IReadOnlyList<(string Name, Trajectory<double> Path)> runs, double[][] heights, int step, Interval axis)
    {
        var now = heights.Select((height, k) => height[Math.Min(step, runs[k].Path.Steps)]).ToArray();
        // Slot 0 is the function's, so that a bar has the colour of its path.
        var colors = runs.Select((_, k) => Slots.Color(k + 1)).ToArray();
        var bars = new Trace2D("bar")
            .With("x", runs.Select(run => Below(Typography.Printed(run.Name))).ToArray())
            .With("y", now.Select(height => Math.Clamp(height, axis.Min, axis.Max)).Numbers())
            .With("marker", new Marker().With("color", colors))
            .With("width", 0.6)
            .With("showlegend", false)
            .With("hovertemplate", "%{x}: %{y}<extra></extra>");
        // Upright and small: eight names aslant would reach the buttons below.
        var layout = Style.Layout("", "f above the minimum").With("height", 240)
            .With("xaxis", Style.Axis("", null).With("tickangle", 0).With("tickfont", new Font().With("size", 11)));
        return Plotly.Figure("", layout, bars).WithRange(y: axis).WithLog(y: true);
    }

    /// <summary>Breaks a name so that it fits below a bar.</summary>
    private static string Below(string name) => name.Replace(" ", "<br>", StringComparison.Ordinal).Replace("-", "-<br>", StringComparison.Ordinal);

    /// <summary>Marks the current point of a played descent.</summary>
    private static Trace2D Here(double x, double y, int slot) => new Trace2D("scatter")
        .With("mode", "markers")
        .With("x", new[] { x }.Numbers())
        .With("y", new[] { y }.Numbers())
        .With("marker", new Marker().With("symbol", "circle-open").With("size", 18).With("line", new Line().With("width", 3)))
        .With("showlegend", false)
        .Decoration(slot, once: false, "marker.color");
}

using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace DescentLab.Charts;

/// <content>Functions of two variables: contours, surfaces, basins.</content>
internal sealed partial class PlotlyCharts
{
    private const int ContourGrid = 51;
    private const int SurfaceGrid = 45;

    /// <inheritdoc/>
    public Figure Contour(Function2D f, Interval? x = null, Interval? y = null, int levels = 10, IReadOnlyList<double>? at = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        var grid = Sample(NotNull(f, nameof(f)), x, y, ContourGrid);
        var trace = new Trace2D("contour")
            .With("x", grid.X.Curve())
            .With("y", grid.Y.Curve())
            .With("colorscale", Ramp.Light)
            .With("showscale", false)
            .With("line", new Line().With("color", "rgba(40,50,60,0.7)").With("width", 1))
            .Slot(0);
        trace = at is null ? EvenLevels(trace, grid, levels) : GivenLevels(trace, grid, at);
        return Plotly.Figure($"Contours of {f.Name} {grid.Words}", MapLayout(grid), trace);
    }

    /// <inheritdoc/>
    public Figure Surface(Function2D f, Interval? x = null, Interval? y = null, double? azimuth = null, double? elevation = null)
    {
        var grid = Sample(NotNull(f, nameof(f)), x, y, SurfaceGrid);
        var trace = new Trace3D("surface")
            .With("x", grid.X.Curve())
            .With("y", grid.Y.Curve())
            .With("z", grid.Z.Heights())
            .With("colorscale", Ramp.Full)
            .With("showscale", false)
            .With("contours", Plotly.Object().With("z", Plotly.Object().With("show", true).With("color", "rgba(40,50,60,0.7)").With("width", 1)))
            .Slot(0)
            .With("hovertemplate", "x = %{x}, y = %{y}<br>f = %{z}<extra></extra>");
        var eye = azimuth is null && elevation is null
            ? Camera.Eye(grid.X, grid.Y, grid.Z, Minima(f.CriticalPoints).Select(point => (point.X[0], point.X[1], point.Value)))
            : Camera.At(azimuth ?? -55, elevation ?? 36);
        var scene = new Scene()
            .With("xaxis", SpaceAxis("x"))
            .With("yaxis", SpaceAxis("y"))
            .With("zaxis", SpaceAxis("f(x, y)"))
            .With("aspectmode", "cube")
            .With("camera", Plotly.Object()
                .With("eye", Plotly.Object().With("x", Rounding.Number(eye.X)).With("y", Rounding.Number(eye.Y)).With("z", Rounding.Number(eye.Z)))
                .With("center", Plotly.Object().With("x", 0).With("y", 0).With("z", -0.15)));
        var layout = new Layout()
            .With("height", 560)
            .With("margin", new Margin().With("l", 10).With("r", 10).With("b", 10).With("t", 40))
            .With("scene", scene);
        return Plotly.Figure($"The surface of {f.Name} {grid.Words}", layout, trace);
    }

    /// <inheritdoc/>
    public Figure SurfacePath(Trajectory<double> path, string name = "path", string? color = null)
    {
        if (NotNull(path, nameof(path)).Dimension != 2)
        {
            throw new ArgumentException($"The path has {path.Dimension} dimensions; a surface has 2. Use Plot.Path.", nameof(path));
        }

        var trace = new Trace3D("scatter3d")
            .With("mode", "lines+markers")
            .With("name", Typography.Printed(name))
            .With("x", path.Coordinate(0).Numbers())
            .With("y", path.Coordinate(1).Numbers())
            .With("z", path.Values.Numbers())
            .With("line", new Line().With("width", 5).With("color", color))
            .With("marker", new Marker().With("size", 4).With("color", color))
            .Slot(0, color is null ? "line.color" : null, color is null ? "marker.color" : null)
            .With("showlegend", true)
            .With("hovertemplate", "step %{pointNumber}<br>x = %{x}, y = %{y}<br>f = %{z}");
        return Plotly.Figure(Words.Of(path, name), new Layout(), trace);
    }

    /// <inheritdoc/>
    public Figure Basins(
        Function2D f, Func<double, double, Trajectory<double>> descend, Interval? x = null, Interval? y = null, int grid = 50)
    {
        NotNull(descend, nameof(descend));
        var minima = MinimaOf(NotNull(f, nameof(f)).CriticalPoints, f.Name, point => (point.X[0], point.X[1]));
        var (across, up) = (x ?? f.DomainX, y ?? f.DomainY);
        var near = 0.05 * (across.Max - across.Min);
        string[] names = [.. minima.Select(minimum => $"to {Words.Of([Math.Round(minimum.X, 3), Math.Round(minimum.Y, 3)])}"), "not there yet"];
        return ByKind(
            (a, b) =>
            {
                var end = NotNull(descend(a, b), nameof(descend)).Last.X;
                if (end.Length != 2)
                {
                    throw new ArgumentException($"The descent from ({a}, {b}) has {end.Length} dimensions; a map has 2.", nameof(descend));
                }

                var nearest = minima.Index().MinBy(minimum => Distance(minimum.Item, end));
                return Distance(nearest.Item, end) <= near ? nearest.Index : minima.Length;
            },
            names, across, up, grid, MapLayout);

        static double Distance((double X, double Y) minimum, IReadOnlyList<double> end) =>
            double.Hypot(minimum.X - end[0], minimum.Y - end[1]);
    }

    /// <inheritdoc/>
    public Figure Basins(Func<double, double, int> kind, IReadOnlyList<string> names, Interval x, Interval y, int grid = 50) =>
        ByKind(kind, names, x, y, grid, FreeLayout);

    private static Figure ByKind(
        Func<double, double, int> kind, IReadOnlyList<string> names, Interval x, Interval y, int grid, Func<Sampled, Layout> layout)
    {
        NotNull(kind, nameof(kind));
        NotEmpty(names, nameof(names));
        ArgumentOutOfRangeException.ThrowIfLessThan(grid, 2);
        if (names.Count > Style.Tints.Length)
        {
            throw new ArgumentException($"{names.Count} outcomes need more than the {Style.Tints.Length} distinct colours. Combine some.", nameof(names));
        }

        var (across, up) = (Finite(x, nameof(x)).Grid(grid), Finite(y, nameof(y)).Grid(grid));
        var kinds = Array.ConvertAll(up, b => Array.ConvertAll(across, a => Kind(kind(a, b), a, b)));
        var map = new Trace2D("heatmap")
            .With("x", across.Curve())
            .With("y", up.Curve())
            .With("z", kinds)
            .With("zmin", -0.5)
            .With("zmax", names.Count - 0.5)
            .With("colorscale", Bands(names.Count))
            .With("showscale", false)
            .Slot(0)
            .With("hovertemplate", "start (%{x}, %{y})<extra></extra>");
        // The map itself has no legend: an invisible point represents each colour.
        var counts = names.Select((_, k) => kinds.Sum(row => row.Count(one => one == k))).ToArray();
        var legend = names.Index().Where(name => counts[name.Index] > 0).Select(name => (Trace)new Trace2D("scatter")
            .With("mode", "markers")
            .With("name", Typography.Printed(name.Item))
            .With("x", new object?[] { null })
            .With("y", new object?[] { null })
            .With("marker", new Marker().With("symbol", "square").With("size", 14).With("color", Tint(name.Index, names.Count))
                .With("line", new Line().With("color", Style.Faint).With("width", 1)))
            .Decoration());
        var shares = names.Select((name, k) => $"{Math.Round(100.0 * counts[k] / (grid * grid))} % {name}");
        return Plotly.Figure(
            $"A map of {grid} × {grid} starts, x {Words.Of(x)}, y {Words.Of(y)}: {Words.List(shares)}.",
            layout(new(across, up, [], "")),
            [map, Borders(across, up, kinds), Names(across, up, kinds, names), .. legend]);

        int Kind(int k, double a, double b) => k >= 0 && k < names.Count
            ? k
            : throw new ArgumentOutOfRangeException(
                nameof(kind), k, $"The outcome at {Words.Of([a, b])} must be an index into the {names.Count} names.");
    }

    private sealed record Sampled(double[] X, double[] Y, double[][] Z, string Words);

    private static Sampled Sample(Function2D f, Interval? x, Interval? y, int count)
    {
        var (across, up) = (Finite(x ?? f.DomainX, "x"), Finite(y ?? f.DomainY, "y"));
        var (xs, ys) = (across.Grid(count), up.Grid(count));
        var z = Array.ConvertAll(ys, b => Array.ConvertAll(xs, a => f.Value(a, b)));
        var finite = z.SelectMany(row => row).Where(double.IsFinite).ToArray();
        return finite.Length == 0
            ? throw new ArgumentException($"{f.Name} has no finite value for x in {across}, y in {up}. Give other intervals x and y.", nameof(f))
            : new(xs, ys, z, $"for x {Words.Of(across)} and y {Words.Of(up)}, between {Words.Of(finite.Min())} and {Words.Of(finite.Max())}.");
    }

    private static Trace2D EvenLevels(Trace2D trace, Sampled grid, int levels)
    {
        var finite = grid.Z.SelectMany(row => row).Where(double.IsFinite).ToArray();
        var (start, end, step) = Levels.Even(finite.Min(), finite.Max(), levels);
        return trace
            .With("z", grid.Z.Heights())
            .With("contours", new Contours()
                .With("start", Rounding.Number(start)).With("end", Rounding.Number(end)).With("size", Rounding.Number(step))
                .With("showlabels", true)
                .With("labelfont", new Font().With("size", 11).With("color", Style.Ink)))
            .With("hovertemplate", "(%{x}, %{y})<br>f = %{z}<extra></extra>");
    }

    /// <summary>plotly.js has only evenly spaced levels, so the grid holds the level index instead of f.</summary>
    private static Trace2D GivenLevels(Trace2D trace, Sampled grid, IReadOnlyList<double> at) =>
        trace
            .With("z", new LevelScale(at).Index(grid.Z).Heights())
            .With("contours", new Contours().With("start", 0).With("end", at.Count - 1).With("size", 1))
            .With("hovertemplate", "(%{x}, %{y})<extra></extra>");

    /// <summary>Gets the layout of a map of the plane: equal scales on both axes, so that the steepest descent is perpendicular to the level lines.</summary>
    private static Layout MapLayout(Sampled grid)
    {
        var (x, y) = (new Interval(grid.X[0], grid.X[^1]), new Interval(grid.Y[0], grid.Y[^1]));
        var shapes = new List<PlotlyShape>();
        if (x.Contains(0))
        {
            shapes.Add(AxisLine().With("x0", 0).With("x1", 0).With("y0", y.Min).With("y1", y.Max));
        }

        if (y.Contains(0))
        {
            shapes.Add(AxisLine().With("x0", x.Min).With("x1", x.Max).With("y0", 0).With("y1", 0));
        }

        var layout = Style.Layout("x", "y", x, y);
        layout = layout
            .With("height", 540)
            .With("width", 690)
            .With("xaxis", Style.Axis("x", x).With("constrain", "domain"))
            .With("yaxis", Style.Axis("y", y).With("scaleanchor", "x").With("constrain", "domain"));
        return shapes.Count == 0 ? layout : layout.With("shapes", shapes);
    }

    /// <summary>Gets the layout of a map of two different quantities, such as a rate and a momentum: each axis has its own scale.</summary>
    private static Layout FreeLayout(Sampled grid) => Style.Layout("x", "y", new(grid.X[0], grid.X[^1]), new(grid.Y[0], grid.Y[^1]));

    private static PlotlyShape AxisLine() => new PlotlyShape()
        .With("type", "line")
        .With("line", new Line().With("color", "rgba(40,40,40,0.6)").With("width", 1));

    private static DynamicObj.DynamicObj SpaceAxis(string title) => Plotly.Object()
        .With("title", new Title().With("text", title))
        .With("tickfont", new Font().With("size", 11))
        .With("gridcolor", "rgba(128,128,128,0.4)")
        .With("showbackground", false);

    private static string Tint(int kind, int kinds) => kinds > 2 && kind == kinds - 1 ? Style.Rest : Style.Tints[kind];

    private static Trace2D Borders(double[] across, double[] up, int[][] kinds)
    {
        var (x, y) = Regions.Borders(across, up, kinds);
        return new Trace2D("scatter")
            .With("mode", "lines")
            .With("x", x.Curve())
            .With("y", y.Curve())
            .With("line", new Line().With("color", Style.Ink).With("width", 1.2))
            .With("showlegend", false)
            .Decoration();
    }

    /// <summary>Creates the name of each region that is large enough.</summary>
    private static Trace2D Names(double[] across, double[] up, int[][] kinds, IReadOnlyList<string> names)
    {
        var places = names.Index()
            .Select(name => (Text: Typography.Printed(name.Item), Place: Regions.Middle(kinds, name.Index)))
            // A letter needs about 1/70 of the width of a map.
            .Where(name => 2 * name.Place.Radius * 70.0 / across.Length > name.Text.Length && name.Place.Radius * 14 > up.Length)
            .ToArray();
        return new Trace2D("scatter")
            .With("mode", "text")
            .With("x", places.Select(name => across[name.Place.Column]).Numbers())
            .With("y", places.Select(name => up[name.Place.Row]).Numbers())
            .With("text", places.Select(name => name.Text).ToArray())
            .With("textfont", new Font().With("color", Style.Ink).With("size", 12))
            .With("showlegend", false)
            .Decoration();
    }

    /// <summary>Creates a stepped colour scale.</summary>
    private static object[][] Bands(int kinds) =>
        [.. Enumerable.Range(0, kinds).SelectMany(k => new object[][]
        {
            [Rounding.Number((double)k / kinds)!, Tint(k, kinds)],
            [Rounding.Number((k + 1.0) / kinds)!, Tint(k, kinds)],
        })];
}

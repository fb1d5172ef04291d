using Plotly.NET;
using Plotly.NET.TraceObjects;

namespace DescentLab.Charts;

/// <content>Descents: points, arrows, and single points.</content>
internal sealed partial class PlotlyCharts
{
    private const int PointSize = 10;
    private const int MostHeads = 24;
    private const int HeadSize = 13;
    private const double ShortStep = 0.035;

    // Black with a white edge: one of the two is visible on any background.
    private const string Minimum = "#000000";

    /// <inheritdoc/>
    public Figure Path(
        Trajectory<double> path,
        string name = "path",
        Symbol? symbol = null,
        Stroke? line = null,
        bool end = false,
        bool numbered = false,
        string? color = null)
    {
        var (x, y) = Points(path);
        var joined = line ?? Joining(path);
        return Plotly.Figure(
            Words.Of(path, name),
            PathLayout(path),
            Heads(x, y, joined == Stroke.None, color),
            PathTrace(x, y, name, symbol, joined, end, numbered, color),
            Start(x[0], y[0], color));
    }

    /// <inheritdoc/>
    public Figure Mark(IReadOnlyList<(double X, double Y)> points, string name, Symbol symbol = Symbol.Plus, string? color = null)
    {
        NotEmpty(points, nameof(points));
        var marks = new Trace2D("scatter")
            .With("mode", "markers")
            .With("name", Typography.Printed(name))
            .With("x", points.Select(point => point.X).Numbers())
            .With("y", points.Select(point => point.Y).Numbers())
            .With("marker", Dots(Symbols.Of(symbol, points.Count, end: false), 13, color, symbol == Symbol.Plus ? 3 : 2))
            .Slot(color is null ? 0 : null, "marker.color")
            .With("showlegend", true)
            .With("hovertemplate", "(%{x}, %{y})");
        return Plotly.Figure(
            $"{name} at {Words.List(points.Select(point => Words.Of([point.X, point.Y])))}.", PlainLayout(), marks);
    }

    /// <inheritdoc/>
    public Figure Minima(Function1D f) =>
        Mark(MinimaOf(NotNull(f, nameof(f)).CriticalPoints, f.Name, point => (point.X[0], point.Value)), "minimum", Symbol.Cross, Minimum);

    /// <inheritdoc/>
    public Figure Minima(Function2D f) =>
        Mark(MinimaOf(NotNull(f, nameof(f)).CriticalPoints, f.Name, point => (point.X[0], point.X[1])), "minimum", Symbol.Cross, Minimum);

    /// <inheritdoc/>
    public Figure Arrows(Trajectory<double> path, string state = "v", double scale = 1, string? name = null, string? color = null)
    {
        var (x, y) = Points(path);
        var downhill = state == "gradient";
        var (dx, dy) = downhill
            ? (Array.ConvertAll(path.Gradient(0), g => -g), path.Dimension == 1 ? [] : Array.ConvertAll(path.Gradient(1), g => -g))
            : (path.State(state, 0), path.Dimension == 1 ? [] : path.State(state, 1));
        var called = name ?? (downhill ? "−∇f" : state == "v" ? "velocity v" : state);

        // One trace for all arrows: tail, head, gap. Only heads have a marker, turned along the line.
        List<double> tailsX = [], tailsY = [];
        List<int> sizes = [];
        for (var k = 0; k < dx.Length; k++)
        {
            tailsX.AddRange(x[k], x[k] + (scale * dx[k]), double.NaN);
            tailsY.AddRange(y[k], y[k] + (path.Dimension == 1 ? 0 : scale * dy[k]), double.NaN);
            sizes.AddRange([0, 13, 0]);
        }

        var arrows = new Trace2D("scatter")
            .With("mode", "lines+markers")
            .With("name", Typography.Printed(called))
            .With("x", tailsX.Numbers())
            .With("y", tailsY.Numbers())
            .With("line", new Line().With("width", 2).With("color", color))
            .With("marker", new Marker().With("symbol", "arrow").With("angleref", "previous").With("size", sizes).With("color", color).With("opacity", 1))
            .Slot(color is null ? 0 : null, "line.color", "marker.color")
            .With("showlegend", true)
            .With("hoverinfo", "skip");
        var lengths = dx.Select((component, k) => path.Dimension == 1 ? Math.Abs(component) : Math.Sqrt((component * component) + (dy[k] * dy[k]))).ToArray();
        return Plotly.Figure(
            $"Arrows for {called} at {Words.Count(dx.Length, "point")}, up to {Words.Of(lengths.DefaultIfEmpty().Max())} long{(scale == 1 ? "" : $", drawn {Words.Of(scale)} times as long")}.",
            PathLayout(path),
            arrows);
    }

    private static (double[] X, double[] Y) Points(Trajectory<double> path) => NotNull(path, nameof(path)).Dimension switch
    {
        1 => (path.Coordinate(0), path.Values),
        2 => (path.Coordinate(0), path.Coordinate(1)),
        var more => throw new ArgumentException(
            $"The path has {more} dimensions; a chart can show 1 or 2. Plot its values instead: Plot.Lines([(\"f\", path.Values)]).", nameof(path)),
    };

    private static Stroke Joining(Trajectory<double> path) => path.Dimension == 1 ? Stroke.None : Stroke.Dotted;

    private static Layout PathLayout(Trajectory<double> path) => Style.Layout("x", path.Dimension == 1 ? "f(x)" : "y");

    private static Layout PlainLayout() => Style.Layout("x", "y");

    private static Trace2D PathTrace(
        double[] x, double[] y, string name, Symbol? symbol, Stroke line, bool end, bool numbered, string? color)
    {
        var mode = $"{(line == Stroke.None ? "" : "lines+")}markers{(numbered ? "+text" : "")}";
        return new Trace2D("scatter")
            .With("mode", mode)
            .With("name", Typography.Printed(name))
            .With("x", x.Numbers())
            .With("y", y.Numbers())
            .With("line", line == Stroke.None ? null : new Line().With("dash", Symbols.Dash(line)).With("color", color).With("width", 2))
            .With("marker", Dots(Symbols.Of(symbol, x.Length, end), PointSize, color, symbol == Symbol.Plus ? 2 : 1))
            .With("text", numbered ? Enumerable.Range(0, x.Length).Select(k => $"{k}").ToArray() : null)
            .With("textposition", numbered ? Labels.Of(x, y) : null)
            .With("showlegend", true)
            .Slot(
                0,
                color is null ? "marker.color" : null,
                color is null && line != Stroke.None ? "line.color" : null,
                symbol is null && !end ? "marker.symbol" : null,
                "legendgroup")
            .With("hovertemplate", "step %{pointNumber}<br>x = %{x}, y = %{y}");
    }

    /// <summary>Creates an arrowhead on each step, or on a few of many, to show the direction. Points without a line get a thin line.</summary>
    private static Trace2D Heads(double[] x, double[] y, bool line, string? color)
    {
        List<double> xs = [], ys = [];
        List<int> sizes = [];
        // Heads of short steps would cover the points. The first half of the path defines "short": a path that diverges
        // ends far outside the visible range.
        var (across, up) = (Extent(x), Extent(y));
        var steps = x.Length < 2 ? [] : Smoothing.Thinned(x.Length - 1, MostHeads)
            .Where(k => Math.Abs(x[k + 1] - x[k]) >= ShortStep * across || Math.Abs(y[k + 1] - y[k]) >= ShortStep * up);
        foreach (var k in steps)
        {
            var (middleX, middleY) = ((x[k] + x[k + 1]) / 2, (y[k] + y[k + 1]) / 2);
            xs.AddRange(line ? [x[k], middleX, x[k + 1], double.NaN] : [x[k], middleX]);
            ys.AddRange(line ? [y[k], middleY, y[k + 1], double.NaN] : [y[k], middleY]);
            sizes.AddRange(line ? [0, HeadSize, 0, 0] : [0, HeadSize]);
        }

        return new Trace2D("scatter")
            .With("mode", line ? "lines+markers" : "markers")
            .With("x", xs.Curve())
            .With("y", ys.Curve())
            .With("line", line ? new Line().With("width", 1).With("color", color) : null)
            .With("marker", new Marker().With("symbol", "arrow").With("angleref", "previous").With("size", sizes).With("color", color).With("opacity", 1))
            .With("showlegend", false)
            .Decoration(0, once: false, color is null ? "marker.color" : null, color is null && line ? "line.color" : null, "legendgroup");
    }

    private static double Extent(double[] coordinate)
    {
        var half = coordinate[..Math.Min(coordinate.Length, Math.Max(2, coordinate.Length / 2))].Where(double.IsFinite).ToArray();
        var extent = half.Length == 0 ? 0 : half.Max() - half.Min();
        return extent > 0 ? extent : double.PositiveInfinity;
    }

    /// <summary>Creates a ring around the first point.</summary>
    private static Trace2D Start(double x, double y, string? color) => new Trace2D("scatter")
        .With("mode", "markers")
        .With("name", "start")
        .With("x", new[] { x }.Numbers())
        .With("y", new[] { y }.Numbers())
        .With("marker", new Marker().With("symbol", "circle").With("size", 13).With("color", Style.Outline)
            .With("line", new Line().With("width", 3).With("color", color)).With("opacity", 1))
        .With("showlegend", true)
        .Decoration(0, once: true, color is null ? "marker.line.color" : null);

    private static Marker Dots(object? symbol, int size, string? color, int outline) => new Marker()
        .With("symbol", symbol)
        .With("size", size)
        .With("color", color)
        .With("line", new Line().With("color", Style.Outline).With("width", outline))
        .With("opacity", 1);

    private static IEnumerable<CriticalPoint> Minima(IEnumerable<CriticalPoint> points) =>
        points.Where(point => point.Kind is CriticalPointKind.GlobalMinimum or CriticalPointKind.LocalMinimum);

    private static (double X, double Y)[] MinimaOf(
        IEnumerable<CriticalPoint> points, string function, Func<CriticalPoint, (double X, double Y)> place)
    {
        var places = Minima(points).Select(place).ToArray();
        return places.Length > 0
            ? places
            : throw new ArgumentException($"{function} has no known minimum. Mark your own points: Plot.Mark([(x, y)], \"minimum\").", nameof(points));
    }
}

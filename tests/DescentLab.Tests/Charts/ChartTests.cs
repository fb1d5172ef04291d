using System.Text;
using System.Text.Json;
using Xunit;
using static DescentLab.Lab;

namespace DescentLab.Tests.Charts;

public sealed class ChartTests
{
    private static readonly Function1D F = BookFunctions.Parabola;
    private static readonly Function2D G = BookFunctions.TwoWells;
    private static readonly Trajectory<double> Small = Descent.Run(F, new GradientDescent<double>(0.03), [-0.9], 15);
    private static readonly Trajectory<double> Rolling = Descent.Run(G, new Momentum<double>(0.1, 0.9), [0.7, -0.2], 25, record: true);
    private static readonly double[] Sample = [0.851, 0.853, 0.857, 0.858, 0.861];

    private static readonly Dictionary<string, (int Limit, Func<Figure> Draw)> All = new()
    {
        ["Curve"] = (8_000, () => Plot.Curve(F)),
        ["Lambda"] = (8_000, () => Plot.Curve(x => 1 / x, (-1, 1), "1/x", Stroke.Dashed)),
        ["Derivative"] = (10_000, () => Plot.Curve(F) + Plot.Derivative(F) + Plot.HorizontalLine(0) + Plot.VerticalLine(1, "minimum")),
        ["Path"] = (10_000, () => Plot.Curve(F) + Plot.Path(Small, symbol: Symbol.EachStep, line: Stroke.Dashed, end: true, numbered: true) + Plot.Minima(F)),
        ["Contour"] = (40_000, () => Plot.Contour(G) + Plot.Path(Rolling) + Plot.Arrows(Rolling) + Plot.Minima(G)),
        ["Levels"] = (40_000, () => Plot.Contour(G, at: [-2, -1, -0.5, -0.1])),
        ["Surface"] = (40_000, () => Plot.Surface(G) + Plot.SurfacePath(Rolling)),
        ["Gradients"] = (8_000, () => Plot.Arrows(Rolling, "gradient", 0.1)),
        ["Basins"] = (30_000, () => Plot.Basins(G, (x, y) => Descent.Run(G, new GradientDescent<double>(0.4), [x, y], 30), grid: 20)),
        ["Lines"] = (8_000, () => Plot.Lines([("f", Small.Values), ("g", [1.0, 2.0], [double.NaN, 3.0])], points: true)),
        ["Losses"] = (30_000, () => Plot.Losses([("loss", Enumerable.Range(1, 40_000).Select(k => 1f / k))], smooth: 100, log: true)),
        ["Bars"] = (4_000, () => Plot.Bars([("SGD", 63, 1), ("Adam", 71)], "seconds")),
        ["Points"] = (4_000, () => Plot.Points([("SGD", 0.91, 0.01), ("Adam", 0.92, 0.01)], "accuracy")),
        ["Rows"] = (4_000, () => Plot.Rows([("SGD", 0.2), ("Adam", 0.8, 0.1), ("nobody", double.NaN)], "accuracy", ranked: true, empty: "not tried")),
        ["Verdicts"] = (20_000, () => Plot.Verdicts([.. Enumerable.Range(0, 40).Select(k => TTest.Welch([1.0, 2, 3 + k], [1.5, 2, 2.5]))], 1, (-5, 5))),
        ["Lights"] = (6_000, () => Plot.Confusion(new(new[,] { { 5, 1 }, { 0, 7 } }, ["cat", "dog"]), counts: false)),
        ["Histogram"] = (4_000, () => Plot.Histogram([("a", Sample), ("b", Sample.Select(x => x + 0.005))], "MCC", bins: 5, common: false)),
        ["Strip"] = (4_000, () => Plot.Strip([("a", Sample)], "MCC")),
        ["Confusion"] = (4_000, () => Plot.Confusion(new(new[,] { { 5, 1 }, { 0, 7 } }, ["cat", "dog"]))),
        ["Heatmap"] = (4_000, () => Plot.Heatmap(new[,] { { 0.1, double.NaN } }, ["1", "2"], ["3"], "η", "μ")),
        ["Map"] = (20_000, () => Plot.Heatmap((η, μ) => η > 0.9 ? double.NaN : Math.Exp(6 * η * μ), [0.01, 0.1, 1], [0, 0.5, 0.9], "height")),
        ["Images"] = (40_000, () => Plot.Images(new float[3 * 196], 14, 14, ["a", "b", "c"])),
        ["Stack"] = (20_000, () => Plot.Stack(Plot.Curve(F), Plot.Bars([("SGD", 63, 1)], "seconds").WithTitle("Time"))),
        ["SideBySide"] = (80_000, () => Plot.SideBySide(Plot.Contour(G) + Plot.Path(Rolling), Plot.Contour(G))),
        ["Grid"] = (80_000, () => Plot.Grid(across: 2, Plot.Contour(G), Plot.Curve(F), Plot.Lines([("f", Small.Values)]).WithTitle("f"))),
        ["Slider"] = (250_000, () => Plot.Slider("η", [0.01, 0.1, 0.2], η => Plot.Contour(G) + Plot.Path(Descent.Run(G, new GradientDescent<double>(η), [1.5, 1.5], 30)), 0.1)),
        ["Play"] = (250_000, () => Plot.Play(Plot.Contour(G), Rolling)),
        ["Hill"] = (250_000, () => Plot.Hill((x, y) => (x * x) + (2 * y * y), (1, 1), (-2, 2), (-2, 2))),
        ["Race"] = (250_000, () => Plot.Race(G, [("momentum", Rolling), ("plain", Descent.Run(G, new GradientDescent<double>(0.1), [0.7, -0.2], 40))])),
        ["Choice"] = (250_000, () => Plot.Choice("start", [("left", Plot.Play(Plot.Contour(G), Rolling)), ("right", Plot.Play(Plot.Contour(G), Rolling))])),
        ["Linked"] = (250_000, () => Plot.Slider("η", [0.1, 0.2], η =>
        {
            var path = Descent.Run(G, new GradientDescent<double>(η), [1.5, 1.5], 30);
            return Plot.SideBySide(Plot.Contour(G) + Plot.Path(path), Plot.Lines([("f", path.Values)], y: "f"));
        }, play: true)),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Chart_DrawnTwice_IsTheSameSmallJsonWithWordsAndNumbers(string name)
    {
        var (limit, draw) = All[name];
        var figure = draw();
        Assert.Equal(figure.ToJson(), draw().ToJson());
        Assert.InRange(Encoding.UTF8.GetByteCount(figure.ToJson()), 1, limit);
        Assert.DoesNotContain("NaN", figure.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", figure.ToJson(), StringComparison.Ordinal);
        Assert.EndsWith(".", figure.Description, StringComparison.Ordinal);
        var plot = Parse(figure);
        Assert.Equal(["data", "layout", "config"], plot.EnumerateObject().Select(part => part.Name));
        Assert.All(plot.GetProperty("data").EnumerateArray(), trace => Assert.NotNull(trace.GetProperty("type").GetString()));
    }

    [Fact]
    public void Charts_LiveInALoadContextOfTheirOwn()
    {
        var charts = Plot.GetType().Assembly;
        var context = System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(charts)!;
        Assert.NotEqual(System.Runtime.Loader.AssemblyLoadContext.Default, context);
        _ = Plot.Curve(F);
        Assert.Contains(context.Assemblies, assembly => assembly.GetName().Name == "FSharp.Core");
        Assert.DoesNotContain(System.Runtime.Loader.AssemblyLoadContext.Default.Assemblies, assembly => assembly.GetName().Name == "FSharp.Core");
        Assert.Same(typeof(ICharts).Assembly, context.LoadFromAssemblyName(typeof(ICharts).Assembly.GetName()));
    }

    [Fact]
    public void Path_OfFigure11_1_HasItsPoints()
    {
        var trace = Named(Plot.Path(Small), "path");
        Assert.Equal([-0.9, -0.216, 0.22176], Doubles(trace.GetProperty("x")).Take(3));
        Assert.Equal([18.66, 5.87194, 0.633945], Doubles(trace.GetProperty("y")).Take(3));
        Assert.Equal(16, trace.GetProperty("x").GetArrayLength());
    }

    [Fact]
    public void Contour_OfTheBowl_HasTheChaptersLevels()
    {
        // Matplotlib draws 0, 8, 16, … for ten levels between −8.44 and 60.
        var contours = Parse(Plot.Contour(BookFunctions.Bowl)).GetProperty("data")[0].GetProperty("contours");
        Assert.Equal((-8, 56, 8), (contours.GetProperty("start").GetInt32(), contours.GetProperty("end").GetInt32(), contours.GetProperty("size").GetInt32()));
    }

    [Fact]
    public void Histogram_OfFigure11_8_CountsAsNumPyDoes()
    {
        var bars = Parse(Plot.Histogram([("a", [0.0, 1, 1, 2, 4])], "x", bins: 4)).GetProperty("data")[0];
        Assert.Equal([1.0, 2, 1, 1], Doubles(bars.GetProperty("y")));
        Assert.Equal([0.5, 1.5, 2.5, 3.5], Doubles(bars.GetProperty("x")));
    }

    [Fact]
    public void Curve_OfASmallRangeFarFromZero_KeepsTheDigitsThatShow()
    {
        var y = Doubles(Parse(Plot.Curve(x => 1000 + (x * 1e-3), (0, 1))).GetProperty("data")[0].GetProperty("y")).ToArray();
        Assert.Equal(201, y.Distinct().Count());
    }

    [Fact]
    public void Slider_StoresOnlyWhatChanges()
    {
        var plot = Parse(All["Slider"].Draw());
        var slider = plot.GetProperty("layout").GetProperty("sliders")[0];
        Assert.Equal(1, slider.GetProperty("active").GetInt32());
        var steps = slider.GetProperty("steps").EnumerateArray().ToArray();
        Assert.Equal(["0.01", "0.1", "0.2"], steps.Select(step => step.GetProperty("label").GetString()));
        var shown = Named(All["Slider"].Draw(), "path");
        foreach (var arguments in steps.Select(step => step.GetProperty("args")))
        {
            Assert.Equal([1.0, 2.0], Doubles(arguments[2])); // the path with its heads, not the contour below it or its start
            Assert.Equal(["x", "y", "marker"], arguments[0].EnumerateObject().Select(property => property.Name));
        }

        Assert.Equal(shown.GetProperty("x").GetRawText(), steps[1].GetProperty("args")[0].GetProperty("x")[1].GetRawText());
    }

    [Fact]
    public void Slider_OfFiguresWithDifferentTraces_NamesTheDifference() =>
        Assert.Contains("same charts for each value", Assert.Throws<ArgumentException>(
            () => Plot.Slider("n", [1, 2], n => n == 1 ? Plot.Curve(F) : Plot.Curve(F) + Plot.Path(Small))).Message, StringComparison.Ordinal);

    [Fact]
    public void Slider_OfAMissingFigure_NamesTheArgument() =>
        Assert.Throws<ArgumentNullException>("figure", () => Plot.Slider("n", [1, 2], _ => null!));

    [Fact]
    public void Slider_OfValuesUpToTheLargest_HasAnAxisWithTwoEnds()
    {
        var explorer = Parse(Plot.Slider("n", [1, 2], n => Plot.Lines([("y", new[] { -1.79e308, 1.79e308 / n })])));

        Assert.Equal(double.MinValue, explorer.GetProperty("layout").GetProperty("yaxis").GetProperty("range")[0].GetDouble(), 1e304);
    }

    [Fact]
    public void Strip_OfASampleWithoutNumbers_SaysSo()
    {
        var figure = Plot.Strip([("some", new[] { 1, double.NaN, 3 }), ("none", Array.Empty<double>())], "accuracy");

        Assert.Equal("accuracy of some: 3 values, mean 2, from 1 to 3. accuracy of none: 0 values, no numbers.", figure.Description);
    }

    [Fact]
    public void Chart_OfAListWithANull_NamesItsPlace()
    {
        Series[] series = [("a", new[] { 1.0 }), null!];
        foreach (var draw in new Action[] { () => Plot.Lines(series), () => Plot.Losses(series), () => Plot.Strip(series, "y"), () => Plot.Histogram(series, "x") })
        {
            Assert.Contains("[1] is null", Assert.Throws<ArgumentException>(draw).Message, StringComparison.Ordinal);
        }

        Assert.Contains("figures[0] is null", Assert.Throws<ArgumentException>("figures", () => Plot.SideBySide(null!, Plot.Curve(F))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("Y", () => new Series("a", null!));
        Assert.Throws<ArgumentNullException>("Name", () => new Series(null!, [1]));
        Assert.Contains("y: ", Plot.Bars([default], "y").Description, StringComparison.Ordinal);
        Assert.Contains("at 1", Plot.VerticalLine(1, null!).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Play_OfALongPath_StaysSmall()
    {
        var path = Descent.Run(G, new GradientDescent<double>(0.01), [1.5, 1.5], 2000);
        var plot = Parse(Plot.Play(Plot.Contour(G), path));
        Assert.InRange(plot.GetRawText().Length, 1, 250_000);
        var steps = plot.GetProperty("layout").GetProperty("sliders")[0].GetProperty("steps");
        Assert.Equal(("0", "2000"), (steps[0].GetProperty("label").GetString(), steps[steps.GetArrayLength() - 1].GetProperty("label").GetString()));
    }

    [Fact]
    public void SideBySide_GivesEachPanelItsAxes()
    {
        var plot = Parse(All["SideBySide"].Draw());
        Assert.Equal(["x", "x", "x", "x", "x2"], plot.GetProperty("data").EnumerateArray().Select(trace => trace.GetProperty("xaxis").GetString()));
        Assert.Equal("x2", plot.GetProperty("layout").GetProperty("yaxis2").GetProperty("scaleanchor").GetString());
    }

    [Fact]
    public void Chart_OfInvalidInput_NamesTheValueAndTheFix()
    {
        Assert.Contains("smaller one first", Assert.Throws<ArgumentException>(() => Plot.Curve(F, (3, -1))).Message, StringComparison.Ordinal);
        Assert.Contains("Give at least one", Assert.Throws<ArgumentException>(() => Plot.Lines([])).Message, StringComparison.Ordinal);
        Assert.Contains("record: true", Assert.Throws<InvalidOperationException>(() => Plot.Arrows(Small)).Message, StringComparison.Ordinal);
        Assert.Contains("same number of both", Assert.Throws<ArgumentException>(() => Plot.Lines([("a", [1.0], [1.0, 2])])).Message, StringComparison.Ordinal);
        Assert.Contains("multiple of one image", Assert.Throws<ArgumentException>(() => Plot.Images(new float[10], 3, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("ascending", Assert.Throws<ArgumentException>(() => Plot.Contour(G, at: [1, 0])).Message, StringComparison.Ordinal);
    }

    private static JsonElement Parse(Figure figure) => JsonSerializer.Deserialize<JsonElement>(figure.ToJson());

    private static IEnumerable<double> Doubles(JsonElement array) => array.EnumerateArray().Select(number => number.GetDouble());

    private static JsonElement Named(Figure figure, string name) => Parse(figure).GetProperty("data").EnumerateArray()
        .First(trace => trace.TryGetProperty("name", out var given) && given.GetString() == name);
}

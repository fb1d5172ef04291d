using System.Text;
using System.Text.Json;
using Xunit;
using static DescentLab.Lab;

namespace DescentLab.Tests.Charts;

/// <summary>Tests what all explorers share: their states are in the layout, the axes cover all of them, they are small.</summary>
public sealed class ExplorerTests
{
    private static readonly Function2D Canyon = BookFunctions.Canyon;

    private static readonly (string, IOptimizer<double>)[] Rules =
    [
        ("gradient descent", new GradientDescent<double>(0.01)), ("momentum", new Momentum<double>(0.01, 0.8)),
        ("Nesterov", new Nesterov<double>(0.01, 0.8)), ("RMSprop", new RmsProp<double>(0.1)),
        ("RMSprop-Nesterov", new RmsPropNesterov<double>(0.02, 0.9, 0.8)), ("Adagrad", new Adagrad<double>(0.5)),
        ("Adadelta", new Adadelta<double>(0.9, 1e-3)), ("Adam", new Adam<double>(0.1)),
    ];

    private static readonly Figure Race = Plot.Race(
        Canyon, [.. Rules.Select(rule => (rule.Item1, Descent.Run(Canyon, rule.Item2, [-0.5, 2.3], 60)))]);

    private static readonly Figure Linked = Plot.Slider("η", [0.002, 0.01, 0.02, 0.025], η =>
    {
        var path = Descent.Run(Canyon, new GradientDescent<double>(η), [-0.5, 2.3], 30);
        return Plot.SideBySide(Plot.Contour(Canyon) + Plot.Path(path), Plot.Lines([("f", path.Values)], y: "f"));
    }, 0.01, play: true);

    private static readonly Figure Menu = Plot.Choice("rate", [("slow", Slow(0.001)), ("fast", Slow(0.02))]);

    public static TheoryData<string> Names => ["Race", "Linked", "Menu"];

    private static Figure Of(string name) => name switch { "Race" => Race, "Linked" => Linked, _ => Menu };

    private static Figure Slow(double η) =>
        Plot.Race(Canyon, [("plain", Descent.Run(Canyon, new GradientDescent<double>(η), [-0.5, 2.3], 30))], trail: 5, frames: 12);

    [Theory]
    [MemberData(nameof(Names))]
    public void Explorer_IsSmallAndCarriesItsStatesInTheLayout(string name)
    {
        var figure = Of(name);
        Assert.InRange(Encoding.UTF8.GetByteCount(figure.ToPackedJson()), 1, 400_000);
        var plot = Looks.Json(figure);
        Assert.False(plot.TryGetProperty("frames", out _)); // VS Code drops them
        var layout = plot.GetProperty("layout");
        var steps = layout.GetProperty("sliders")[0].GetProperty("steps");
        var moves = layout.GetProperty("updatemenus")[0].GetProperty("buttons")[0].GetProperty("args")[0];
        Assert.Equal(steps.GetArrayLength(), moves.GetArrayLength());
        Assert.True(steps.GetArrayLength() >= 4, "a picture shows four states");
        for (var k = 0; k < steps.GetArrayLength(); k++)
        {
            // Slider and buttons change the same traces to the same numbers, and the buttons also move the slider.
            Assert.Equal(k, moves[k].GetProperty("layout").GetProperty("sliders[0].active").GetInt32());
            Assert.Equal(steps[k].GetProperty("args")[2].GetRawText(), moves[k].GetProperty("traces").GetRawText());
            Assert.Equal(
                steps[k].GetProperty("args")[0].GetProperty("y").EnumerateArray().Select(values => values.GetRawText()),
                moves[k].GetProperty("data").EnumerateArray().Select(trace => trace.GetProperty("y").GetRawText()));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Explorer_TheShownState_IsTheOneOfItsSlider(string name)
    {
        var plot = Looks.Json(Of(name));
        var slider = plot.GetProperty("layout").GetProperty("sliders")[0];
        var step = slider.GetProperty("steps")[slider.GetProperty("active").GetInt32()].GetProperty("args");
        var k = 0;
        foreach (var trace in step[2].EnumerateArray().Select(index => plot.GetProperty("data")[index.GetInt32()]))
        {
            Assert.Equal(trace.GetProperty("y").GetRawText(), step[0].GetProperty("y")[k++].GetRawText());
        }
    }

    [Fact]
    public void Slider_OfPanels_HasAxesThatHoldAllStates()
    {
        var plot = Looks.Json(Linked);
        var range = plot.GetProperty("layout").GetProperty("yaxis2").GetProperty("range");
        var heights = plot.GetProperty("layout").GetProperty("sliders")[0].GetProperty("steps").EnumerateArray()
            .SelectMany(step => step.GetProperty("args")[0].GetProperty("y").EnumerateArray().Last().EnumerateArray()).Select(y => y.GetDouble()).ToArray();
        Assert.True(range[0].GetDouble() <= heights.Min() && range[1].GetDouble() >= heights.Max());
    }

    [Fact]
    public void Race_BarsAndTrails_AreThoseOfTheRuns()
    {
        var plot = Looks.Json(Race);
        var steps = plot.GetProperty("layout").GetProperty("sliders")[0].GetProperty("steps").EnumerateArray().ToArray();
        var step = steps[10];
        var k = int.Parse(step.GetProperty("label").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        var bars = step.GetProperty("args")[0].GetProperty("y").EnumerateArray().Last().EnumerateArray().Select(y => y.GetDouble()).ToArray();
        Assert.Equal(Rules.Length, bars.Length);
        for (var i = 0; i < bars.Length; i++)
        {
            var expected = Math.Max(1e-8, Descent.Run(Canyon, Rules[i].Item2, [-0.5, 2.3], 60)[k].Value - Canyon.CriticalPoints[0].Value);
            Assert.Equal(expected, bars[i], 1e-4 * expected);
        }

        var colors = plot.GetProperty("data").EnumerateArray().Last().GetProperty("marker").GetProperty("color").EnumerateArray().Select(color => color.GetString()).ToArray();
        var trails = plot.GetProperty("data").EnumerateArray().Where(trace => Looks.Text(trace, "mode") == "lines").Select(trace => Looks.Text(trace, "line", "color")).ToArray();
        Assert.Equal(trails, colors);
    }

    [Fact]
    public void Hill_CarriesItsFormulaAndTheSettingsOfItsReport()
    {
        var figure = Plot.Hill((x, y) => (x * x) +
            (2 * y * y), (1, -1.5), (-2, 2), (-3, 3), eta: 0.2, steps: 9);
        var hill = Looks.Json(figure).GetProperty("layout").GetProperty("meta").GetProperty("hill");
        Assert.Equal("(x * x) + (2 * y * y)", hill.GetProperty("formula").GetString());
        Assert.Equal("""[1,-1.5],[-2,2],[-3,3],"gradient descent",0.2,0.9,9""", string.Join(',', ((string[])["start", "x", "y", "rule", "eta", "mu", "steps"]).Select(name => hill.GetProperty(name).GetRawText())));
        Assert.Contains("RMSprop-Nesterov: 9 steps from (1, −1.5)", figure.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Hill_StepsOfEachRule_AreTheLibrarys()
    {
        var f = Function2D.Auto((x, y) => (x * x) + (2 * y * y));
        var steps = Looks.Json(Plot.Hill((x, y) => (x * x) + (2 * y * y), (1, -1.5), (-2, 2), (-3, 3), eta: 0.1, mu: 0.8, steps: 9))
            .GetProperty("layout").GetProperty("sliders")[0].GetProperty("steps").EnumerateArray().ToDictionary(step => step.GetProperty("label").GetString()!);
        Assert.Equal(8, steps.Count);
        foreach (var (name, rule) in ((string, IOptimizer<double>)[])[("Nesterov", new Nesterov<double>(0.1, 0.8)), ("Adadelta", new Adadelta<double>(learningRate: 0.1)), ("RMSprop-Nesterov", new RmsPropNesterov<double>(0.1, 0.9, 0.8))])
        {
            var path = Descent.Run(f, rule, [1, -1.5], 9).Coordinate(0);
            var drawn = steps[name].GetProperty("args")[0].GetProperty("x").EnumerateArray()
                .Single(x => x.GetArrayLength() == 10).EnumerateArray().Select(x => x.GetDouble());
            Assert.All(path.Zip(drawn), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
    }

    [Fact]
    public void Race_OfAnotherDimension_IsRefused() =>
        Assert.Contains("'line' has 1 dimensions", Assert.Throws<ArgumentException>(() => Plot.Race(
            Canyon, [("line", Descent.Run(BookFunctions.Parabola, new GradientDescent<double>(0.1), [0.0], 3))])).Message, StringComparison.Ordinal);

    [Fact]
    public void Choice_AnEntry_CarriesTheSliderAndTheButtonsOfItsExplorer()
    {
        var layout = Looks.Json(Menu).GetProperty("layout");
        var entry = layout.GetProperty("updatemenus")[1].GetProperty("buttons")[1];
        var alone = Looks.Json(Slow(0.02)).GetProperty("layout");
        Assert.Equal("fast", entry.GetProperty("label").GetString());
        var change = entry.GetProperty("args")[1];
        Assert.Equal(alone.GetProperty("sliders").GetRawText(), change.GetProperty("sliders").GetRawText());
        Assert.Equal(alone.GetProperty("updatemenus")[0].GetProperty("buttons").GetRawText(), change.GetProperty("updatemenus[0].buttons").GetRawText());
        Assert.Equal(alone.GetProperty("yaxis2").GetProperty("range").GetRawText(), change.GetProperty("yaxis2.range").GetRawText());
        Assert.Equal(12, change.GetProperty("sliders")[0].GetProperty("steps").GetArrayLength());
    }

    [Fact]
    public void Choice_OfAFigureWithoutASlider_IsRejectedByName() =>
        Assert.Contains("'still' has no slider", Assert.Throws<ArgumentException>(() => Plot.Choice(
            "rate", [("still", Plot.Curve(BookFunctions.Parabola)), ("same", Plot.Curve(BookFunctions.Parabola))])).Message, StringComparison.Ordinal);

    [Fact]
    public void Explorer_ALineWithoutMarkersBesideAPath_ChangesToNoNull()
    {
        // plotly.js stops at "marker: null", with every figure after it.
        var figure = Plot.Slider("η", [0.01, 0.02], η =>
            Plot.Contour(Canyon) + Plot.Lines([("rod", [η, η], [0, 1])], line: Stroke.Solid)
                + Plot.Path(Descent.Run(Canyon, new Momentum<double>(η, 0.8), [-0.5, 2.3], 30)));
        var slider = Looks.Json(figure).GetProperty("layout").GetProperty("sliders")[0];
        var markers = slider.GetProperty("steps")[0].GetProperty("args")[0].GetProperty("marker").EnumerateArray().ToArray();
        Assert.NotEmpty(markers);
        Assert.All(markers, marker => Assert.Equal(JsonValueKind.Object, marker.ValueKind));
    }

    [Fact]
    public void Grid_OfFour_HasTwoRowsOfTwoColumns()
    {
        var line = Plot.Lines([("f", [1.0, 2])]);
        var layout = Looks.Json(Plot.Grid(across: 2, line, line, line, line.WithTitle("last"))).GetProperty("layout");
        double[] Domain(string axis) => [.. layout.GetProperty(axis).GetProperty("domain").EnumerateArray().Select(end => end.GetDouble())];
        Assert.Equal(Domain("xaxis"), Domain("xaxis3"));
        Assert.Equal(Domain("yaxis"), Domain("yaxis2"));
        Assert.True(Domain("xaxis")[1] < Domain("xaxis2")[0]);
        Assert.True(Domain("yaxis")[0] > Domain("yaxis3")[1]);
        Assert.Equal("grid", layout.GetProperty("meta").GetProperty("panels").GetString());
        Assert.Equal("x4 domain", layout.GetProperty("annotations")[0].GetProperty("xref").GetString());
        Assert.Throws<ArgumentOutOfRangeException>(() => Plot.Grid(0, line));
    }
}

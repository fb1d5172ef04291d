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
    public void Rows_Ranked_HaveTheLargestOnTopAndKeepTheirColours()
    {
        JsonElement Bars(params Estimate[] estimates) => Looks.Json(Plot.Rows(estimates, "points", ranked: true)).GetProperty("data")[0];
        string Row(JsonElement bars, int k) => $"{bars.GetProperty("y")[k]} {bars.GetProperty("x")[k]} {bars.GetProperty("marker").GetProperty("color")[k]}";
        var first = Bars(("a", 3), ("b", 1), ("c", double.NaN), ("d", 2));
        var second = Bars(("a", 1), ("b", 5), ("c", 4), ("d", 2));

        // plotly.js stacks rows from the bottom.
        Assert.Equal(["c –", "b", "d", "a"], first.GetProperty("y").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(["a", "d", "c", "b"], second.GetProperty("y").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("b 1 #f26209", Row(first, 1));
        Assert.Equal("b 5 #f26209", Row(second, 3));
    }

    [Fact]
    public void Rows_Unranked_StandAsGivenFromTheTop() => Assert.Equal(
        ["c", "b", "a"],
        Looks.Json(Plot.Rows([("a", 1), ("b", 3), ("c", 2)], "points")).GetProperty("data")[0].GetProperty("y").EnumerateArray().Select(name => name.GetString()));

    [Fact]
    public void Verdicts_CountWhatTheTestsFound()
    {
        // The first 10 of 30 differ clearly, the others not at all.
        TTestResult[] experiments = [.. Enumerable.Range(0, 30).Select(k => TTest.Welch([k < 10 ? 11.0 : 1, 2 + (k < 10 ? 10 : 0), k < 10 ? 13 : 3], [1.1, 2, 2.9]))];
        Assert.Equal(10, experiments.Count(experiment => experiment.P < 0.05));
        var figure = Plot.Verdicts(experiments, truth: 3, range: (-2, 5), shown: 12);
        var data = Looks.Json(figure).GetProperty("data").EnumerateArray().ToArray();

        Assert.Equal([10, 2], data.Where(trace => Looks.Text(trace, "mode") == "markers").Select(trace => trace.GetProperty("x").GetArrayLength()));
        var half = (experiments[0].Interval!.Value.High - experiments[0].Interval!.Value.Low) / 2;
        Assert.Equal(half, data[0].GetProperty("error_x").GetProperty("array")[0].GetDouble(), 1e-4 * half);
        var shares = data.Where(trace => Looks.Text(trace, "type") == "bar").Select(trace => trace.GetProperty("y").EnumerateArray().Select(y => y.GetDouble()).ToArray()).ToArray();
        Assert.Equal(100, shares[0].Sum(), 1e-3);
        Assert.Equal(100 / 3.0, shares[1].Sum(), 1e-3);
        Assert.Equal(100 / 3.0, shares[1][^1], 1e-3); // ten lies beyond the axis: it counts at its end
        Assert.Contains("33.3 % find a difference (p < 0.05); those estimate 10 on average", figure.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Confusion_WithoutCounts_HasOneTraceSoThatItCanMove()
    {
        ConfusionMatrix At(double step) => new(new[,] { { (int)step, 2 }, { 3, 4 } }, ["cat", "dog"]);
        var plot = Looks.Json(Plot.Slider("minibatch", [0, 9], step => Plot.Confusion(At(step), counts: false), play: true));
        Assert.Equal(1, plot.GetProperty("data").GetArrayLength());
        var shares = plot.GetProperty("layout").GetProperty("sliders")[0].GetProperty("steps")[1].GetProperty("args")[0].GetProperty("z")[0][0];
        Assert.Equal(9 / 11.0, shares[0].GetDouble(), 1e-4);
    }

    // The texts on dark tiles are white, on light ones black, and an empty tile has a grey one: three traces, or fewer.
    [Fact]
    public void Slider_OverHeatmaps_HidesTheTextsThatAStateLacks()
    {
        double[][] tiles = [[1, 2, 9], [1, 9, double.NaN], [1, 1, double.NaN]];
        var plot = Looks.Json(Plot.Slider("k", [0, 1, 2], k => Plot.Heatmap(new[,] { { tiles[(int)k][0], tiles[(int)k][1], tiles[(int)k][2] } }, ["a", "b", "c"], ["d"], "x", "y")));
        var steps = plot.GetProperty("layout").GetProperty("sliders")[0].GetProperty("steps").EnumerateArray().ToArray();
        var traces = plot.GetProperty("data").EnumerateArray().ToArray();

        foreach (var (k, step) in steps.Index())
        {
            var args = step.GetProperty("args");
            var texts = args[2].EnumerateArray().Index().Where(trace => Looks.Text(traces[trace.Item.GetInt32()], "mode") == "text" && args[0].GetProperty("visible")[trace.Index].ValueKind != JsonValueKind.False)
                .SelectMany(trace => args[0].GetProperty("text")[trace.Index].EnumerateArray()).Select(text => text.GetString()).Order();
            Assert.Equal(tiles[k].Select(tile => double.IsFinite(tile) ? tile.ToString(System.Globalization.CultureInfo.InvariantCulture) : "–").Order(), texts);
        }

        Assert.Equal(["heatmap", "scatter", "scatter", "scatter"], traces.Select(trace => Looks.Text(trace, "type")));
    }

    [Fact]
    public void Slider_OverMaps_ShowsTheLegendOfEachState()
    {
        var path = Plot.Path(Descent.Run(Canyon, new GradientDescent<double>(0.01), [-0.5, 2.3], 3));
        var plot = Looks.Json(Plot.Slider("k", [0, 1], k => Plot.Basins((x, y) => k == 0 ? 1 : x < 0 ? 0 : 2, ["a", "b", "c"], (-1, 1), (-1, 1), grid: 4) + path));
        var legend = plot.GetProperty("data").EnumerateArray().Index().Where(trace => Looks.Text(trace.Item, "name") is "a" or "b" or "c").ToArray();

        Assert.Equal(["a", "b", "c"], legend.Select(trace => Looks.Text(trace.Item, "name")).Order());
        Assert.Equal(["b"], legend.Where(trace => trace.Item.GetProperty("visible").GetBoolean()).Select(trace => Looks.Text(trace.Item, "name")));
        var last = plot.GetProperty("layout").GetProperty("sliders")[0].GetProperty("steps")[1].GetProperty("args");
        var numbers = last[2].EnumerateArray().Select(trace => trace.GetInt32()).ToList();
        Assert.Equal(["a", "c"], legend.Where(trace => last[0].GetProperty("visible")[numbers.IndexOf(trace.Index)].GetBoolean()).Select(trace => Looks.Text(trace.Item, "name")).Order());
    }

    [Fact]
    public void Slider_OverOtherCharts_IsRejected() => Assert.Contains(
        "must all have the same traces",
        Assert.Throws<ArgumentException>(() => Plot.Slider("k", [0, 1], k => k == 0 ? Plot.Bars([("a", 1)], "y") : Plot.Lines([("a", [1.0, 2])], y: "y"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Panels_InPanels_AreRejected()
    {
        var lines = Plot.Lines([("a", [1.0, 2])], y: "y");
        Assert.Contains("Plot.Grid", Assert.Throws<ArgumentException>(() => Plot.SideBySide(Plot.Stack(lines, lines), lines)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_BelowZeroWithErrors_AreShownWhole()
    {
        var range = Looks.Json(Plot.Rows([("a", -2, 0.5), ("b", 1, 0.25)], "change")).GetProperty("layout").GetProperty("xaxis").GetProperty("range");
        Assert.True(range[0].GetDouble() < -2.5 && range[1].GetDouble() > 1.25);
    }

    [Fact]
    public void Rows_OfManyRanked_RepeatTheirHatches() => Assert.Equal(
        100, Looks.Json(Plot.Rows([.. Enumerable.Range(1, 100).Select(k => new Estimate($"{k}", k))], "x", ranked: true)).GetProperty("data")[0].GetProperty("x").GetArrayLength());

    [Fact]
    public void Lines_LargeAndCloseTogether_AreNotFlat()
    {
        var plot = Looks.Json(Plot.Lines([("a", [100_000.1, 100_000.15, 100_000.2])], y: "y"));
        Assert.Equal([100_000.1, 100_000.15, 100_000.2], plot.GetProperty("data")[0].GetProperty("y").EnumerateArray().Select(y => y.GetDouble()));
        var range = plot.GetProperty("layout").GetProperty("yaxis").GetProperty("range");
        Assert.InRange(range[1].GetDouble() - range[0].GetDouble(), 0.1, 0.12);
        // Rounding errors are no spread.
        Assert.Equal("0.1,0.1", string.Join(',', Looks.Json(Plot.Bars([("a", 0.1), ("b", 0.1 + 1e-16)], "y")).GetProperty("data")[0].GetProperty("y").EnumerateArray().Select(y => y.GetRawText())));
    }

    [Fact]
    public void Panels_OfThreeWithPowersOfTen_HaveRoomForTheirLabels()
    {
        var rows = Plot.Rows([("a", 0.1)], "output").WithLog(x: true).WithRange(x: (1e-6, 1));
        var layout = Looks.Json(Plot.SideBySide(rows, rows, rows)).GetProperty("layout");
        Assert.Equal(2, layout.GetProperty("xaxis3").GetProperty("dtick").GetDouble());
        Assert.Equal(1, Looks.Json(rows).GetProperty("layout").GetProperty("xaxis").GetProperty("dtick").GetDouble());
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
    public void Race_OfADescentThatHadDivergedBefore_SaysSoOrLeavesItOut()
    {
        var descent = new Descent<double>(Canyon, new GradientDescent<double>(10), [-0.5, 2.3]);
        for (var k = 0; k < 1000; k++)
        {
            descent.Step();
        }

        var (lost, good) = (descent.Run(5), Descent.Run(Canyon, new GradientDescent<double>(0.01), [-0.5, 2.3], 5));
        var unknown = Canyon with { CriticalPoints = [] };

        Assert.Contains("Start new descents", Assert.Throws<ArgumentException>("runs", () => Plot.Race(Canyon, [("lost", lost)])).Message, StringComparison.Ordinal);
        Assert.Contains("good", Plot.Race(unknown, [("lost", lost), ("good", good)]).Description, StringComparison.Ordinal);
        Assert.Contains("0 steps", Plot.Path(lost, numbered: true).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Basins_OfADescentInAnotherSpace_AreRefused()
    {
        Assert.Contains("has 1 dimensions", Assert.Throws<ArgumentException>("descend", () => Plot.Basins(
            Canyon, (x, _) => Descent.Run(BookFunctions.Parabola, new GradientDescent<double>(0.1), [x], 3), grid: 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("descend", () => Plot.Basins(Canyon, (_, _) => null!, grid: 2));
    }

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

    [Theory]
    [InlineData("rate", 66)]
    [InlineData("", 50)]
    public void Explorer_OfPanelsInARow_HasItsButtonsBelowTheirTitles(string title, int top)
    {
        var panel = Plot.Lines([("f", [1.0, 2])], x: title);
        var figure = Plot.Slider("η", [1, 2], _ => Plot.SideBySide(panel, panel), play: true);
        var buttons = Looks.Json(figure).GetProperty("layout").GetProperty("updatemenus")[0];
        Assert.Equal(top, buttons.GetProperty("pad").GetProperty("t").GetInt32());
    }

    [Theory]
    [InlineData("thousands of pictures", true, 66)]
    [InlineData("thousands of pictures", false, 0)]
    [InlineData("validation accuracy", true, 50)]
    public void Explorer_WithALongTitleBelow_HasItsButtonsUnderIt(string title, bool play, int top)
    {
        var layout = Looks.Json(Plot.Slider("η", [1, 2], _ => Plot.Lines([("f", [1.0, 2])], x: title), play: play)).GetProperty("layout");
        Assert.Equal(top, play ? layout.GetProperty("updatemenus")[0].GetProperty("pad").GetProperty("t").GetInt32() : 0);
        Assert.Equal(top == 66 ? 82 : 66, layout.GetProperty("sliders")[0].GetProperty("pad").GetProperty("t").GetInt32());
    }

    [Fact]
    public void Panels_EntriesThatLookAlike_AreNotInTheLegend()
    {
        Figure loss = Plot.Lines([("loss", [1.0, 2])]), sharpness = Plot.Lines([("sharpness", [1.0, 2])]), pair = Plot.Lines([("a", [1.0, 2]), ("b", [2.0, 2])]);
        Assert.Empty(InLegend(Plot.Stack(loss, sharpness)));
        Assert.Equal(["a", "b"], InLegend(Plot.Stack(pair, pair)));

        static IEnumerable<string?> InLegend(Figure figure) => Looks.Json(figure).GetProperty("data").EnumerateArray()
            .Where(trace => !trace.TryGetProperty("showlegend", out var shown) || shown.GetBoolean()).Select(trace => trace.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData(1, "0.0001 0.0002 0.0005 0.001 0.002")]
    [InlineData(2, "0.0001 0.0003 0.001 0.003")]
    public void LogAxis_BesideAnotherPanel_HasRoomForItsNumbersUpright(int across, string labels)
    {
        var panel = Plot.Lines([new("f", [1, 2], [2e-4, 2e-3])]).WithRange(x: (1e-4, 3e-3)).WithLog(x: true);
        var figure = Plot.Grid(across, panel, panel);
        var axis = Looks.Json(figure).GetProperty("layout").GetProperty("xaxis2");
        Assert.Equal(labels, string.Join(" ", axis.GetProperty("ticktext").EnumerateArray().Select(text => text.GetString())));
    }

    [Fact]
    public void Race_HasUprightNamesBelowItsBars()
    {
        var paths = new[] { 0.01, 0.02 }.Select(η => ($"rate {η}", Descent.Run(Canyon, new GradientDescent<double>(η), [-0.5, 2.3], 20))).ToList();
        var axis = Looks.Json(Plot.Race(Canyon, paths)).GetProperty("layout").GetProperty("xaxis2");
        Assert.Equal(0, axis.GetProperty("tickangle").GetInt32());
    }
}

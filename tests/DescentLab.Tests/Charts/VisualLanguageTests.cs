using System.Text.Json;
using CsCheck;
using Xunit;
using static DescentLab.Lab;
using static DescentLab.Tests.Charts.Looks;

namespace DescentLab.Tests.Charts;

/// <summary>Tests the measurable rules of lib/DescentLab.Charts/README.md.</summary>
public sealed class VisualLanguageTests
{
    private static readonly Function2D Wells = BookFunctions.TwoWells;
    private static readonly Trajectory<double> Away = Descent.Run(BookFunctions.Canyon, new GradientDescent<double>(0.0255), [-0.5, 2.3], 12);

    [Fact]
    public void Colors_OfSixLines_AreVisibleOnLightAndDarkAndDifferInGrey()
    {
        var colors = Traces(Plot.Lines(Series(6))).Select(trace => Text(trace, "line", "color")!).ToArray();
        Assert.Equal(6, colors.Distinct().Count());
        Assert.All(colors, color => Assert.True(Contrast(color, White) >= 3 && Contrast(color, DarkEditor) >= 3, color));
        var lightness = colors.Select(Lightness).ToArray();
        Assert.True(SmallestGap(lightness[..3]) >= 6, "the first three in grey");
        Assert.True(SmallestGap(lightness) >= 1.5, "all six in grey");
    }

    [Fact]
    public void Lines_WithoutColour_StillDiffer()
    {
        var looks = Traces(Plot.Lines(Series(16))).Select(trace => (Text(trace, "line", "dash"), Text(trace, "marker", "symbol"))).ToArray();
        Assert.Equal(16, looks.Distinct().Count());
        var symbols = Traces(Plot.Losses(Series(8))).Select(trace => Text(trace, "marker", "symbol")).ToArray();
        Assert.Equal(8, symbols.Distinct().Count());
    }

    [Fact]
    public void Overlay_OfPaths_GivesEachItsOwnStyleInAnyGrouping()
    {
        Figure a = Plot.Contour(Wells), b = Plot.Path(Path(0.1), "b"), c = Plot.Path(Path(0.2), "c"), d = Plot.Path(Path(0.4), "d");
        var figure = a + b + c + d;
        Assert.Equal(figure.ToJson(), (a + (b + (c + d))).ToJson());
        string[] names = ["b", "c", "d"];
        var paths = Traces(figure).Where(trace => names.Contains(Text(trace, "name"))).ToArray();
        Assert.Equal(3, paths.Select(trace => Text(trace, "marker", "symbol")).Distinct().Count());
        Assert.Equal(3, paths.Select(trace => Text(trace, "marker", "color")).Distinct().Count());
        // The function has the first colour on any chart, so a path looks the same on a curve and on a contour.
        Assert.Equal(
            Text(Traces(Plot.Curve(BookFunctions.Parabola) + b)[2], "marker", "color"), Text(Traces(a + b)[2], "marker", "color"));
    }

    [Fact]
    public void Path_HasARingAtItsStartAndHeadsThatShowTheDirection()
    {
        var traces = Traces(Plot.Contour(BookFunctions.Canyon) + Plot.Path(Away) + Plot.Path(Away, "again"));
        var starts = traces.Where(trace => Text(trace, "name") == "start").ToArray();
        Assert.Equal(2, starts.Length);
        Assert.All(starts, start => Assert.Equal((-0.5, 2.3), (start.GetProperty("x")[0].GetDouble(), start.GetProperty("y")[0].GetDouble())));
        Assert.Equal(["true", "false"], starts.Select(start => Text(start, "showlegend")));

        var heads = traces.First(trace => Text(trace, "marker", "symbol") == "arrow");
        Assert.Equal("previous", Text(heads, "marker", "angleref"));
        var (x, y) = (Doubles(heads.GetProperty("x")), Doubles(heads.GetProperty("y")));
        Assert.Equal(2 * Away.Steps, y.Length);
        for (var k = 0; k < Away.Steps; k++)
        {
            // A head is half-way to the next point, and points away from the last one.
            Assert.Equal(Away[k].X[1], y[2 * k], 1e-3 * Math.Abs(Away.Last.X[1]));
            Assert.Equal((Away[k].X[1] + Away[k + 1].X[1]) / 2, y[(2 * k) + 1], 1e-3 * Math.Abs(Away.Last.X[1]));
        }

        // Tables of the figure's numbers leave the heads out.
        Assert.Equal("true", Text(heads, "meta", "decoration"));
    }

    [Fact]
    public void Scales_OfHeights_FallEvenlyInLightness()
    {
        foreach (var figure in (Figure[])[Plot.Contour(Wells), Plot.Surface(Wells), Plot.Heatmap(new[,] { { 1.0, 2 } }, ["a", "b"], ["c"], "x", "y")])
        {
            var scale = Traces(figure)[0].GetProperty("colorscale");
            var lightness = Enumerable.Range(0, 13).Select(k => Lightness(Mixed(scale, k / 12.0))).ToArray();
            var steps = lightness.Zip(lightness.Skip(1), (a, b) => a - b).ToArray();
            Assert.All(steps, step => Assert.InRange(step, 0.8 * steps.Average(), 1.2 * steps.Average()));
        }
    }

    [Fact]
    public void Heatmap_EveryNumber_HasAContrastOf4Point5ToItsTile() =>
        Gen.Select(Gen.Double[-6, 6].Array[12], Gen.Bool, (exponents, decades) => exponents.Select(e => decades ? Math.Pow(10, e) : e).ToArray())
            .Sample(
                values =>
                {
                    var table = new double[3, 4];
                    Buffer.BlockCopy(values, 0, table, 0, 12 * sizeof(double));
                    AssertLegible(Plot.Heatmap(table, ["a", "b", "c", "d"], ["p", "q", "r"], "x", "y"));
                },
                iter: 60);

    [Fact]
    public void Confusion_EveryNumber_HasAContrastOf4Point5ToItsTile() =>
        AssertLegible(Plot.Confusion(new(new[,] { { 50, 30, 20 }, { 5, 60, 35 }, { 0, 45, 55 } }, ["a", "b", "c"])));

    [Fact]
    public void Heatmap_OfValuesThatSpanDecades_ShadesTheirLogarithms()
    {
        var trace = Traces(Plot.Heatmap(new[,] { { 10.0, 1000, 20_000 } }, ["a", "b", "c"], ["r"], "x", "y", "steps"))[0];
        Assert.Equal([1, 3, Math.Log10(20_000)], Doubles(trace.GetProperty("z")[0]), Close);
        Assert.Equal(["10", "100", "1000", "10000"], trace.GetProperty("colorbar").GetProperty("ticktext").EnumerateArray().Select(text => text.GetString()));
        Assert.Equal([1.0, 2], Doubles(Traces(Plot.Heatmap(new[,] { { 1.0, 2 } }, ["a", "b"], ["r"], "x", "y"))[0].GetProperty("z")[0]));
    }

    [Fact]
    public void Heatmap_OfAFunction_HasItsNumbersAtItsPlaces()
    {
        var trace = Traces(Plot.Heatmap((x, y) => y > 1.5 && x > 5 ? double.NaN : x + y, [1, 10], [0, 1, 2], "sum"))[0];
        Assert.Equal([1.0, 10], Doubles(trace.GetProperty("x")));
        Assert.Equal([2.0, 11], Doubles(trace.GetProperty("z")[1]));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, trace.GetProperty("z")[2][1].ValueKind);
        Assert.Throws<ArgumentException>(() => Plot.Heatmap((x, y) => x, [2, 1], [0, 1]));
        Assert.Throws<ArgumentException>(() => Plot.Heatmap((x, y) => double.NaN, [1, 2], [0, 1]));
    }

    [Fact]
    public void Heatmap_WithEmptyTiles_SaysWhatTheyMean()
    {
        var figure = Plot.Heatmap(new[,] { { 1, double.NaN } }, ["a", "b"], ["r"], "x", "y", empty: "diverged");
        Assert.Equal("– diverged", Layout(figure).GetProperty("annotations")[0].GetProperty("text").GetString());
        Assert.Contains("1 tile is empty: diverged", figure.Description, StringComparison.Ordinal);
        Assert.Contains(Traces(figure), trace => Text(trace, "mode") == "text" && trace.GetProperty("text")[0].GetString() == "–");
    }

    [Fact]
    public void Basins_OfUpToFourKinds_DifferInGreyHaveBordersAndNames()
    {
        for (var kinds = 2; kinds <= 4; kinds++)
        {
            var count = kinds;
            var figure = Plot.Basins((x, _) => Math.Min((int)(x * count), count - 1), [.. Enumerable.Range(0, count).Select(k => $"k{k}")], (0, 1), (0, 1), 40);
            var scale = Traces(figure)[0].GetProperty("colorscale").EnumerateArray().Select(stop => stop[1].GetString()!).Distinct().ToArray();
            Assert.Equal(kinds, scale.Length);
            Assert.True(SmallestGap([.. scale.Select(Lightness)]) >= 7.5, $"{kinds} kinds in grey");
            var names = Traces(figure).Single(trace => Text(trace, "mode") == "text");
            Assert.Equal(kinds, names.GetProperty("text").GetArrayLength());
            Assert.All(scale, color => Assert.True(Contrast(color, Text(names, "textfont", "color")!) >= 4.5, color));
            var border = Traces(figure).First(trace => Text(trace, "mode") == "lines");
            Assert.Equal(3 * (kinds - 1), border.GetProperty("x").GetArrayLength());
        }
    }

    [Fact]
    public void Minimum_IsVisibleOnAnyBackground()
    {
        var marker = Traces(Plot.Minima(Wells))[0].GetProperty("marker");
        var (fill, edge) = (Text(marker, "color")!, Text(marker, "line", "color")!);
        Assert.True(Contrast(fill, edge) >= 15);
        Assert.All((string[])[White, DarkEditor, "#5fa2cd"], ground => Assert.True(Math.Max(Contrast(fill, ground), Contrast(edge, ground)) >= 4.5));
    }

    [Fact]
    public void LogAxis_OfAnyRange_IsLabelledAtPowersOfTenOrInFull() =>
        Gen.Select(Gen.Double[-30, 20], Gen.Double[0.05, 40]).Sample((from, length) =>
        {
            var figure = Plot.Lines([("a", [Math.Pow(10, from), Math.Pow(10, from + length)])]).WithLog(y: true);
            var axis = Layout(figure).GetProperty("yaxis");
            var range = Doubles(axis.GetProperty("range"));
            if (axis.TryGetProperty("dtick", out var tick))
            {
                // A number is a power of ten for plotly.js; its "D1" and "D2" are the small 2 and 5.
                Assert.Equal(Math.Truncate(tick.GetDouble()), tick.GetDouble());
                Assert.InRange(Math.Floor(range[1] / tick.GetDouble()) - Math.Ceiling(range[0] / tick.GetDouble()) + 1, 2, 9);
            }
            else
            {
                Assert.Equal(axis.GetProperty("tickvals").GetArrayLength(), axis.GetProperty("ticktext").GetArrayLength());
                Assert.InRange(axis.GetProperty("tickvals").GetArrayLength(), 1, 9);
            }
        });

    [Fact]
    public void LogAxis_AfterAnOverlay_IsLabelledForBoth()
    {
        Figure Decades(int n) => Plot.Lines([("a", [1, Math.Pow(10, n)])]).WithLog(y: true);
        Assert.Equal("3", Text(Layout(Decades(2) + Decades(20)), "yaxis", "dtick"));
    }

    [Theory]
    [InlineData("from (-1.5, 1.2), η = -0.5", "from (−1.5, 1.2), η = −0.5")]
    [InlineData("RMSprop-Nesterov, 11-6, 2026-11-25", "RMSprop-Nesterov, 11-6, 2026-11-25")]
    [InlineData("η = 0.08333333333333333", "η = 1/12")]
    [InlineData("η = 0.9999999999999999", "η = 1")]
    [InlineData("η = 0.49999999999999994", "η = 1/2")]
    [InlineData("ε = 1E-05", "ε = 10⁻⁵")]
    [InlineData("ε = 3e-7", "ε = 3·10⁻⁷")]
    [InlineData("seed 1e3a", "seed 1e3a")]
    public void Names_PrintNumbersAsABookDoes(string name, string printed)
    {
        Assert.Equal(printed, Text(Traces(Plot.Lines([(name, [1.0, 2])]))[0], "name"));
        Assert.Equal(printed, Plot.Curve(BookFunctions.Parabola).WithTitle(name).Title);
    }

    [Fact]
    public void Slider_OfATwelfth_SaysSo() => Assert.Equal(
        "1/12", Layout(Plot.Slider("η", [0.05, 1 / 12.0], _ => Plot.Curve(BookFunctions.Parabola))).GetProperty("sliders")[0].GetProperty("steps")[1].GetProperty("label").GetString());

    [Fact]
    public void Surface_OfTwoWells_ShowsBoth()
    {
        foreach (var f in (Function2D[])[Wells, BookFunctions.Bowl, TestFunctions.Himmelblau])
        {
            var eye = Layout(Plot.Surface(f)).GetProperty("scene").GetProperty("camera").GetProperty("eye");
            var (ex, ey, ez) = (eye.GetProperty("x").GetDouble(), eye.GetProperty("y").GetDouble(), eye.GetProperty("z").GetDouble());
            var grid = f.DomainX.Grid(81).SelectMany(x => f.DomainY.Grid(81), (x, y) => f.Value(x, y)).ToArray();
            var (low, high) = (grid.Min(), grid.Max());
            foreach (var minimum in f.CriticalPoints.Where(point => point.Kind is CriticalPointKind.GlobalMinimum or CriticalPointKind.LocalMinimum))
            {
                var (x, y, z) = (Across(minimum.X[0], f.DomainX), Across(minimum.X[1], f.DomainY), ((minimum.Value - low) / (high - low)) - 0.5);
                for (var t = 0.06; t < 1; t += 0.01)
                {
                    var (a, b, c) = (x + (t * (ex - x)), y + (t * (ey - y)), z + (t * (ez - z)));
                    if (Math.Abs(a) <= 0.5 && Math.Abs(b) <= 0.5)
                    {
                        var surface = ((f.Value(Back(a, f.DomainX), Back(b, f.DomainY)) - low) / (high - low)) - 0.5;
                        Assert.True(c > surface - 0.02, $"{f.Name}: something hides {minimum}");
                    }
                }
            }
        }

        static double Across(double at, Interval domain) => ((at - domain.Min) / (domain.Max - domain.Min)) - 0.5;
        static double Back(double part, Interval domain) => domain.Min + ((part + 0.5) * (domain.Max - domain.Min));
    }

    [Fact]
    public void Numbers_BesideAPath_DoNotCollide()
    {
        var path = Descent.Run(BookFunctions.Parabola, new Momentum<double>(0.09, 0.5), [0.75], 9);
        var trace = Traces(Plot.Path(path, numbered: true)).Single(one => Text(one, "name") == "path");
        var (x, y) = (Doubles(trace.GetProperty("x")), Doubles(trace.GetProperty("y")));
        var places = trace.GetProperty("textposition").EnumerateArray().Select(place => place.GetString()!).ToArray();
        // In a chart of 500 × 300 pixels, a digit is 9 × 14.
        var boxes = places.Select((place, k) => (
            X: ((x[k] - x.Min()) / (x.Max() - x.Min()) * 500) + (place.EndsWith("right", StringComparison.Ordinal) ? 12 : place.EndsWith("left", StringComparison.Ordinal) ? -12 : 0),
            Y: ((y[k] - y.Min()) / (y.Max() - y.Min()) * 300) + (place.StartsWith("top", StringComparison.Ordinal) ? 15 : place.StartsWith("bottom", StringComparison.Ordinal) ? -15 : 0))).ToArray();
        for (var i = 0; i < boxes.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                Assert.True(Math.Abs(boxes[i].X - boxes[j].X) > 8 || Math.Abs(boxes[i].Y - boxes[j].Y) > 12, $"{j} and {i} collide");
            }
        }
    }

    [Fact]
    public void Narrow_PutsPanelsBelowOneAnotherAndBreaksTheTitle()
    {
        var figure = Plot.SideBySide(Plot.Contour(Wells), Plot.Contour(Wells), Plot.Lines([("a", [1.0, 2])]))
            .WithTitle("A title that is a good deal longer than the forty letters that a phone has room for");
        var narrow = Layout(figure).GetProperty("meta").GetProperty("narrow").GetProperty("layout");
        Assert.All(narrow.GetProperty("title.text").GetString()!.Split("<br>"), line => Assert.InRange(line.Length, 1, 40));
        var domains = new[] { "", "2", "3" }.Select(number => Doubles(narrow.GetProperty($"yaxis{number}.domain"))).ToArray();
        Assert.All(domains, domain => Assert.True(domain[1] - domain[0] > 0.2));
        Assert.True(domains[0][0] > domains[1][1] && domains[1][0] > domains[2][1] && domains[2][0] >= 0 && domains[0][1] <= 1);
        Assert.All(new[] { "", "2", "3" }, number => Assert.Equal([0.0, 1], Doubles(narrow.GetProperty($"xaxis{number}.domain"))));
        Assert.True(narrow.GetProperty("height").GetDouble() >= 3 * 300);
    }

    [Theory]
    [InlineData(false, "1 3 2 4")]
    [InlineData(true, "1 2 3 4")]
    public void Narrow_OfAGrid_KeepsEachHeadingWithItsPanelsAndHasSpaceBelowTheAxes(bool headings, string order)
    {
        var line = Plot.Lines([("f", [1.0, 2])], x: "step");
        var below = headings ? line.WithTitle("below") : line;
        var layout = Layout(Plot.Grid(2, line.WithTitle("left"), line.WithTitle("right"), below, below));
        var narrow = layout.GetProperty("meta").GetProperty("narrow").GetProperty("layout");
        var places = new[] { 1, 2, 3, 4 }.Select(k => (Number: k, Ends: Doubles(narrow.GetProperty($"yaxis{(k == 1 ? "" : k)}.domain"))))
            .OrderByDescending(place => place.Ends[0]).ToArray();
        Assert.Equal(order, string.Join(' ', places.Select(place => place.Number)));
        // The numbers and the title of an axis, and the next heading, at 12 to 15 pixels each.
        var height = narrow.GetProperty("height").GetDouble() - narrow.GetProperty("margin.t").GetDouble() - 80;
        Assert.All(places.Zip(places[1..]), pair => Assert.True((pair.First.Ends[0] - pair.Second.Ends[1]) * height > 76));
    }

    [Fact]
    public void Narrow_BreaksTheNamesOfAFewBarsAndKeepsRoomForHeadings()
    {
        var narrow = Layout(Plot.SideBySide(
            Plot.Points([("no momentum, the book", 1), ("momentum", 2)], "MCC").WithTitle("Ours"),
            Plot.Strip([.. Series(8)], "MCC").WithTitle("Theirs"))).GetProperty("meta").GetProperty("narrow").GetProperty("layout");
        Assert.False(narrow.TryGetProperty("xaxis.ticktext", out _)); // two fit
        Assert.False(narrow.TryGetProperty("xaxis2.ticktext", out _));
        Assert.True(narrow.GetProperty("margin.t").GetDouble() >= 40);

        var four = Layout(Plot.Points([("no momentum, the book", 1), ("momentum", 2), ("c", 1), ("d", 2)], "MCC")).GetProperty("meta").GetProperty("narrow").GetProperty("layout");
        Assert.Equal("no momentum,<br>the book", four.GetProperty("xaxis.ticktext")[0].GetString());
        Assert.Equal("no momentum, the book", four.GetProperty("xaxis.tickvals")[0].GetString());
    }

    private static JsonElement Layout(Figure figure) => Looks.Json(figure).GetProperty("layout");

    private static Trajectory<double> Path(double η) => Descent.Run(Wells, new GradientDescent<double>(η), [1.5, 1.5], 10);

    private static Series[] Series(int count) => [.. Enumerable.Range(0, count).Select(k => new Series($"{k}", [.. Enumerable.Range(1, 30).Select(i => 1.0 * i * k)]))];

    private static double SmallestGap(double[] values) => values.Order().Zip(values.Order().Skip(1), (a, b) => b - a).Min();

    private static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(number => number.ValueKind == JsonValueKind.Null ? double.NaN : number.GetDouble())];

    private static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-5;

    private static void AssertLegible(Figure figure)
    {
        var traces = Traces(figure);
        var (map, texts) = (traces[0], traces[1..]);
        var (least, most) = (map.GetProperty("zmin").GetDouble(), map.GetProperty("zmax").GetDouble());
        string?[] columns = [.. map.GetProperty("x").EnumerateArray().Select(name => name.GetString())], rows = [.. map.GetProperty("y").EnumerateArray().Select(name => name.GetString())];
        var seen = 0;
        foreach (var text in texts)
        {
            for (var k = 0; k < text.GetProperty("text").GetArrayLength(); k++, seen++)
            {
                var (column, row) = (Array.IndexOf(columns, text.GetProperty("x")[k].GetString()), Array.IndexOf(rows, text.GetProperty("y")[k].GetString()));
                var tile = Mixed(map.GetProperty("colorscale"), Math.Clamp((map.GetProperty("z")[row][column].GetDouble() - least) / (most - least), 0, 1));
                Assert.True(Contrast(tile, Text(text, "textfont", "color")!) >= 4.5, $"{tile} under {Text(text, "textfont", "color")}");
            }
        }

        Assert.Equal(columns.Length * rows.Length, seen);
    }
}

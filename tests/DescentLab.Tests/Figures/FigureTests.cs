using System.Security.Cryptography;
using System.Text.Json;
using CsCheck;
using Xunit;

namespace DescentLab.Tests.Figures;

public sealed class FigureTests
{
    private static readonly Gen<Figure> AnyFigure = Gen.Select(Gen.Int[0, 3], Gen.Int[-9, 9], Gen.Int[1, 9], Gen.Bool, (traces, min, length, ranged) =>
    {
        var data = Enumerable.Range(0, traces).Select(k => new { type = "scatter", name = $"{min}/{k}", x = new[] { k, length } });
        object axis = ranged ? new { range = new[] { min, min + length } } : new { title = new { text = $"{min}" } };
        return new Figure(JsonSerializer.Serialize(new { data, layout = new { xaxis = axis, shapes = new[] { new { x0 = min } } } }), $"{min}.");
    });

    [Fact]
    public void Overlay_OfThreeFigures_IsAssociative() =>
        Gen.Select(AnyFigure, AnyFigure, AnyFigure).Sample((a, b, c) =>
            ((a + b) + c).ToJson() == (a + (b + c)).ToJson() && ((a + b) + c).Description == (a + (b + c)).Description);

    [Fact]
    public void Overlay_OfTwoFigures_HasAllTracesAndShapesInOrder()
    {
        AnyFigure.Select(AnyFigure).Sample((a, b) =>
        {
            var (left, right, both) = (Parse(a), Parse(b), Parse(a + b));
            Assert.Equal(Names(left).Concat(Names(right)), Names(both));
            Assert.Equal(2, both.GetProperty("layout").GetProperty("shapes").GetArrayLength());
        });

        static IEnumerable<string?> Names(JsonElement plot) => plot.GetProperty("data").EnumerateArray().Select(trace => trace.GetProperty("name").GetString());
    }

    [Fact]
    public void Overlay_OfPinnedRanges_HoldsBoth()
    {
        var both = Ranged(0, 2) + Ranged(1, 5) + new Figure("""{"data":[]}""", "");
        Assert.Equal([0.0, 5.0], Range(both));
    }

    [Fact]
    public void Overlay_WithASliderOnTheRight_SaysWhereItBelongs()
    {
        var moving = new Figure("""{"data":[],"layout":{"sliders":[{}]}}""", "");
        Assert.Contains("left of the +", Assert.Throws<InvalidOperationException>(() => Ranged(0, 1) + moving).Message, StringComparison.Ordinal);
        Assert.NotNull(moving + Ranged(0, 1));
    }

    [Fact]
    public void With_DoesNotChangeTheOriginal()
    {
        var figure = Ranged(1, 100);
        var before = figure.ToJson();
        var changed = figure.WithTitle("t").WithAxes("x", "y").WithSize(300, 200).WithRange(x: (10, 1000)).WithLog(x: true);
        Assert.Equal(before, figure.ToJson());
        Assert.Equal("t", changed.Title);
        Assert.Equal([1.0, 3.0], Range(changed));
        Assert.Equal([1.0, 2.0], Range(changed.WithRange(x: (10, 100))));
    }

    [Fact]
    public void WithLog_OfARangeThroughZero_UsesAnAutomaticRange() =>
        Assert.False(Parse(Ranged(-1, 1).WithLog(x: true)).GetProperty("layout").GetProperty("xaxis").TryGetProperty("range", out _));

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"layout":{}}""")]
    [InlineData("""{"data":[null]}""")]
    [InlineData("""{"data":["a"]}""")]
    [InlineData("""{"data":[],"layout":"a"}""")]
    [InlineData("""{"data":[],"data":[]}""")]
    [InlineData("""{"data":[{"x":[1],"x":[2]}]}""")]
    public void Figure_OfSomethingElse_IsRefused(string json) =>
        Assert.Equal("json", Assert.Throws<ArgumentException>(() => new Figure(json, "")).ParamName);

    [Fact]
    public void Figure_WhoseTitleIsOnlyAText_HasThatTitle()
    {
        var figure = new Figure("""{"data":[],"layout":{"title":"a","template":{}}}""", "");
        Assert.Equal("a", figure.Title);
        Assert.Equal("a", (figure + figure).Title);
        Assert.Contains("\"title\":{\"text\":\"a\"}", figure.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("commit 12e34567890123")]
    [InlineData("1e99999999999")]
    [InlineData("٣e٥")]
    [InlineData("٣.١٢٣٤٥٦٧٨٩٠١٢٣٤")]
    public void WithTitle_OfWhatOnlyLooksLikeANumber_DoesNotChangeIt(string title) =>
        Assert.Equal(title, Ranged(0, 1).WithTitle(title).Title);

    [Theory]
    [InlineData(double.NaN, 1, false)]
    [InlineData(0, double.PositiveInfinity, false)]
    [InlineData(0, 1, true)]
    public void WithRange_OfEndsThatNoAxisShows_IsRefusedByName(double from, double to, bool log)
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => Ranged(1, 2).WithLog(y: log).WithRange(y: (from, to)));
        Assert.Equal("y", e.ParamName);
        Assert.Contains(FormattableString.Invariant($"[{from}, "), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_HasTheDescriptionFirstAndNoOpenScript()
    {
        var html = new Figure("""{"data":[{"name":"</script><b>"}]}""", "a < b").ToHtml();
        Assert.Contains("<p>a &lt; b</p>", html, StringComparison.Ordinal);
        Assert.Equal(html.LastIndexOf("</script>", StringComparison.Ordinal), html.IndexOf("</script>", StringComparison.Ordinal));
        Assert.DoesNotContain("require", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Html_FromTheNetwork_TakesThePlotlyThatTheEngineCarries()
    {
        var plotly = Path.Combine(AppContext.BaseDirectory, "../../../../../lib/DescentLab.Notebooks/Reports/Assets/vendor/plotly.min.js");
        var version = File.ReadLines(plotly).ElementAt(1).Split('v')[^1];
        var html = Ranged(0, 1).ToHtml();
        Assert.Contains($"/plotly.js-dist-min@{version}/plotly.min.js", html, StringComparison.Ordinal);
        Assert.Contains($"sha384-{Convert.ToBase64String(SHA384.HashData(File.ReadAllBytes(plotly)))}", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Formatters_GiveJsonHtmlAndWords()
    {
        var figure = Ranged(0, 1);
        var shown = new FigureFormatterSource().CreateTypeFormatters().Cast<HtmlFormatter>().ToDictionary(formatter => formatter.MimeType, formatter =>
        {
            using var writer = new StringWriter();
            Assert.True(formatter.Format(figure, writer));
            return writer.ToString();
        });
        Assert.Equal(figure.ToJson(), shown["application/vnd.plotly.v1+json"]);
        Assert.Equal(figure.ToHtml(), shown["text/html"]);
        Assert.Equal(figure.Description, shown["text/plain"]);
    }

    private static Figure Ranged(double min, double max) =>
        new(JsonSerializer.Serialize(new { data = Array.Empty<int>(), layout = new { xaxis = new { range = new[] { min, max } } } }), "A figure.");

    private static JsonElement Parse(Figure figure) => JsonSerializer.Deserialize<JsonElement>(figure.ToJson());

    private static IEnumerable<double> Range(Figure figure) =>
        Parse(figure).GetProperty("layout").GetProperty("xaxis").GetProperty("range").EnumerateArray().Select(end => end.GetDouble());
}

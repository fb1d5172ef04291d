using AngleSharp.Html.Parser;
using static DescentLab.Notebooks.Tests.Reports.Reporting;

namespace DescentLab.Notebooks.Tests.Reports;

public sealed class OutputTests
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    [Fact]
    public void Figure_AsObjectOrText_HasItsJsonItsDescriptionAndItsNumbers()
    {
        const string Json = """{"data":[{"y":[3,4.25],"name":"loss"},{"y":[1,-2],"name":"other"}],"frames":[{"name":"1"}]}""";
        foreach (var output in new[]
        {
            Data((Plotly, System.Text.Json.Nodes.JsonNode.Parse(Json)!), ("text/plain", "Two curves."), ("image/png", "AAAA")),
            Data((Plotly, Json), ("text/plain", "Two curves."), ("text/html", "<p>html</p>")),
            Data((Plotly, System.Text.Json.Nodes.JsonValue.Create(Json).ToJsonString()), ("text/plain", "Two curves.")),
        })
        {
            var figure = Assert.Single(new HtmlParser().ParseDocument(Body(Code("plot", output))).QuerySelectorAll("figure"));

            Assert.Equal("Two curves.", figure.QuerySelector(".plot")!.GetAttribute("aria-label"));
            Assert.Equal("Two curves.", figure.QuerySelector(".plot .alt")!.TextContent);
            Assert.Contains("\"frames\":[{\"name\":\"1\"}]", figure.QuerySelector("script")!.TextContent, StringComparison.Ordinal);
            var rows = figure.QuerySelectorAll("details tr").Select(row => string.Join(' ', row.Children.Select(cell => cell.TextContent)));
            Assert.Equal(["x loss other", "0 3 1", "1 4.25 −2"], rows);
        }
    }

    [Fact]
    public void FigureData_OfAGrid_HasItsAxesAndSaysWhatIsOmitted()
    {
        var z = string.Join(',', Enumerable.Range(0, 60).Select(row => $"[{string.Join(',', Enumerable.Range(0, 30).Select(column => row * column))}]"));
        var main = Body(Code("plot", Data((Plotly, $$"""{"data":[{"type":"contour","z":[{{z}}],"x0":-1,"dx":0.5}]}"""))));
        var document = new HtmlParser().ParseDocument(main);

        Assert.Equal("Trace 1 (24 of 60 rows, 24 of 30 columns)", document.QuerySelector("caption")!.TextContent);
        Assert.Equal("−1", document.QuerySelectorAll("thead th")[1].TextContent);
        Assert.Equal("13.5", document.QuerySelector("thead th:last-child")!.TextContent);
        Assert.Equal("1711", document.QuerySelector("tbody tr:last-child td:last-child")!.TextContent); // 59 · 29
        Assert.Equal("Chart of 1 trace (contour)", document.QuerySelector(".alt")!.TextContent);
    }

    [Fact]
    public void FigureData_OfALongCurve_IsSampledWithBothEnds()
    {
        var y = string.Join(',', Enumerable.Range(0, 1000));
        var document = new HtmlParser().ParseDocument(Body(Code("plot", Data((Plotly, $$"""{"data":[{"y":[{{y}}],"name":"f"}]}""")))));

        Assert.Equal("f (100 of 1000 points)", document.QuerySelector("caption")!.TextContent);
        Assert.Equal(100, document.QuerySelectorAll("tbody tr").Length);
        Assert.Equal("999", document.QuerySelector("tbody tr:last-child td:last-child")!.TextContent);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"data\":3}")]
    public void Figure_ThatIsInvalid_FallsBackToItsPicture(string json)
    {
        var (html, warnings) = Page(new ReportOptions(), Code("plot", Data((Plotly, json), ("image/png", "iVBO\nRw0="), ("text/plain", "A <curve>."))));

        Assert.Contains("<img src=\"data:image/png;base64,iVBORw0=\" alt=\"A &lt;curve&gt;.\">", html, StringComparison.Ordinal);
        Assert.Contains("a chart cannot be drawn", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Streams_InPieces_AreJoinedAndKeptApart()
    {
        var document = new HtmlParser().ParseDocument(Body(Code("1", Stream("a "), Stream("b\n"), Stream("careful\n", "stderr"), Stream("c"))));

        Assert.Equal(["a b", "careful", "c"], document.QuerySelectorAll("pre.output").Select(pre => pre.TextContent));
        Assert.Equal("careful", document.QuerySelector(".stderr pre")!.TextContent);
    }

    [Fact]
    public void TerminalText_WithEscapes_KeepsColoursOnly()
    {
        Assert.Equal(
            "<span class=\"ansi2\">ok</span> <span class=\"ansi9 bold\">no</span>!",
            TerminalText.ToHtml("\u001b[32mok\u001b[0m \u001b[1;91mno\u001b[m\u001b[2K\u001b]0;title\u0007!\u0007"));
        Assert.Equal("100%\nnext", TerminalText.ToHtml("10%\r50%\r100%\r\nnext"));
    }

    // A code with parameters is one code: its parameters are not bold or red.
    [Theory]
    [InlineData("38;5;34", "")]
    [InlineData("38;5;1", "ansi1")]
    [InlineData("38;5;12", "ansi12")]
    [InlineData("38;5;28;01", "bold")]
    [InlineData("38;2;255;31;1", "")]
    [InlineData("1;48;5;4;31", "ansi1 bold")]
    [InlineData("38", "")]
    public void TerminalText_OfMoreColours_HasTheNearest(string codes, string classes) => Assert.Equal(
        classes.Length == 0 ? "x" : $"<span class=\"{classes}\">x</span>", TerminalText.ToHtml($"\u001b[{codes}mx"));

    [Fact]
    public void Error_WhoseMessageHasEscapes_ShowsNone() => Assert.Equal(
        "Oops bad value",
        new HtmlParser().ParseDocument(Body(Code("1", new System.Text.Json.Nodes.JsonObject
        {
            ["output_type"] = "error", ["ename"] = "Oops", ["evalue"] = "bad \u001b[31mvalue\u001b[0m", ["traceback"] = new System.Text.Json.Nodes.JsonArray(),
        }))).QuerySelector(".error")!.TextContent.Trim());

    [Theory]
    [InlineData(@"\beta + \bar{x}")]
    [InlineData(@"\begin{align} x &= 1 \end{align}")]
    [InlineData(@"$\beta$")]
    public void Latex_OfAnyBeginning_IsTypeset(string tex) => Assert.NotNull(
        new HtmlParser().ParseDocument(Body(Code("1", Data(("text/latex", tex))))).QuerySelector("math"));

    [Fact]
    public void Error_WithATraceback_ShowsTheMessageOnce()
    {
        var error = new System.Text.Json.Nodes.JsonObject
        {
            ["output_type"] = "error", ["ename"] = "Oops", ["evalue"] = "It broke.",
            ["traceback"] = new System.Text.Json.Nodes.JsonArray("It broke.", "   at cell 2, line 1"),
        };

        var box = new HtmlParser().ParseDocument(Body(Code("1", error))).QuerySelector(".error")!;

        Assert.Equal("Oops It broke.", box.QuerySelector("p")!.TextContent);
        Assert.Equal("   at cell 2, line 1", box.QuerySelector("pre")!.TextContent);
    }

    [Fact]
    public void Solution_IsFolded_WithItsOutput()
    {
        var document = new HtmlParser().ParseDocument(Body(Code("var answer = 42;", Stream("42")).Tagged("solution"), Code("double η = 0.03;").Tagged("parameters")));
        var solution = document.QuerySelector("details.solution")!;

        Assert.False(solution.HasAttribute("open"));
        Assert.Contains("answer", solution.TextContent, StringComparison.Ordinal);
        Assert.Equal("42", solution.QuerySelector(".output")!.TextContent);
        Assert.True(document.QuerySelector("details.parameters")!.HasAttribute("open"));
    }

    [Theory]
    [InlineData("#r \"../lib/bin/DescentLab.dll\"\nusing X; // η\nvar s = $\"{a:F2} <b>\" + \"\"\"raw\"\"\";\n/// <summary>d</summary>\nrecord P(int X);")]
    [InlineData("for (int i = 0; i < 3; i++ { broken ]")]
    [InlineData("#!time\nawait Task.Delay(1);\n#if X\nno\n#endif\n")]
    [InlineData("")]
    public void Highlighting_OfAnyCode_KeepsItsText(string code)
    {
        var html = CSharpHighlighter.ToHtml(code);

        Assert.Equal(code, new HtmlParser().ParseDocument($"<pre>x{html}</pre>").QuerySelector("pre")!.TextContent[1..]);
    }

    [Fact]
    public void Highlighting_DistinguishesKindsOfNames() => Assert.Equal(
        "<span class=\"k\">var</span> p = <span class=\"k\">new</span> <span class=\"t\">List</span>&lt;<span class=\"k\">double</span>&gt; { <span class=\"n\">1.5</span> }; "
            + "p.<span class=\"f\">Add</span>(<span class=\"t\">Math</span>.PI); <span class=\"c\">// done</span>",
        CSharpHighlighter.ToHtml("var p = new List<double> { 1.5 }; p.Add(Math.PI); // done"));
}

using PuppeteerSharp;
using PuppeteerSharp.Media;
using System.Text.Json.Nodes;
using static DescentLab.Notebooks.Tests.Reports.Reporting;

namespace DescentLab.Notebooks.Tests;

/// <summary>Tests reports as a reader opens them: from the disk, without network.</summary>
public sealed class ReportInBrowserTests(Browsing browsing) : IClassFixture<Browsing>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Report_WithEverything_PassesAxe(string scheme)
    {
        var report = WriteSample();
        foreach (var path in (string[])[report.PagePaths[0], report.IndexPath])
        {
            await using var page = await browsing.OpenAsync(path);
            await Browsing.UnfoldAsync(page);
            await page.EvaluateExpressionAsync("for (const fold of document.querySelectorAll('details')) fold.open = true");
            if (path == report.PagePaths[0])
            {
                Assert.Equal("cdfknst", await page.EvaluateExpressionAsync<string>(
                    "[...new Set([...document.querySelectorAll('pre span')].map(word => word.className).filter(kind => kind.length === 1))].sort().join('')"));
            }

            Assert.Empty(await Browsing.AxeFaultsAsync(page, scheme));
        }
    }

    [Fact]
    public async Task Keyboard_ReachesAndMovesEverything()
    {
        await using var page = await browsing.OpenAsync(WriteSample().PagePaths[0]);
        var reached = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateExpressionAsync<string>(
                "(e => `${e.localName}.${e.className} ${e.getAttribute('aria-label') ?? e.textContent.trim().slice(0, 30)}`)(document.activeElement)"));
        }

        Assert.Equal("a.skip Skip to the text", reached[0]);
        foreach (var expected in (string[])["summary. Code", "button.copy Copy the code", "input. μ", "button. ▶ Play", "summary. The data as a table", "summary. Solution"])
        {
            Assert.Contains(reached, place => place.StartsWith(expected, StringComparison.Ordinal));
        }

        await page.FocusAsync(".player input");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.WaitForExpressionAsync("document.querySelector('.js-plotly-plot').data[0].y[0] === 9");
        Assert.Equal("0.9", await page.EvaluateExpressionAsync<string>("document.querySelector('.player input').getAttribute('aria-valuetext')"));

        await page.FocusAsync(".cell .source > summary");
        await page.Keyboard.PressAsync("Enter");
        Assert.False(await page.EvaluateExpressionAsync<bool>("document.querySelector('.cell .source').open"));
        await page.Keyboard.PressAsync("Enter");

        await page.FocusAsync(".cell .copy");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForExpressionAsync("document.querySelector('.cell .copy').textContent === 'Copied'");

        await page.FocusAsync(".data > summary");
        await page.Keyboard.PressAsync("Enter");
        Assert.True(await page.EvaluateExpressionAsync<bool>("document.querySelector('.data[open] table').getBoundingClientRect().height > 0"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scripts_OfTheNotebook_RunOnlyWhenTrusted(bool trust)
    {
        var report = ReportWriter.Write(
            [
                new(Notebook(
                    Markdown("# A\n\n<script>window.prose = true</script><img src=\"x.png\" onerror=\"window.prose = true\">"),
                    Code("1", Data(("text/html", "<b>shown</b><script>window.output = true</script>"))))),
            ],
            folder.Path,
            new ReportOptions { Trust = trust });

        await using var page = await browsing.OpenAsync(report.PagePaths[0]);

        Assert.Equal(trust, await page.EvaluateExpressionAsync<bool>("window.prose === true"));
        Assert.Equal(trust, await page.EvaluateExpressionAsync<bool>("window.output === true"));
        Assert.Contains("shown", await page.EvaluateExpressionAsync<string>("document.querySelector('main').textContent"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(420)]
    public async Task Page_OfAnyWidth_DoesNotScrollSideways(int width)
    {
        await using var page = await browsing.OpenAsync(WriteSample().PagePaths[0]);
        await page.SetViewportAsync(new() { Width = width, Height = 900 });
        await Browsing.UnfoldAsync(page);

        Assert.Equal(width, await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task Prose_OnAPhone_BreaksLongWordsButNotTheCodeOfATable()
    {
        var word = new string('w', 300);
        var text = $"{word}\n\nhttps://example.com/{word}\n\n| a | b | c |\n|---|---|---|\n| {string.Join(" | ", Enumerable.Repeat("some longer text in here", 2))} | `code_of_a_table` |";
        var report = ReportWriter.Write([new(Notebook(Markdown(text)))], folder.Path);
        await using var page = await browsing.OpenAsync(report.PagePaths[0]);
        foreach (var width in (int[])[1280, 390])
        {
            await page.SetViewportAsync(new() { Width = width, Height = 900 });
            Assert.True(await page.EvaluateExpressionAsync<bool>("[...document.querySelectorAll('.prose > p')].every(p => p.scrollWidth <= p.clientWidth)"));
            Assert.InRange(await page.EvaluateExpressionAsync<double>("document.querySelector('td code').getBoundingClientRect().height"), 1, 30);
        }
    }

    [Fact]
    public async Task Figure_InANarrowWindow_IsAdaptedAndRestored()
    {
        var figure = Data(("application/vnd.plotly.v1+json", JsonNode.Parse("""
            {
              "data": [{"type": "scatter", "y": [1, 2]}, {"type": "scatter", "mode": "text", "x": [0], "y": [1], "text": ["7"], "textfont": {"size": 12}}],
              "layout": {
                "title": {"text": "A long title"}, "xaxis": {"domain": [0, 0.4]}, "annotations": [{"text": "wide", "x": 0, "y": 1}],
                "meta": {"narrow": {
                  "layout": {"title.text": "A long<br>title", "xaxis.domain": [0, 1], "annotations[0].text": "high", "width": null},
                  "traces": [[1, "textfont.size", 9]]}}
              }
            }
            """)!));
        var report = ReportWriter.Write([new(Notebook(Code("1", figure)))], folder.Path);
        await using var page = await browsing.OpenAsync(report.PagePaths[0]);
        await page.SetViewportAsync(new() { Width = 1280, Height = 900 });
        var wide = await LooksAsync();
        await page.SetViewportAsync(new() { Width = 390, Height = 900 });
        await page.WaitForExpressionAsync("document.querySelector('.plot')._fullLayout.annotations[0].text === 'high'");
        var narrow = await LooksAsync();
        await page.SetViewportAsync(new() { Width = 1280, Height = 900 });
        await page.WaitForExpressionAsync("document.querySelector('.plot')._fullLayout.annotations[0].text === 'wide'");

        Assert.Equal("A long title, 0.4, 12", wide);
        Assert.Equal("A long<br>title, 1, 9", narrow);
        Assert.Equal(wide, await LooksAsync());

        Task<string> LooksAsync() => page.EvaluateExpressionAsync<string>(
            "(p => [p._fullLayout.title.text, p._fullLayout.xaxis.domain[1], p._fullData[1].textfont.size].join(', '))(document.querySelector('.plot'))");
    }

    [Fact]
    public async Task Play_OnAPhone_IsASymbolAndKeepsItsWordsForTheKeyboard()
    {
        var figure = Data(("application/vnd.plotly.v1+json", JsonNode.Parse("""
            {
              "data": [{"type": "scatter", "y": [1]}],
              "layout": {
                "meta": {"narrow": {}},
                "updatemenus": [
                  {"type": "buttons", "buttons": [{"method": "animate", "label": "▶ Play", "args": [[], {}]}]},
                  {"type": "dropdown", "active": 0, "buttons": [
                    {"method": "update", "label": "one", "args": [{}, {}]},
                    {"method": "update", "label": "two", "args": [{}, {"updatemenus[0].buttons": [{"method": "animate", "label": "▶ Play", "args": [[], {}]}]}]}]}]
              }
            }
            """)!));
        await using var page = await browsing.OpenAsync(ReportWriter.Write([new(Notebook(Code("1", figure)))], folder.Path).PagePaths[0]);

        await page.SetViewportAsync(new() { Width = 390, Height = 900 });
        await page.WaitForExpressionAsync("document.querySelector('.updatemenu-button').textContent === '▶'");
        Assert.Equal("▶ Play", await page.EvaluateExpressionAsync<string>("document.querySelector('.player button').textContent"));

        // A choice of the menu brings its own buttons.
        await page.EvaluateExpressionAsync("[...document.querySelectorAll('.player button')].find(key => key.textContent === 'two').click()");
        await page.WaitForExpressionAsync("document.querySelector('.plot').layout.updatemenus[1].active === 1");
        Assert.Equal("▶", await page.EvaluateExpressionAsync<string>("document.querySelector('.updatemenu-button').textContent"));
        await page.SetViewportAsync(new() { Width = 1280, Height = 900 });
        await page.WaitForExpressionAsync("document.querySelector('.updatemenu-button').textContent === '▶ Play'");
    }

    [Fact]
    public async Task Figure_OfTypedArrays_IsDrawnAndTabulatedAndItsSliderMovesIt()
    {
        // 1, 2 and 9, 8 as little-endian float32.
        var figure = Data(("application/vnd.plotly.v1+json", JsonNode.Parse("""
            {
              "data": [{"type": "scatter", "y": {"dtype": "f4", "bdata": "AACAPwAAAEA="}}],
              "layout": {"sliders": [{"active": 0, "currentvalue": {"prefix": "μ = "}, "steps": [
                {"method": "update", "label": "1", "args": [{"y": [{"dtype": "f4", "bdata": "AACAPwAAAEA="}]}, {}, [0]]},
                {"method": "update", "label": "2", "args": [{"y": [{"dtype": "f4", "bdata": "AAAQQQAAAEE="}]}, {}, [0]]}]}]}
            }
            """)!));
        var report = ReportWriter.Write([new(Notebook(Code("1", figure)))], folder.Path);
        await using var page = await browsing.OpenAsync(report.PagePaths[0]);

        Assert.Equal("1, 2", await ShownAsync());
        Assert.Equal("0 1, 1 2", await page.EvaluateExpressionAsync<string>(
            "[...document.querySelectorAll('.data tbody tr')].map(row => [...row.children].map(cell => cell.textContent).join(' ')).join(', ')"));
        await page.FocusAsync(".player input");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.WaitForExpressionAsync("document.querySelector('.plot').calcdata[0][0].y === 9");
        Assert.Equal("9, 8", await ShownAsync());

        Task<string> ShownAsync() => page.EvaluateExpressionAsync<string>("document.querySelector('.plot').calcdata[0].map(point => point.y).join(', ')");
    }

    [Fact]
    public async Task Menu_ByKeyboard_ShowsTheSliderOfTheChoice()
    {
        var figure = Data(("application/vnd.plotly.v1+json", JsonNode.Parse("""
            {
              "data": [{"type": "scatter", "y": [1]}],
              "layout": {
                "sliders": [{"active": 0, "currentvalue": {"prefix": "step "}, "steps": [
                  {"method": "update", "label": "0", "args": [{"y": [[1]]}, {}, [0]]},
                  {"method": "update", "label": "1", "args": [{"y": [[2]]}, {}, [0]]}]}],
                "updatemenus": [{"type": "dropdown", "buttons": [
                  {"method": "update", "label": "plain", "args": [{"y": [[1]]}, {}, [0]]},
                  {"method": "update", "label": "other", "args": [{"y": [[5]]}, {"sliders": [{"active": 0, "currentvalue": {"prefix": "step "}, "steps": [
                    {"method": "update", "label": "0", "args": [{"y": [[5]]}, {}, [0]]},
                    {"method": "update", "label": "7", "args": [{"y": [[8]]}, {}, [0]]}]}]}, [0]]}]}]
              }
            }
            """)!));
        await using var page = await browsing.OpenAsync(ReportWriter.Write([new(Notebook(Code("1", figure)))], folder.Path).PagePaths[0]);

        await page.FocusAsync(".player button:nth-of-type(2)");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForExpressionAsync("document.activeElement.textContent === 'other' && document.querySelector('.plot').data[0].y[0] === 5");
        Assert.Equal(1, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('.player').length"));
        await page.FocusAsync(".player input");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.WaitForExpressionAsync("document.querySelector('.plot').data[0].y[0] === 8");
        Assert.Equal("7", await page.EvaluateExpressionAsync<string>("document.querySelector('.player input').getAttribute('aria-valuetext')"));
        Assert.Equal(1, await page.EvaluateExpressionAsync<int>("document.querySelector('.plot').layout.updatemenus[0].active"));
    }

    [Fact]
    public async Task Surface_OnPaper_IsAPicture()
    {
        var surface = Data(("application/vnd.plotly.v1+json", JsonNode.Parse("""{"data": [{"type": "surface", "z": [[1, 2], [3, 4]]}]}""")!));
        await using var page = await browsing.OpenAsync(ReportWriter.Write([new(Notebook(Code("1", surface)))], folder.Path).PagePaths[0]);

        Assert.Equal((true, false), await ShownAsync());
        await page.EmulateMediaTypeAsync(MediaType.Print);
        Assert.Equal((false, true), await ShownAsync());
        Assert.Equal(1200, await page.EvaluateExpressionAsync<int>("document.querySelector('.still').naturalWidth"));

        async Task<(bool Plot, bool Still)> ShownAsync()
        {
            var shown = await page.EvaluateExpressionAsync<bool[]>("['.plot', '.still'].map(part => document.querySelector(part).getBoundingClientRect().height > 100)");
            return (shown[0], shown[1]);
        }
    }

    [Fact]
    public async Task PlotlyBundle_NeedsTheFullBuild_ForExactlyTheTypesThatTheCartesianOneLacks()
    {
        var (cartesian, otherCartesian) = await PartsAsync(PlotlyBundle.Cartesian);
        var (full, otherFull) = await PartsAsync(PlotlyBundle.Full);

        Assert.Contains("contour", cartesian);
        Assert.Subset(full, cartesian);
        Assert.Equal(
            full.Except(cartesian).Order(StringComparer.Ordinal),
            full.Where(type => PlotlyBundle.NeedsFull($$"""{"data":[{"type":"{{type}}"}]}""")).Order(StringComparer.Ordinal));
        Assert.Equal(otherFull, otherCartesian);

        // The types of traces that a build draws; then its version, its transforms, and the type that it takes for an unknown one.
        async Task<(HashSet<string> Types, string Other)> PartsAsync(string script)
        {
            await using var page = await browsing.Browser.NewPageAsync();
            await page.AddScriptTagAsync(new AddTagOptions { Content = script });
            var types = await page.EvaluateExpressionAsync<string[]>("Object.keys(Plotly.PlotSchema.get().traces)");
            var other = await page.EvaluateExpressionAsync<string>("""
                Plotly.newPlot(document.body, [{ type: "nothing", y: [1, 2] }])
                  .then(plot => [Plotly.version, Object.keys(Plotly.PlotSchema.get().transforms).sort(), plot._fullData[0].type].join(" "))
                """);
            return ([.. types], other);
        }
    }

    private ReportResult WriteSample() => ReportWriter.Write(
        [
            new(Named("first", Sample())) { Section = "A section", Outcome = "6 cells in 1.0 s" },
            new(Named("second", Markdown("# Second"))) { Outcome = "cell 3 failed", Failed = true },
        ],
        folder.Path);

    private static JsonObject[] Sample() =>
    [
        Markdown("# Everything\n\nText with $x^2$, a [link](second.ipynb) and `code`.\n\n> quoted\n\n$$\\eta = \\frac{1}{2} \\tag{1}$$\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        Code("double eta = 0.03; // the rate").Tagged("parameters"),
        Markdown("## Charts"),
        Code("#r \"nuget: A\"\nstring s = $\"{1}\"; // a comment\nPlot.Slider(s)", MovingFigure()),
        Markdown("### Text\n\n```csharp\nvar a = 1;\n```"),
        Code("1", Stream("out \u001b[31mred\u001b[0m \u001b[92mgreen\u001b[0m\n"), Stream("careful\n", "stderr")),
        Code("throw", new JsonObject
        {
            ["output_type"] = "error", ["ename"] = "Oops", ["evalue"] = "It broke.", ["traceback"] = new JsonArray("at cell 2, line 1"),
        }),
        Code("2", Data(("text/html", "<table><thead><tr><th>h</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"))),
        Markdown("## Exercises"),
        Code("var answer = 42;", Figure("The answer.", "Answer")).Tagged("solution"),
    ];

    private static JsonObject MovingFigure() => Data(
        ("application/vnd.plotly.v1+json", JsonNode.Parse("""
            {
              "data": [{"type": "scatter", "name": "f", "x": [0, 1], "y": [1, 2]}, {"type": "contour", "z": [[1, 2], [3, 4]], "showscale": false}],
              "layout": {
                "title": {"text": "It moves"}, "width": 720, "height": 520,
                "xaxis": {"title": {"text": "x"}}, "yaxis": {"title": {"text": "y"}},
                "sliders": [{"active": 0, "currentvalue": {"prefix": "μ = "}, "steps": [
                  {"method": "update", "label": "0.5", "args": [{"y": [[1, 2]]}, {}, [0]]},
                  {"method": "update", "label": "0.9", "args": [{"y": [[9, 8]]}, {}, [0]]}]}],
                "updatemenus": [{"type": "buttons", "buttons": [{"method": "animate", "label": "▶ Play", "args": [null, {}]}]}]
              }
            }
            """)!),
        ("text/plain", "A curve that moves with μ."));
}

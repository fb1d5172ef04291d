using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DescentLab.Notebooks.Tests.Collection;
using PuppeteerSharp;
using PuppeteerSharp.Media;
using static DescentLab.Notebooks.Tests.Reports.Reporting;

namespace DescentLab.Notebooks.Tests;

/// <summary>Tests the interactive hill of a report (<c>Plot.Hill</c>) against the library.</summary>
public sealed class HillTests(HillReport hill) : IClassFixture<HillReport>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Formulas =>
    [
        "0.2*x^2 + 0.3y² + sin(2x) cos(2y)",
        "x*x - y*y",
        "(1 - x)^2 + 100*(y - x^2)^2",
        "-2*((x - 1)^2 + y^2) + exp(-x^2)",
        "1/3*x^2 + 2/4 y^2 - -x^-2/7",
        "sqrt(x^2 + y^2 + 1) + ln(2 + x^4) - tanh(y/2)",
        "max(x^2, abs(y)) + min(x, y^2) + pow(2, x) + e^(y/3)",
        "(x² + y - 11)² + (x + y² − 7)²",
        "abs(x)^1.5 + abs(y) + tan(x/4)",
        "(x, y) => Pow(x, 2) + Math.Cos(Math.PI * y) - (x - (y - 1))",
        "2^3^0.5*x^2/(2*3)/(1 + y^2) - 2147483648*2*0 + 5/2",
    ];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Formulas))]
    public async Task Path_OfTheReport_IsTheLibrarysTo1e9(string formula)
    {
        var page = await hill.UntouchedPageAsync();
        var csharp = await page.EvaluateFunctionAsync<string>("text => HillFormula.read(text).csharp", formula);
        await hill.Cells.RunAsync($"var f = Function2D.Auto((x, y) => {csharp});");
        var paths = await page.EvaluateFunctionAsync<JsonElement>(
            """
            text => [[0.003, 0.9, 1.3, -0.8], [0.05, 0.5, -1.2, 0.7], [0.3, 0, 0.4, 2.5]].flatMap(([eta, mu, x, y]) => HillRules.rules.map(rule => ({
              call: `Descent.Run(f, ${HillRules.csharp(rule, eta, mu)}, [${x}, ${y}], 40)`, ...HillRules.run(HillFormula.read(text).dual, rule, eta, mu, [x, y], 40)
            })))
            """,
            formula);
        Assert.Equal(24, paths.GetArrayLength());
        var calls = paths.EnumerateArray().Select(path => path.GetProperty("call").GetString()!).ToArray();
        var shown = await hill.Cells.RunAsync($$"""
            string.Join('\n', new[] { {{string.Join(", ", calls)}} }.Select(run => string.Join(' ', run
                .SelectMany(p => new[] { p.X[0], p.X[1], p.Value }).Select(z => z.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))))
            """);
        var library = shown!["text/plain"]!.Split('\n');
        foreach (var (k, path) in paths.EnumerateArray().Index())
        {
            var expected = library[k].Split(' ').Select(z => double.Parse(z, CultureInfo.InvariantCulture)).ToArray();
            var actual = path.GetProperty("x").EnumerateArray().Zip(path.GetProperty("y").EnumerateArray(), path.GetProperty("f").EnumerateArray())
                .SelectMany(point => new[] { point.First.GetDouble(), point.Second.GetDouble(), point.Third.GetDouble() }).ToArray();
            Assert.Equal(expected.Length, actual.Length);
            Assert.All(expected.Zip(actual), pair => Assert.True(
                Math.Abs(pair.First - pair.Second) <= 1e-9 * Math.Max(1, Math.Abs(pair.First)),
                $"{formula} as {csharp}, {calls[k]}: the library has {pair.First:R}, the report {pair.Second:R}"));
        }
    }

    [Fact]
    public async Task Formula_ThatIsInvalid_GetsAMessageAndTheOldOneStays()
    {
        List<string> errors = [];
        await using var page = await hill.OpenAsync(errors);
        var before = await CodeAsync(page);
        foreach (var (formula, message) in ((string, string)[])
        [
            ("", "Type a formula"),
            ("x^2 +", "missing at its end"),
            ("xy", "Write x*y for xy."),
            ("x^2 + z", "“z” is unknown"),
            ("0,5*x", "Write 0.5 with a point"),
            ("sin x", "Write sin(…) with parentheses"),
            ("sin(x, y)", "sin takes one number"),
            ("max(x)", "max takes two numbers"),
            ("(x + 1", "A “)” is missing"),
            ("x + 1)", "a “)” too many"),
            ("()", "nothing between"),
            ("x * / y", "missing before “/”"),
            ("|x|", "Write abs(x)"),
            ("x = 2", "without “=”"),
            ("sqrt(-1 - x^2)", "has no value on this map"),
            ("alert(1)", "“alert” is unknown"),
            ("x.constructor", "“.” has no meaning"),
            ("constructor(x)", "“constructor” is unknown"),
            ("__proto__", "“__proto__” is unknown"),
            ("`x`", "has no meaning"),
            ("((((((((((((((((((((((((((((((((((((((((((((x))))))))))))))))))))))))))))))))))))))))))))", "nested more than 40 deep"),
        ])
        {
            await page.EvaluateFunctionAsync("text => { const f = document.querySelector('.hill .formula'); f.value = text; f.dispatchEvent(new Event('input')); }", formula);
            Assert.True((await StatusAsync(page)).Contains(message, StringComparison.Ordinal), $"{formula}: {await StatusAsync(page)}");
            Assert.Equal(before, await CodeAsync(page));
        }

        Assert.Empty(errors);
    }

    [Fact]
    public async Task Number_OutOfRange_GetsAMessage()
    {
        await using var page = await hill.OpenAsync();
        await page.SelectAsync(".hill select", "momentum"); // a rule that has a μ
        foreach (var (place, number, message) in ((string, string, string)[])
            [("η", "0", "η must be a number above 0"), ("μ", "1", "μ must be from 0 to below 1"), ("steps", "501", "whole number from 1 to 500")])
        {
            var input = $"::-p-xpath(//div[contains(@class,'hill')]//label[starts-with(.,'{place}')]/input)";
            var old = await page.EvaluateFunctionAsync<string>("input => input.value", await page.WaitForSelectorAsync(input));
            await TypeAsync(page, input, number);
            Assert.Contains(message, await StatusAsync(page), StringComparison.Ordinal);
            await TypeAsync(page, input, old);
            Assert.StartsWith("The ball: ", await StatusAsync(page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Keyboard_TypesChoosesDropsAndRolls_AndTheCellBeneathDrawsTheSame()
    {
        List<string> errors = [];
        await using var page = await hill.OpenAsync(errors);
        await TypeAsync(page, ".hill .formula", "x^2/2 + 3*y^2 + cos(3x)");
        await page.FocusAsync(".hill select");
        await page.Keyboard.TypeAsync("Nest");
        await TypeAsync(page, "input[aria-label='x of the ball']", "-1.5");
        await TypeAsync(page, "input[aria-label='y of the ball']", "0.5");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForExpressionAsync("document.querySelector('.plot').data.length === 7 && document.querySelector('.hill button:last-of-type') && document.querySelector('.hill input[type=range]').value === '60'");

        Assert.StartsWith("Ball 1: (2, 2) → ", await StatusAsync(page), StringComparison.Ordinal);
        Assert.Contains("Ball 2: (−1.5, 0.5) → ", await StatusAsync(page), StringComparison.Ordinal);
        await page.FocusAsync(".hill input[type=range]");
        await page.Keyboard.PressAsync("Home");
        await page.WaitForExpressionAsync("document.querySelector('.plot').data[1].x.length === 1");
        await page.Keyboard.PressAsync("End");
        await page.WaitForExpressionAsync("document.querySelector('.plot').data[1].x.length === 61");

        // The C# below it, run by the library.
        var code = await CodeAsync(page);
        Assert.All(code.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        var shown = await hill.Cells.RunAsync(code);
        var traces = TypedArrays.Unpacked(JsonNode.Parse(shown!["application/vnd.plotly.v1+json"]!)!)!["data"]!.AsArray();
        foreach (var (ball, start) in ((int, string)[])[(1, "from (2, 2)"), (4, "from (-1.5, 0.5)")])
        {
            var drawn = await page.EvaluateExpressionAsync<double[]>($"document.querySelector('.plot').data[{ball}].x");
            var library = traces.Single(trace => trace!["name"]?.GetValue<string>().Replace('−', '-') == start)!["x"]!.AsArray().Select(x => x!.GetValue<double>()).ToArray();
            Assert.Equal(library.Length, drawn.Length);
            Assert.All(library.Zip(drawn), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }

        Assert.Empty(errors);
    }

    [Fact]
    public async Task Click_OnTheMap_DropsABallThere()
    {
        await using var page = await hill.OpenAsync();
        await page.EvaluateExpressionAsync("document.querySelector('.plot').scrollIntoView({ block: 'center', behavior: 'instant' })");
        var place = await page.EvaluateExpressionAsync<double[]>(
            """
            (p => { const b = p.getBoundingClientRect(), l = p._fullLayout;
              return [b.left + l.xaxis._offset + l.xaxis.d2p(1), b.top + l.yaxis._offset + l.yaxis.d2p(-2)]; })(document.querySelector('.plot'))
            """);
        await page.Mouse.ClickAsync((decimal)place[0], (decimal)place[1]);
        await page.WaitForExpressionAsync("document.querySelector('.plot').data.length === 7");

        var start = await page.EvaluateExpressionAsync<double[]>("(t => [t.x[0], t.y[0]])(document.querySelector('.plot').data[4])");
        Assert.Equal(1, start[0], 0.03);
        Assert.Equal(-2, start[1], 0.03);
    }

    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 390)]
    public async Task Page_PassesAxeAndDoesNotScrollSideways(string scheme, int width)
    {
        await using var page = await hill.OpenAsync();
        await page.SetViewportAsync(new() { Width = width, Height = 900 });
        Assert.Empty(await Browsing.AxeFaultsAsync(page, scheme, within: ".chart"));
        Assert.Equal(width, await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"));
    }

    [Theory]
    [InlineData("""{"formula": "</script><img src=x onerror='window.evil = 1'>", "x": [-1, 1], "y": [-1, 1], "start": [0, 0], "rule": "x", "eta": "1);evil(", "mu": 0, "steps": 9}""")]
    [InlineData("""{"formula": "x", "x": [1e999, "1"], "y": {"evil": 1}, "start": []}""")]
    [InlineData("""{"formula": ["x"], "x": [-1, 1], "y": [-1, 1], "start": [0, 0]}""")]
    public async Task Figure_Untrusted_RunsNothing(string meta)
    {
        List<string> errors = [];
        var figure = JsonNode.Parse("""{"data": [{"type": "contour", "z": [[1, 2], [3, 4]], "contours": {}}], "layout": {"meta": {}}}""")!;
        figure["layout"]!["meta"]!["hill"] = JsonNode.Parse(meta.Replace("1e999", "null", StringComparison.Ordinal));
        var report = ReportWriter.Write([new(Notebook(Code("1", Data(("application/vnd.plotly.v1+json", figure)))))], folder.Path);
        await using var page = await hill.Browsing.OpenAsync(report.PagePaths[0], errors);

        Assert.False(await page.EvaluateExpressionAsync<bool>("'evil' in window"));
        Assert.Equal(0, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('main img').length"));
        Assert.Empty(errors);
    }

    private static Task<string> CodeAsync(IPage page) => page.EvaluateExpressionAsync<string>("document.querySelector('.hill ~ .source code').textContent");

    private static Task<string> StatusAsync(IPage page) => page.EvaluateExpressionAsync<string>("document.querySelector('.hill .status').textContent");

    private static async Task TypeAsync(IPage page, string input, string text)
    {
        await page.FocusAsync(input);
        await page.Keyboard.DownAsync("Control");
        await page.Keyboard.PressAsync("a");
        await page.Keyboard.UpAsync("Control");
        await page.Keyboard.PressAsync("Delete");
        await page.Keyboard.SendCharacterAsync(text); // at once: each change draws the hill
    }
}

/// <summary>A report with an interactive hill, and a session with the library: made once, because each costs seconds.</summary>
public sealed class HillReport : IAsyncLifetime
{
    private const string Cell = "Plot.Hill((x, y) => 0.2 * x * x + 0.3 * y * y + Sin(2 * x) * Cos(2 * y), start: (2, 2), x: (-3, 3), y: (-3, 3), eta: 0.05)";

    private readonly TemporaryFolder folder = new();
    private string? path;
    private IPage? untouched;

    public LibraryCells Cells { get; } = new();

    public Browsing Browsing { get; } = new();

    public ValueTask InitializeAsync() => Browsing.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        if (untouched is not null)
        {
            await untouched.DisposeAsync();
        }

        await Browsing.DisposeAsync();
        Cells.Dispose();
        folder.Dispose();
    }

    /// <summary>Opens the report in a page of the test's own.</summary>
    /// <param name="errors">Receives the console errors and exceptions of the page.</param>
    internal async Task<IPage> OpenAsync(List<string>? errors = null)
    {
        var page = await Browsing.OpenAsync(path ??= await WriteAsync(), errors);
        await page.WaitForSelectorAsync(".hill");
        return page;
    }

    /// <summary>A page of the report for tests that only call its functions.</summary>
    internal async Task<IPage> UntouchedPageAsync() => untouched ??= await OpenAsync();

    private async Task<string> WriteAsync()
    {
        var shown = await Cells.RunAsync(Cell);
        var plot = JsonNode.Parse(shown!["application/vnd.plotly.v1+json"]!)!;
        return ReportWriter.Write(
            [new(Notebook(Code(Cell, Data(("application/vnd.plotly.v1+json", plot), ("text/plain", shown["text/plain"]!)))))], folder.Path).PagePaths[0];
    }
}

using System.Text.Json.Nodes;

namespace DescentLab.Notebooks.Tests;

/// <summary>Tests notebook 01 in Jupyter's classic Notebook, without network.</summary>
public sealed class JupyterNotebookTests(JupyterBench bench) : IClassFixture<JupyterBench>
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    // Counted among the charts of the notebook.
    private const int SmallSteps = 1;
    private const int Slider = 3;
    private const int Play = 4;

    // Counted among the traces of a chart: the function, the lines between the points, the points.
    private const int Path = 2;

    // The cell under "knobs", counted among the code cells.
    private const int Knobs = 1;

    [Fact]
    public async Task Notebook_RunChangedSavedAndReopened_ShowsEveryChart()
    {
        await using (var reader = await bench.OpenCopyAsync("changed"))
        {
            var expected = Figures("changed").Count;
            await reader.RunAllAsync();
            AssertDrawn(await reader.ChartsAsync(expected), expected);
            AssertPath(0.03, await reader.PointsAsync(SmallSteps, trace: Path));

            await reader.TypeIntoCellAsync(Knobs, "double eta = 0.05, start = -0.9, largeEta = 0.15, largeStart = 0.75; int steps = 15;");
            await reader.RunAllAsync();
            AssertDrawn(await reader.ChartsAsync(expected), expected);
            AssertPath(0.05, await reader.PointsAsync(SmallSteps, trace: Path));

            await reader.SaveAsync();
            Assert.Equal(1, reader.PlotlyRequests);
            AssertQuiet(reader);
        }

        var saved = Figures("changed");
        Assert.All(saved, bundle => Assert.Equal([Plotly, "text/html", "text/plain"], bundle.Select(type => type.Key)));
        Assert.DoesNotContain("Plotly, Inc.", await File.ReadAllTextAsync(bench.FileOf("changed")), StringComparison.Ordinal);

        await using (var again = await bench.OpenAsync("changed"))
        {
            AssertDrawn(await again.ChartsAsync(saved.Count), saved.Count);
            AssertPath(0.05, await again.PointsAsync(SmallSteps, trace: Path));
            Assert.Equal(1, again.PlotlyRequests);
            AssertQuiet(again);
        }

        await AssertHtmlDrawsWithoutKernelScriptAsync("changed", saved);
    }

    [Fact]
    public async Task Notebook_OpenedUntrustedAndRunInPart_ShowsEveryChart()
    {
        await using (var reader = await bench.OpenCopyAsync("part"))
        {
            AssertDrawn(await reader.ChartsAsync(Figures("part").Count), Figures("part").Count);
            await reader.RunCellAsync("""
                #r "../lib/bin/DescentLab.dll"
                using DescentLab;
                Lab.Plot.Curve(BookFunctions.Parabola)
                """);
            await reader.SaveAsync();
        }

        // Jupyter trusts no notebook in which it has not run every cell, and then takes the scripts from HTML.
        await using var again = await bench.OpenAsync("part");
        AssertDrawn(await again.ChartsAsync(Figures("part").Count), Figures("part").Count);
        AssertQuiet(again);
    }

    [Fact]
    public async Task Charts_InNarrowWindowsAndFoldedOutputs_FillTheirPlaces()
    {
        var reader = await bench.SharedAsync();
        var expected = Figures(JupyterBench.Shared).Count;
        var folded = Figures(JupyterBench.Shared, withEmpty: true).FindIndex(bundle => bundle.ContainsKey(Plotly));
        var wide = await reader.ChartsAsync(expected);

        await reader.ToggleOutputAsync(folded);
        await reader.ResizeAsync(640);
        await reader.ToggleOutputAsync(folded);
        var narrow = await reader.ChartsAsync(expected);
        AssertDrawn(narrow, expected);
        await reader.ResizeAsync(JupyterBench.Width);
        Assert.All(wide.Zip(narrow), pair => Assert.True(pair.Second.Width < pair.First.Width && pair.Second.Height == pair.First.Height, $"{pair}"));
        AssertQuiet(reader);
    }

    [Fact]
    public async Task Charts_ThatMove_FollowTheMouse()
    {
        var reader = await bench.SharedAsync();
        await reader.ChartsAsync(Figures(JupyterBench.Shared).Count);

        await reader.DragSliderAsync(Slider, to: 0.95, until: 11);
        AssertPath(0.16, await reader.PointsAsync(Slider, trace: Path), updates: 15);

        await reader.DragSliderAsync(Play, to: 0.02, until: 0);
        await reader.PlayAsync(Play, until: 15);
        AssertQuiet(reader);
    }

    [Fact]
    public async Task Kernel_InterruptedAndRestarted_Continues()
    {
        var reader = await bench.SharedAsync();
        Assert.Equal("42", (await reader.RunCellAsync("var answer = 42; answer")).Split('\n')[^1].Trim());

        var interrupted = await reader.InterruptCellAsync("Console.WriteLine(\"round and round\"); while (true) { }", printed: "round and round");
        Assert.Contains("interrupted", interrupted, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("43", await reader.RunCellAsync("answer + 1"), StringComparison.Ordinal);

        await reader.RestartAsync();
        Assert.Contains("'answer' does not exist", await reader.RunCellAsync("answer"), StringComparison.Ordinal);
        AssertQuiet(reader);
    }

    private async Task AssertHtmlDrawsWithoutKernelScriptAsync(string name, List<JsonObject> saved)
    {
        await using (var classic = await bench.OpenAsync(name, withoutKernelScript: true))
        {
            AssertDrawn(await classic.ChartsAsync(saved.Count), saved.Count);
            Assert.Equal(1, classic.PlotlyRequests);
            AssertQuiet(classic);
        }

        // JupyterLab and Notebook 7 say in this element where their server is; no Debian package brings them.
        await using var later = await bench.OpenPageAsync($$"""
            <script id="jupyter-config-data" type="application/json">{"baseUrl": "/"}</script>
            {{string.Concat(saved.Select(bundle => bundle["text/html"]!.AsArray().Select(line => (string)line!)).SelectMany(lines => lines))}}
            """);
        AssertDrawn(await later.ChartsAsync(saved.Count), saved.Count);
        Assert.Equal(1, later.PlotlyRequests);
        AssertQuiet(later);
    }

    private static void AssertDrawn(IReadOnlyList<Chart> charts, int expected)
    {
        Assert.Equal(expected, charts.Count);
        Assert.All(charts, chart => Assert.True(chart is { Traces: > 0, Height: > 300 } && Math.Abs(chart.Place - chart.Width) < 1, $"{chart}"));
    }

    // The updates of equation 11.3 from −0.9.
    private static void AssertPath(double eta, double[] points, int updates = 14)
    {
        var x = -0.9;
        Assert.Equal(updates + 1, points.Length);
        foreach (var point in points)
        {
            Assert.Equal(x, point, 1e-3);
            x -= eta * ((12 * x) - 12);
        }
    }

    private static void AssertQuiet(JupyterReader reader)
    {
        Assert.Empty(reader.RequestsOutside);
        Assert.Empty(reader.Complaints);
    }

    // The MIME bundles of the figures in a notebook's file; with the empty ones, one for each code cell.
    private List<JsonObject> Figures(string name, bool withEmpty = false) =>
    [
        .. JsonNode.Parse(File.ReadAllText(bench.FileOf(name)))!["cells"]!.AsArray()
            .Where(cell => (string?)cell!["cell_type"] == "code")
            .Select(cell => cell!["outputs"]!.AsArray().Select(output => output!["data"] as JsonObject).FirstOrDefault(data => data?.ContainsKey(Plotly) == true) ?? [])
            .Where(bundle => withEmpty || bundle.Count > 0),
    ];
}

namespace DescentLab.Notebooks.Tests;

/// <summary>Tests the report of each notebook of the collection in a browser, without network.</summary>
public sealed class CollectionReportsTests(Browsing browsing) : IClassFixture<Browsing>, IDisposable
{
    private static readonly string Collection = Path.Combine(CommandLine.Repository, "notebooks");

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names => [.. Directory.GetFiles(Collection, "*.ipynb").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Report_DrawsTypesetsAndPassesAxeWithoutAnError(string name)
    {
        var document = NotebookDocument.Load(Path.Combine(Collection, name));
        var report = ReportWriter.Write([new(document)], folder.Path);
        var errors = new List<string>();

        await using var page = await browsing.OpenAsync(report.PagePaths[0], errors);
        await Browsing.UnfoldAsync(page);

        var figures = document.CodeCells.SelectMany(cell => cell.Outputs).Count(output => output is DataOutput data && data.Data.Contains(Runner.PlotlyMimeType));
        Assert.NotEqual(0, figures);
        Assert.Equal(figures, await page.EvaluateExpressionAsync<int>(
            "[...document.querySelectorAll('figure.chart .main-svg:first-child')].filter(chart => chart.getBoundingClientRect().height > 100).length"));
        Assert.Equal(0, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('.alt').length"));
        var formulas = await page.EvaluateExpressionAsync<double[]>("[...document.querySelectorAll('main math')].map(m => m.getBoundingClientRect()).map(r => r.width * r.height)");
        Assert.NotEmpty(formulas);
        Assert.All(formulas, area => Assert.True(area > 0));
        var prose = await page.EvaluateExpressionAsync<string>("""
            [...document.querySelectorAll('.prose')].map(part => {
              const copy = part.cloneNode(true);
              copy.querySelectorAll('math, code').forEach(done => done.remove());
              return copy.textContent;
            }).join('\n')
            """);
        Assert.DoesNotMatch(@"\$|\\[a-zA-Z]+", prose);
        Assert.Empty(errors);
        Assert.Empty(report.Warnings);

        // Code, tables and colours look alike in every report, and take most of the time: the sample has them (ReportInBrowserTests).
        await page.EvaluateExpressionAsync("for (const part of document.querySelectorAll('.source pre, .data tr:nth-child(n + 4)')) part.remove()");
        Assert.Empty(await Browsing.AxeFaultsAsync(page, "light", colours: false));
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using static DescentLab.Notebooks.Tests.Reports.Reporting;

namespace DescentLab.Notebooks.Tests.Reports;

public sealed partial class ReportWriterTests
{
    private static readonly string[] SecondPage = ["02-second.html"];

    [Fact]
    public void Report_OfTwoNotebooks_LinksIndexAndPages()
    {
        using var folder = new TemporaryFolder();

        var result = ReportWriter.Write(
            [
                new(Named("01-first", Markdown("# First *steps*\n\nA ball rolls. [On](02-second.ipynb#there)")))
                {
                    Section = "The Basic Idea", Outcome = "12 cells in 3.4 s",
                },
                new(Named("02-second", Markdown("# Second"))) { Outcome = "cell 3: no", Failed = true },
            ],
            Path.Combine(folder.Path, "made"));

        Assert.Equal(["01-first.html", "02-second.html"], result.PagePaths.Select(Path.GetFileName));
        Assert.Equal(["01-first.html", "02-second.html", "index.html"], Directory.GetFiles(Path.GetDirectoryName(result.IndexPath)!).Select(Path.GetFileName).Order());
        var index = new HtmlParser().ParseDocument(File.ReadAllText(result.IndexPath));
        Assert.Equal(["01-first.html", "02-second.html"], index.QuerySelectorAll("h2 a").Select(a => a.GetAttribute("href")));
        Assert.Contains("The Basic Idea", index.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("A ball rolls.", index.QuerySelector(".summary")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("12 cells in 3.4 s", index.Body.TextContent, StringComparison.Ordinal);
        Assert.Equal("Failed: cell 3: no", index.QuerySelector(".failed")!.TextContent);
        var first = new HtmlParser().ParseDocument(File.ReadAllText(result.PagePaths[0]));
        Assert.Equal("First steps · Descent Lab", first.Title);
        Assert.Equal(SecondPage, first.QuerySelectorAll(".turn a").Select(a => a.GetAttribute("href")));
        Assert.Equal("02-second.html#there", first.QuerySelector(".prose p a")!.GetAttribute("href"));
    }

    [Fact]
    public void Report_WrittenTwice_IsIdentical()
    {
        using var folder = new TemporaryFolder();
        ReportEntry entry = new(Notebook(Markdown("# A\n\n$x^2$"), Code("var x = 1;", Figure())));

        var once = ReportWriter.Write([entry], Path.Combine(folder.Path, "a"));
        var again = ReportWriter.Write([entry], Path.Combine(folder.Path, "b"));

        Assert.Equal(File.ReadAllBytes(once.PagePaths[0]), File.ReadAllBytes(again.PagePaths[0]));
        Assert.Equal(File.ReadAllBytes(once.IndexPath), File.ReadAllBytes(again.IndexPath));
    }

    // A stranger's folder may hold links to the reader's own files.
    [Fact]
    public void Report_OverALink_ReplacesTheLinkAndNotItsTarget()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links are a privilege there.");
        using var folder = new TemporaryFolder();
        var mine = Path.Combine(folder.Path, "mine");
        File.WriteAllText(mine, "precious");
        var reports = Directory.CreateDirectory(Path.Combine(folder.Path, "reports")).FullName;
        File.CreateSymbolicLink(Path.Combine(reports, "a.html"), mine);
        File.CreateSymbolicLink(Path.Combine(reports, "index.html"), mine);

        ReportWriter.Write([new(Named("a", Markdown("# A")))], reports);

        Assert.Equal("precious", File.ReadAllText(mine));
        Assert.All(Directory.GetFiles(reports), page => Assert.Null(new FileInfo(page).LinkTarget));
    }

    [Fact]
    public void Report_WithEverything_LoadsNothing()
    {
        var page = Page(
            Markdown("# A\n\n$x$ ![far](https://example.org/a.png)"), Code("1", Figure()),
            Code("2", Data(("text/html", "<p style=\"background-image:url(https://example.org/b.png)\">a<img src=//example.org/c.png></p>"))));
        var document = Parse(page);

        Assert.Empty(document.QuerySelectorAll("link, iframe, object, embed, script[src], video, audio, source"));
        Assert.All(document.QuerySelectorAll("[src]"), element => Assert.StartsWith("data:", element.GetAttribute("src"), StringComparison.Ordinal));
        Assert.DoesNotMatch(Loads(), string.Concat(document.QuerySelectorAll("style").Select(style => style.TextContent)));
        Assert.All(document.QuerySelectorAll("[style]"), element => Assert.DoesNotContain("url", element.GetAttribute("style"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 0, false, 0, 0)]
    [InlineData(1, 0, false, 1, 0)]
    [InlineData(3, 0, false, 1, 0)]
    [InlineData(1, 2, false, 0, 1)]
    [InlineData(0, 1, false, 0, 1)]
    [InlineData(1, 0, true, 0, 1)]
    [InlineData(0, 0, true, 0, 0)]
    public void PlotlyScript_IsInThePage_OnceAndTheSmallestThatDrawsItsFigures(int curves, int surfaces, bool trust, int cartesian, int full)
    {
        var surface = Data(("application/vnd.plotly.v1+json", JsonNode.Parse("""{"data": [{"type": "surface", "z": [[1, 2], [3, 4]]}]}""")!));

        var page = Page(
            new ReportOptions { Trust = trust },
            [
                Markdown("# A"),
                .. Enumerable.Range(0, curves).Select(_ => Code("plot", Figure())),
                .. Enumerable.Range(0, surfaces).Select(_ => Code("plot", (JsonObject)surface.DeepClone())),
            ]).Html;

        Assert.Equal(cartesian, Regex.Count(page, Regex.Escape("plotly.js (cartesian - minified) v2.")));
        Assert.Equal(full, Regex.Count(page, Regex.Escape("plotly.js v2.")));
        Assert.Equal(curves + surfaces, Regex.Count(Body(page), "<figure class=\"chart\">"));
    }

    [Fact]
    public void Notebooks_OfTheSameName_GetTwoPages()
    {
        using var folder = new TemporaryFolder();

        var result = ReportWriter.Write([new(Named("a")), new(Named("A")), new(Named("index"))], folder.Path);

        Assert.Equal(["a.html", "A-2.html", "index-2.html"], result.PagePaths.Select(Path.GetFileName));
        Assert.Contains("3 notebooks", File.ReadAllText(result.IndexPath), StringComparison.Ordinal);
    }

    [Fact]
    public void Code_IsLeftOut_WhenHidden()
    {
        var page = Body(Page(new ReportOptions { HideCode = true }, Markdown("# A"), Code("var secret = 1;", Stream("shown")), Code("var alone = 2;")).Html);

        Assert.DoesNotContain("secret", page, StringComparison.Ordinal);
        Assert.DoesNotContain("alone", page, StringComparison.Ordinal);
        Assert.Contains("shown", page, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"@import|url\((?!\s*['""]?(data:|%23))")]
    private static partial Regex Loads();
}

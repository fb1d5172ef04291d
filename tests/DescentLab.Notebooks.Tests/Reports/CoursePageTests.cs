using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using static DescentLab.Notebooks.Tests.Reports.Reporting;

namespace DescentLab.Notebooks.Tests.Reports;

/// <summary>Tests how a report converts links, foldable sections and the map.</summary>
public sealed class CoursePageTests
{
    [Fact]
    public void Link_ToANotebook_PointsToItsPageOrIsRemoved()
    {
        using var folder = new TemporaryFolder();
        var result = ReportWriter.Write(
            [
                new(Named("01-a", Markdown("# A\n\n[in](02-b.ipynb#b) [out](03-c.ipynb) [up](../README.md) [web](https://example.org/x) [here](#a)"))),
                new(Named("02-b", Markdown("# B"))),
            ],
            folder.Path);

        var prose = new HtmlParser().ParseDocument(File.ReadAllText(result.PagePaths[0])).QuerySelector(".prose p")!;

        Assert.Equal(["02-b.html#b", "https://example.org/x", "#a"], prose.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        Assert.Equal("in out up web here", prose.TextContent);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void Answer_InDetails_IsFoldedAndItsMarkdownIsRendered()
    {
        var page = new HtmlParser().ParseDocument(Page(Markdown(
            "# A\n\n**Guess first.** Why?\n\n<details><summary>Show the answer</summary>\n\n*Because* $x^2$.\n\n</details>\n\nGo on.")));

        var details = page.QuerySelector(".prose details")!;
        Assert.False(details.HasAttribute("open"));
        Assert.Equal("Show the answer", details.QuerySelector("summary")!.TextContent);
        Assert.Equal("Because", details.QuerySelector("em")!.TextContent);
        Assert.NotNull(details.QuerySelector("math"));
        Assert.Equal("Go on.", details.NextElementSibling!.TextContent);
    }

    [Fact]
    public void Solution_WithATitle_IsOneFoldUnderIt()
    {
        var page = new HtmlParser().ParseDocument(Page(
            Markdown("# A"), Markdown("**Solution 1: First *try***").Tagged("solution"), Code("var a = 1;", Stream("1")).Tagged("solution"),
            Code("a + 1", Stream("2")).Tagged("solution"), Markdown("**Solution 2: Last**").Tagged("solution"), Code("a + 2").Tagged("solution"),
            Markdown("The end."), Markdown("[next](02.ipynb)").Tagged("foot")));

        var folds = page.QuerySelectorAll("details.solution").ToList();
        Assert.Equal(["Solution 1: First try", "Solution 2: Last"], folds.Select(fold => fold.QuerySelector("summary")!.TextContent));
        Assert.Equal(2, folds[0].QuerySelectorAll(".output").Length);
        Assert.Null(page.QuerySelector("details.solution details.solution"));
        Assert.Null(page.QuerySelectorAll(".prose").First(prose => prose.TextContent.Contains("The end.", StringComparison.Ordinal)).Closest("details"));
        Assert.DoesNotContain("next", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_OfACourse_IsItsMap()
    {
        using var folder = new TemporaryFolder();
        var document = Named("01-a", Markdown("# 01 · A"), Code("x", Data(("image/png", Convert.ToBase64String([1, 2, 3])))));
        document.Metadata["descentlab"] = new JsonObject { ["minutes"] = 20, ["picture"] = "c", ["sentence"] = "What is < here?" };

        var result = ReportWriter.Write([new(document), new(Named("mine", Markdown("# Mine\n\nAlso here.")))], folder.Path);

        var index = new HtmlParser().ParseDocument(File.ReadAllText(result.IndexPath));
        Assert.Equal(["What is < here?", "Also here."], index.QuerySelectorAll(".summary").Select(p => p.TextContent));
        Assert.Equal("20 minutes", Assert.Single(index.QuerySelectorAll(".minutes")).TextContent);
        Assert.Equal("data:image/png;base64,AQID", Assert.Single(index.QuerySelectorAll(".thumb img")).GetAttribute("src"));
        Assert.Contains("Kneusel", index.QuerySelector(".credit")!.TextContent, StringComparison.Ordinal);
        Assert.Null(new HtmlParser().ParseDocument(File.ReadAllText(ReportWriter.Write([new(Named("mine"))], folder.Path).IndexPath)).QuerySelector(".credit"));
    }
}

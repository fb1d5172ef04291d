using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using static DescentLab.Notebooks.Tests.Reports.Reporting;

namespace DescentLab.Notebooks.Tests.Reports;

public sealed class MarkdownTests
{
    [Fact]
    public void TaskList_InAReport_TellsDoneFromToDo() => Assert.Equal(
        ["☐ write", "☑ run"],
        new HtmlParser().ParseDocument(Body(Page(new ReportOptions(), Markdown("- [ ] write\n- [x] run")).Html)).QuerySelectorAll("li").Select(item => item.TextContent.Trim()));

    [Theory]
    [InlineData("$x^2$")]
    [InlineData("$$x^2$$")]
    [InlineData("so $x +\n\\eta$, which")]
    [InlineData("$$\nx^2\n$$")]
    [InlineData("$$x\n+ 2$$")]
    [InlineData("$$ x = 1\n- 2\n$$ ")]
    [InlineData("text\n$$\nx\n$$\nmore")]
    [InlineData("- item\n\n  $$\n  x\n  $$")]
    [InlineData(@"\(x\)")]
    [InlineData(@"\[ x \]")]
    [InlineData("\\[\nx\n+ y\n\\]")]
    [InlineData("\\begin{align}\nx &= 1 \\\\\ny &= 2\n\\end{align}")]
    [InlineData(@"# Head $\eta$")]
    [InlineData("| a |\n|---|\n| $|x|$ |")]
    [InlineData("a $x$, b")]
    [InlineData("($x$)")]
    public void Mathematics_InEveryForm_BecomesMathMl(string source)
    {
        var (html, warnings) = Page(new ReportOptions(), Markdown(source));

        Assert.Single(new HtmlParser().ParseDocument(Body(html)).QuerySelectorAll("math"));
        Assert.DoesNotContain("$", Body(html), StringComparison.Ordinal);
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData("costs $5 and $6 now")]
    [InlineData("between $5-$6")]
    [InlineData("US$5 or A$6")]
    [InlineData("costs $5 now\nand $6 later")]
    [InlineData("costs US$5\nor 6$")]
    [InlineData("a $\nb$ and $c\nd\ne$")]
    [InlineData("`$x$`")]
    [InlineData("\\$5 and $ 6$")]
    [InlineData("$$ never closed")]
    [InlineData("```\n$$x$$\n```")]
    public void Dollars_OutsideFormulas_AreKept(string source) =>
        Assert.DoesNotContain("<math", Body(Markdown(source)), StringComparison.Ordinal);

    [Fact]
    public void Equation_WithATag_ShowsItsNumber()
    {
        var main = Body(Markdown(@"$$x \leftarrow x - \eta f'(x) \tag{11.3}$$"));

        Assert.Contains("(11.3)", main, StringComparison.Ordinal);
        Assert.Contains("display=\"block\"", main, StringComparison.Ordinal);
    }

    [Fact]
    public void Formula_WithAnError_ShowsItsSourceAndWarns()
    {
        var (html, warnings) = Page(new ReportOptions(), Markdown("# A"), Markdown(@"good $x$, bad $a<b\frac{1}$"));

        Assert.Contains(@"<code class=""tex"">$a&lt;b\frac{1}$</code>", html, StringComparison.Ordinal);
        Assert.Contains(@"test, cell 2: the formula a<b\frac{1} is shown as its source", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Formula_NestedTooDeeply_IsRejectedSafely()
    {
        var deep = new string('{', 20_000) + "x" + new string('}', 20_000);

        Assert.Contains("nested too deeply", Assert.Single(Page(new ReportOptions(), Markdown($"${deep}$")).Warnings), StringComparison.Ordinal);
    }

    // Few macros that repeat their argument make millions of letters of it.
    [Theory]
    [InlineData(@"\newcommand{\a}[1]{#}\a{\a{x}}", "#1")]
    [InlineData(@"\def\a{x}\def\b{#}\b", @"\a")]
    public void Formula_WhoseMacrosExpandTooFar_ShowsItsSource(string tex, string repeated)
    {
        var bomb = tex.Replace("#", string.Concat(Enumerable.Repeat(repeated, 60)), StringComparison.Ordinal).Replace("x", new string('x', 60), StringComparison.Ordinal);

        var (html, warnings) = Page(new ReportOptions(), Markdown($"${bomb}$ and $x^2$"));

        Assert.EndsWith("its macros expand to too much", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Single(new HtmlParser().ParseDocument(Body(html)).QuerySelectorAll("math"));
    }

    [Fact]
    public void Part_OfAForgedPlaceholder_IsNotRepeated()
    {
        var code = string.Concat(Enumerable.Repeat("something long\n", 100));

        var html = Page(Markdown($"```\n{code}```\n\n" + string.Concat(Enumerable.Repeat("## <x-part n=\"0\"></x-part> a\n\n<x-part n=\"0\"></x-part>\n\n", 100))));

        Assert.Equal(101, html.Split("something long").Length);
    }

    [Fact]
    public void Reference_UsedOften_IsShownAsItsSource()
    {
        var source = $"[a]: data:image/png;base64,{new string('A', 300_000)}\n\n" + string.Concat(Enumerable.Repeat("![a]\n", 100_000));

        var (html, warnings) = Page(new ReportOptions(), Markdown(source));

        Assert.Contains("characters, and HTML in a report can have", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.True(html.Length < 3_000_000);
    }

    [Fact]
    public void Attachment_UsedOften_IsEmbeddedAsOftenAsThePageCanHold()
    {
        var content = new PageContent("test") { PictureLettersLeft = 60 };
        var attachments = new JsonObject { ["a.png"] = new JsonObject { ["image/png"] = "AAAA" } }; // 26 letters as a data URL

        var html = new ProseRenderer(content, new(), folder: null, new Dictionary<string, string>()).Markdown(
            "![b](attachment:a.png) ![b](attachment:%61.png) ![b](attachment:a.png) ![b](attachment:a.png)", attachments);

        Assert.Equal(3, html.Split("<img").Length - 1);
        Assert.Contains("[picture: b]", html, StringComparison.Ordinal);
        Assert.Contains("too large together", Assert.Single(content.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Heading_WithAFormulaOfTags_KeepsItsText() =>
        Assert.Contains("aria-label=\"Link to the section a&lt;b c&gt;d\"", Page(Markdown("# $a<b$ $c>d$")), StringComparison.Ordinal);

    [Fact]
    public void Picture_FromElsewhereInATitle_IsLoadedOnNoPage()
    {
        using var folder = new TemporaryFolder();

        var result = ReportWriter.Write(
            [
                new(Named("a", Markdown("# A ![far](https://example.org/c.png)\n\nFirst ![far](https://example.org/d.png)"))),
                new(Named("b", Markdown("# B\n\n## ![far](https://example.org/e.png)\n\n## C"))),
            ],
            folder.Path);

        Assert.All([result.IndexPath, .. result.PagePaths], path => Assert.DoesNotContain("example.org", File.ReadAllText(path), StringComparison.Ordinal));
        Assert.Equal(2, File.ReadAllText(result.IndexPath).Split("[picture: far]").Length - 1);
    }

    [Fact]
    public void Pre_WithLineFeeds_KeepsThemAsTheyAre() =>
        Assert.Contains("<pre>a<b>b</b>\nc</pre><pre>\n\nd</pre>", Page(Code("1", Data(("text/html", "<pre>a<b>b</b>\nc</pre><pre>\n\nd</pre>")))), StringComparison.Ordinal);

    [Fact]
    public void PlainText_OfOpenTags_TakesLinearTime()
    {
        var tags = string.Concat(Enumerable.Repeat("<a", 400_000));

        Assert.Equal(tags, PlainText.Of(tags));
        Assert.Equal("a b", PlainText.Of("a<br>b"));
    }

    [Fact]
    public void Headings_EqualOrEmpty_HaveUniqueAnchors()
    {
        var page = new HtmlParser().ParseDocument(Page(
            Markdown("# Title"), Markdown("## The rate $\\eta$!"), Markdown("### Inner\n\n#### Deep\n\n## Same\n\n## Same"), Markdown("## ±\n\n## Main")));

        Assert.Equal(["title", "the-rate-eta", "inner", "deep", "same", "same-2", "section", "main-2"], page.QuerySelectorAll("main h1, main h2, main h3, main h4").Select(h => h.Id));
        Assert.Equal(page.QuerySelectorAll("[id]").Length, page.QuerySelectorAll("[id]").Select(e => e.Id).Distinct().Count());
        var contents = page.QuerySelector("nav.toc")!;
        Assert.Equal(["#the-rate-eta", "#inner", "#same", "#same-2", "#section", "#main-2"], contents.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        Assert.Equal("#inner", contents.QuerySelector("ul ul a")!.GetAttribute("href"));
        Assert.Single(contents.QuerySelectorAll("math"));
    }

    [Fact]
    public void Title_MissingInTheNotebook_IsItsName() =>
        Assert.Contains("<h1>test</h1>", Page(Markdown("## Only a section")), StringComparison.Ordinal);

    [Fact]
    public void Code_InProse_IsHighlighted() =>
        Assert.Contains("<span class=\"k\">var</span>", Body(Markdown("```csharp\nvar x = 1;\n```")), StringComparison.Ordinal);

    [Fact]
    public void Picture_BesideTheNotebook_IsInlined()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "a.png"), [1, 2, 3]);
        var notebooks = Directory.CreateDirectory(Path.Combine(folder.Path, "notebooks")).FullName;
        File.WriteAllBytes(Path.Combine(notebooks, "b.png"), [4, 5, 6]);
        var path = Path.Combine(notebooks, "n.ipynb");
        Notebook(Markdown("![in](b.png) ![out](../a.png) ![far](https://example.org/c.png)")).Save(path);

        var result = ReportWriter.Write([new(NotebookDocument.Load(path))], folder.Path);

        var page = File.ReadAllText(result.PagePaths[0]);
        Assert.Contains("data:image/png;base64,BAUG", page, StringComparison.Ordinal);
        Assert.DoesNotContain("AQID", page, StringComparison.Ordinal);
        Assert.Contains("[picture: far]", page, StringComparison.Ordinal);
        Assert.Equal(2, result.Warnings.Count);
    }
}

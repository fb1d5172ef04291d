using static DescentLab.Notebooks.Tests.Reports.Reporting;

namespace DescentLab.Notebooks.Tests.Reports;

public sealed class UntrustedTests
{
    public static TheoryData<string> Attacks =>
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\" &#x6A;avascript:alert(1)\">x</a>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<base href=\"https://example.org/\">",
        "<link rel=stylesheet href=\"https://example.org/a.css\">",
        "<style>@import url(https://example.org/a.css);</style>",
        "<form action=\"https://example.org\"><input name=password><button>go</button></form>",
        "<p style=\"position:fixed;inset:0;background:url(https://example.org/a)\">cover</p>",
        "</main></div></body><script>alert(1)</script>",
        "<details open ontoggle=alert(1)>x</details>",
        "<template><script>alert(1)</script></template>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
        "<frameset onload=alert(1)><frame src=\"https://example.org/\"></frameset>",
        "<x-part n=\"0\"></x-part><x-part n=\"99\"></x-part>",
    ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Html_Untrusted_CannotRunLoadOrImitate(string attack)
    {
        string[] pages =
        [
            Page(Markdown(attack)),
            Page(Markdown($"text {attack} text\n\n[x](javascript:alert(1)) ![x](javascript:alert(1))")),
            Page(Code("1", Data(("text/html", attack)))),
            Page(Code("1", Data(("text/markdown", attack)))),
        ];
        foreach (var page in pages)
        {
            var document = Parse(page);

            // Only the report's own script, at the end; no script of the notebook runs.
            Assert.Equal(ReportAssets.Text("report.js"), Assert.Single(document.QuerySelectorAll("script")).TextContent);
            Assert.All(document.All, element => Assert.DoesNotContain(
                element.Attributes, attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal)));
            Assert.All(document.QuerySelectorAll("[href]"), link => Assert.DoesNotMatch("^(?i)\\s*(javascript|data|vbscript):", link.GetAttribute("href")));
            Assert.Empty(document.QuerySelectorAll("main iframe, main object, main embed, main svg, main base, main meta, main link, main style, main form, main input, main template, x-part"));
            Assert.All(document.QuerySelectorAll("main [style]"), element => Assert.DoesNotMatch("(^|;)\\s*position|url|inset", element.GetAttribute("style")));
            Assert.Single(document.QuerySelectorAll("main"));
            Assert.NotNull(document.QuerySelector("meta[http-equiv=Content-Security-Policy]"));
        }
    }

    [Theory]
    [InlineData("<p class=\"skip\" style=\"margin-left:99rem;width:100vw;height:200vh\">x</p>")]
    [InlineData("<figure class=\"chart\"><p class=\"plot\">x</p></figure><div class=\"toc source plotly-notifier\">x</div>")]
    public void Html_Untrusted_HasNoClassOfThePage(string html)
    {
        foreach (var page in (string[])[Page(Markdown(html)), Page(Code("1", Data(("text/html", html))))])
        {
            Assert.Empty(Parse(page).QuerySelectorAll("main .skip, main .chart, main .plot, main .toc, main .source .source, main .plotly-notifier"));
        }
    }

    [Theory]
    [InlineData("margin:-99rem 1px", "1px")]
    [InlineData("margin-top:calc(0px - 99rem);color:rgb(1,2,3)", "rgba(1, 2, 3, 1)")]
    [InlineData("margin-bottom:/**/-.5em;font-family:-apple-system", "-apple-system")]
    [InlineData("margin-top:MIN(0px,-5px);padding:1e3px", "1000px")]
    public void Style_Untrusted_MovesNothingOverOtherText(string style, string kept)
    {
        var cleaned = Parse(Page(Markdown($"<p style=\"{style}\">x</p>"))).QuerySelector("main .prose p")!.GetAttribute("style")!;

        Assert.Contains(kept, cleaned, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"-[\d.]|calc|min", cleaned.ToLowerInvariant());
    }

    // A style could cover the contents, the index and other pages, which show the title too.
    [Fact]
    public void Style_OfATitle_StaysInItsText()
    {
        using var folder = new TemporaryFolder();

        var result = ReportWriter.Write([new(Named("a", Markdown("# <span style=\"height:99rem\">A</span>\n\n<b style=\"height:99rem\">b</b>\n\n## <i style=\"height:99rem\">c</i>\n\n## d"))), new(Named("b", Markdown("# B")))], folder.Path);

        var page = Parse(File.ReadAllText(result.PagePaths[0]));
        Assert.Equal(3, page.QuerySelectorAll("main [style*=height]").Length);
        Assert.Equal(3, page.QuerySelectorAll("body [style*=height]").Length);
        Assert.All([result.IndexPath, result.PagePaths[1]], path => Assert.Empty(Parse(File.ReadAllText(path)).QuerySelectorAll("body [style*=height]")));
    }

    // The compiler's tree of such code has names without a letter.
    [Theory]
    [InlineData(".a")]
    [InlineData("(.a)")]
    [InlineData("x = .a.b();")]
    [InlineData("class { void () => .; }")]
    public void Code_WithMissingNames_IsShownAsItIs(string code)
    {
        foreach (var page in (string[])[Page(Code(code)), Page(Markdown($"```csharp\n{code}\n```"))])
        {
            Assert.Contains(code, Parse(page).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Html_WithNothingButScripts_FallsBackAndWarns()
    {
        var (html, warnings) = Page(new ReportOptions(), Code("1", Data(("text/html", "<script>draw()</script>"), ("text/plain", "a drawing"))));

        Assert.Contains("a drawing", html, StringComparison.Ordinal);
        Assert.Contains("scripts", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Html_OfATrustedNotebook_IsUnchanged()
    {
        var html = Page(
            new ReportOptions { Trust = true },
            Markdown("<b id=\"mine\" onclick=\"f()\">x</b>"), Code("1", Data(("text/html", "<script>draw()</script>")))).Html;

        Assert.Contains("<b id=\"mine\" onclick=\"f()\">x</b>", html, StringComparison.Ordinal);
        Assert.Contains("<script>draw()</script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Security-Policy", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("<!--<script>")]
    [InlineData("\"'&\u2028<>")]
    public void Figure_WithMarkupInItsData_CannotBreakOut(string text)
    {
        var page = Page(Code("plot", Figure(description: text, title: text)));
        var document = Parse(page);

        Assert.Equal(3, document.QuerySelectorAll("script").Length); // the figure's JSON, plotly.js, ours
        var json = System.Text.Json.Nodes.JsonNode.Parse(document.QuerySelector("figure script[type='application/json']")!.TextContent)!;
        Assert.Equal(text, (string?)json["layout"]!["title"]!["text"]);
        Assert.Equal(text, document.QuerySelector(".alt")!.TextContent);
    }

    [Fact]
    public void Text_OfStreamsErrorsAndCode_IsEscaped()
    {
        const string Attack = "<img src=x onerror=alert(1)>";
        var error = new System.Text.Json.Nodes.JsonObject
        {
            ["output_type"] = "error", ["ename"] = Attack, ["evalue"] = Attack, ["traceback"] = new System.Text.Json.Nodes.JsonArray(Attack + "2"),
        };

        var main = Body(Code($"// {Attack}\n\"{Attack}\"", Stream(Attack), Stream(Attack, "stderr"), error, Data(("text/plain", Attack))));

        Assert.DoesNotContain("<img", main, StringComparison.Ordinal);
    }
}

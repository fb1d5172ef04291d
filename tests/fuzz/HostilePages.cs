using System.Text.Json;
using DescentLab.Notebooks;
using PuppeteerSharp;

namespace DescentLab.Fuzz;

/// <summary>Reports of notebooks that attack their reader, opened in Chromium: what ran, and what was asked of the network.</summary>
internal static class HostilePages
{
    // What a script that runs leaves behind, and where a request would go.
    private const string Mark = "window.ran=1";
    private const string Elsewhere = "https://attack.invalid";

    private static readonly string[] Attacks =
    [
        $"<script>{Mark}</script>", $"<SCRIPT>{Mark}</SCRIPT>", $"<scr<script>ipt>{Mark}</scr</script>ipt>", $"<script src=\"{Elsewhere}/a.js\"></script>",
        $"<script src=\"data:text/javascript,{Mark}\"></script>", $"<script type=module>{Mark}</script>", $"<svg><script>{Mark}</script></svg>",
        $"<svg><script href=\"data:,{Mark}\"/></svg>", $"<math><script>{Mark}</script></math>", $"</title><script>{Mark}</script>", $"--><script>{Mark}</script>",
        $"</textarea><script>{Mark}</script>", $"</style><script>{Mark}</script>", $"]]><script>{Mark}</script>", $"<noscript><p title=\"</noscript><script>{Mark}</script>\">",
        $"<template><script>{Mark}</script></template>", $"<template shadowrootmode=open><script>{Mark}</script></template>",
        $"<img src=x onerror={Mark}>", $"<img src=x onerror=\"{Mark}\">", $"<img/src=x/onerror={Mark}>", $"<img src=x\nonerror\n=\n{Mark}>", $"<IMG SRC=x OnErRoR={Mark}>",
        $"<img src=`x`onerror={Mark}>", $"<img srcset=\"{Elsewhere}/a 1x\">", $"<img src=\"{Elsewhere}/a.png\">", $"<image href=x onerror={Mark}>",
        $"<svg onload={Mark}>", $"<svg/onload={Mark}>", $"<body onload={Mark}>", $"<body onpageshow={Mark}>", $"<video src=x onerror={Mark}>", $"<video><source onerror={Mark}></video>",
        $"<audio src=x onerror={Mark}>", $"<audio src=\"{Elsewhere}/a.mp3\" autoplay>", $"<video poster=\"{Elsewhere}/a.png\">", $"<track src=\"{Elsewhere}/a.vtt\">",
        $"<details open ontoggle={Mark}>x</details>", $"<input autofocus onfocus={Mark}>", $"<select autofocus onfocus={Mark}>", $"<p tabindex=0 autofocus onfocus={Mark}>x</p>",
        $"<marquee onstart={Mark}>x</marquee>", $"<object data=x onerror={Mark}></object>", $"<p style=\"animation:a\" onanimationstart={Mark}>x</p>",
        $"<style>@keyframes a{{}}</style><p style=\"animation:a\" onanimationend={Mark}>x</p>", $"<p contenteditable autofocus onbeforeinput={Mark}>x</p>",
        $"<a href=\"javascript:{Mark}\" title=click>x</a>", $"<a href=\"JaVaScRiPt:{Mark}\" title=click>x</a>", $"<a href=\" &#x6A;avascript:{Mark}\" title=click>x</a>",
        $"<a href=\"java&#x09;script:{Mark}\" title=click>x</a>", $"<a href=\"\u0001javascript:{Mark}\" title=click>x</a>", $"<a href=\"data:text/html,<script>opener.{Mark}</script>\" title=click>x</a>",
        $"<a href=\"vbscript:x\" title=click>x</a>", $"<svg><a xlink:href=\"javascript:{Mark}\"><text>x</text></a></svg>", $"<svg><animate onbegin={Mark} attributeName=x></svg>",
        $"<svg><set attributeName=href to=\"javascript:{Mark}\"></svg>", $"<svg><use href=\"data:image/svg+xml,<svg id=x onload={Mark}>#x\"/></svg>", $"<svg><image href=\"{Elsewhere}/a.png\"/></svg>",
        $"<math href=\"javascript:{Mark}\" title=click>x</math>", $"<form action=\"javascript:{Mark}\"><button title=click>x</button></form>", $"<button formaction=\"javascript:{Mark}\" form=f title=click>x</button>",
        $"<iframe srcdoc=\"<script>parent.{Mark}</script>\"></iframe>", $"<iframe src=\"javascript:parent.{Mark}\"></iframe>", $"<iframe src=\"{Elsewhere}\"></iframe>", $"<embed src=\"{Elsewhere}/a.svg\">",
        $"<object data=\"data:text/html,<script>parent.{Mark}</script>\"></object>", $"<frameset><frame src=\"{Elsewhere}\"></frameset>", $"<portal src=\"{Elsewhere}\"></portal>",
        $"<meta http-equiv=refresh content=\"0;url={Elsewhere}\">", $"<meta http-equiv=refresh content=\"0;url=javascript:{Mark}\">", $"<base href=\"{Elsewhere}/\"><img src=a.png>",
        $"<link rel=stylesheet href=\"{Elsewhere}/a.css\">", $"<link rel=prefetch href=\"{Elsewhere}/a\">", $"<link rel=dns-prefetch href=\"{Elsewhere}\">", $"<link rel=preconnect href=\"{Elsewhere}\">",
        $"<style>@import url({Elsewhere}/a.css);</style>", $"<style>body{{background:url({Elsewhere}/a.png)}}</style>", $"<p style=\"background:url({Elsewhere}/a.png)\">x</p>",
        $"<p style=\"background:u\\72l({Elsewhere}/a.png)\">x</p>", $"<p style=\"list-style-image:image-set('{Elsewhere}/a.png' 1x)\">x</p>", $"<table background=\"{Elsewhere}/a.png\"><tr><td background=\"{Elsewhere}/b.png\">x</table>",
        $"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror={Mark}&gt;\">", $"<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={Mark}>",
        $"<svg></p><style><a id=\"</style><img src=x onerror={Mark}>\">", $"<math><annotation-xml encoding=\"text/html\"><script>{Mark}</script></annotation-xml></math>",
        $"[x](javascript:{Mark})", $"![x](javascript:{Mark})", $"<javascript:{Mark}>", $"[x](<java\nscript:{Mark}>)", $"![x]({Elsewhere}/a.png)", $"[x]: javascript:{Mark}\n\n[x]",
        $"$\\href{{javascript:{Mark}}}{{x}}$", $"$\\includegraphics{{{Elsewhere}/a.png}}$", $"$\\htmlData{{x=y}}{{x}}\\unicode{{<script>{Mark}</script>}}$", $"$$\n</math><script>{Mark}</script>\n$$",
        $"# <img src=x onerror={Mark}>", $"# x\" onmouseover=\"{Mark}", $"```html\" onload=\"{Mark}\n</code></pre><script>{Mark}</script>\n```", $"| <script>{Mark}</script> |\n|---|\n| <img src=x onerror={Mark}> |",
        $"<x-part n=\"0\"></x-part><script>{Mark}</script>", $"<p id=plotly></p><form id=document name=body></form><img name=querySelector>", $"<div class=\"figure\" data-figure='{{\"x\":\"</script><script>{Mark}</script>\"}}'></div>",
    ];

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("descentlab-pages-");
        try
        {
            // Each attack in each place that shows what the notebook holds, one page each: no attack can shield another.
            var pages = Attacks.SelectMany((attack, i) => Places(attack).Select((cells, k) => (Name: $"attack-{i:000}-{k}", Attack: attack, Cells: cells))).ToList();
            var entries = pages.Select(page => new ReportEntry(Load(folder.FullName, page.Name, page.Cells))).ToList();
            var report = ReportWriter.Write(entries, Path.Combine(folder.FullName, "report"));
            var (ran, asked) = (0, 0);
            await using var browser = await HeadlessBrowser.StartAsync(offline: true);
            await using var tab = await browser.NewPageAsync();
            List<string> requests = [];
            tab.Dialog += async (_, shown) => await shown.Dialog.Dismiss();
            tab.Request += (_, sent) => requests.Add(sent.Request.Url);
            foreach (var (page, path) in pages.Zip(report.PagePaths))
            {
                requests.Clear();
                var address = new Uri(path).AbsoluteUri;
                await tab.GoToAsync(address, new NavigationOptions { WaitUntil = [WaitUntilNavigation.Load], Timeout = 60_000 });
                var didRun = await tab.EvaluateFunctionAsync<bool>("""
                    async () => {
                      for (const element of document.querySelectorAll("main [title=click], main a[href^='java'], main button")) try { element.click(); } catch { }
                      await new Promise(done => setTimeout(done, 20));
                      return window.ran !== undefined;
                    }
                    """);
                var outside = requests.Where(url => !url.StartsWith("file:", StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal)).Distinct().ToList();
                if (didRun || outside.Count > 0 || tab.Url.Split('#')[0] != address)
                {
                    Console.WriteLine($"{page.Name}: {(didRun ? "a script ran" : $"asked {string.Join(", ", outside)} now at {tab.Url}")}: {page.Attack}");
                }

                ran += didRun ? 1 : 0;
                asked += outside.Count > 0 || tab.Url.Split('#')[0] != address ? 1 : 0;
            }

            Console.WriteLine($"{Attacks.Length} attacks in {pages.Count} pages: {ran} ran, {asked} reached the network or left the page.");
            return await CanaryAsync(tab, folder.FullName) && ran + asked == 0 ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The measurement itself works: trusted, the same script does run.
    private static async Task<bool> CanaryAsync(IPage tab, string folder)
    {
        var report = ReportWriter.Write(
            [new ReportEntry(Load(folder, "canary", [Markdown($"<script>{Mark}</script>")]))], Path.Combine(folder, "trusted"), new ReportOptions { Trust = true });
        await tab.GoToAsync(new Uri(report.PagePaths[0]).AbsoluteUri);
        var works = await tab.EvaluateExpressionAsync<bool>("window.ran === 1");
        Console.WriteLine(works ? "With --trust the script runs, so the test would have seen one." : "Even with --trust no script runs: this test measures nothing.");
        return works;
    }

    private static IEnumerable<object[]> Places(string attack) =>
    [
        [Markdown(attack)],
        [Markdown($"text {attack} text")],
        [Code("1", Data("text/html", attack))],
        [Code("1", Data("text/markdown", attack))],
        [Code("1", Data("image/svg+xml", attack))],
        [Code("1", Data("text/latex", attack))],
        [Code(attack, Stream(attack), Error(attack))],
        [Code("1", Figure(attack))],
    ];

    private static NotebookDocument Load(string folder, string name, object[] cells)
    {
        var path = Path.Combine(folder, name + ".ipynb");
        File.WriteAllText(path, JsonSerializer.Serialize(new { cells, metadata = new { }, nbformat = 4, nbformat_minor = 4 }));
        return NotebookDocument.Load(path);
    }

    private static object Markdown(string source) => new { cell_type = "markdown", metadata = new { }, source };

    private static object Code(string source, params object[] outputs) => new { cell_type = "code", execution_count = 1, metadata = new { }, source, outputs };

    private static object Stream(string text) => new { output_type = "stream", name = "stdout", text };

    private static object Error(string text) => new { output_type = "error", ename = text, evalue = text, traceback = (string[])[text] };

    // Titles and labels of a figure are parsed as markup.
    private static object Figure(string text) => Data(
        Runner.PlotlyMimeType,
        new { data = (object[])[new { name = text, text, y = (int[])[1, 2], hovertemplate = text }], layout = new { title = new { text }, annotations = (object[])[new { text, x = 0, y = 1 }] } });

    private static object Data(string mimeType, object content) =>
        new { output_type = "display_data", metadata = new { }, data = new Dictionary<string, object> { [mimeType] = content } };
}

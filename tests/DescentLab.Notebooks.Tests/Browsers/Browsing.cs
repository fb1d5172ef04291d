using Deque.AxeCore.Commons;
using PuppeteerSharp;
using PuppeteerSharp.Media;

namespace DescentLab.Notebooks.Tests;

/// <summary>A headless browser, without network, for the tests of a class.</summary>
public sealed class Browsing : IAsyncLifetime
{
    private IBrowser? browser;
    private IPage? opener;

    /// <summary>Gets the browser; the test is skipped if none is installed.</summary>
    internal IBrowser Browser
    {
        get
        {
            SkipWithout();
            return browser!;
        }
    }

    public static void SkipWithout() =>
        Assert.SkipUnless(InstalledBrowser.Find() is not null, $"No Chromium, Chrome or Edge is installed ({InstalledBrowser.Variable} may name one).");

    public async ValueTask InitializeAsync()
    {
        if (InstalledBrowser.Find() is not null)
        {
            browser = await HeadlessBrowser.StartAsync(offline: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }
    }

    /// <summary>Opens a report's file and waits until its charts are drawn.</summary>
    /// <param name="path">The page.</param>
    /// <param name="errors">Receives the console errors and exceptions of the page.</param>
    internal async Task<IPage> OpenAsync(string path, List<string>? errors = null)
    {
        var page = await BlankAsync();
        page.DefaultTimeout = 120_000; // a machine that runs all tests is busy
        page.Console += (_, e) => AddIf(e.Message.Type == ConsoleType.Error, e.Message.Text);
        page.PageError += (_, e) => AddIf(true, e.Message);
        page.RequestFailed += (_, e) => AddIf(true, $"not loaded: {e.Request.Url}");
        await page.GoToAsync(new Uri(path).AbsoluteUri);
        if (!path.EndsWith("index.html", StringComparison.Ordinal))
        {
            await page.WaitForSelectorAsync("html[data-ready]");
        }

        return page;

        void AddIf(bool isError, string text)
        {
            if (isError)
            {
                errors?.Add(text);
            }
        }
    }

    // A page that another opens shares its process, which has compiled plotly.js already.
    private async Task<IPage> BlankAsync()
    {
        if (opener is null)
        {
            opener = await Browser.NewPageAsync();
            await opener.GoToAsync(new Uri(AppContext.BaseDirectory).AbsoluteUri);
        }

        var opened = new TaskCompletionSource<IPage>();
        opener.Popup += Take;
        await opener.EvaluateExpressionAsync("open('about:blank'), 0");
        var page = await opened.Task;
        opener.Popup -= Take;
        return page;

        void Take(object? sender, PopupEventArgs e) => opened.TrySetResult(e.PopupPage);
    }

    /// <summary>Opens all solutions of a report and waits until their charts are drawn too.</summary>
    internal static async Task UnfoldAsync(IPage page)
    {
        await page.EvaluateExpressionAsync("for (const fold of document.querySelectorAll('details.solution')) fold.open = true");
        await page.WaitForExpressionAsync("[...document.querySelectorAll('figure.chart')].every(chart => chart.querySelector('.main-svg'))");
    }

    /// <summary>
    /// The serious and critical faults that axe-core finds in a page, one for each element. The thousands of elements inside a
    /// drawn chart are left out: to a reader they are one picture, with its text. They are removed from the page, because axe
    /// would examine them even where it is told to exclude them.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="scheme">The colour scheme to look at it in: light or dark.</param>
    /// <param name="within">A selector of the part to look at; the whole page by default.</param>
    /// <param name="colours">Whether to look at the contrast of colours too.</param>
    internal static async Task<string[]> AxeFaultsAsync(IPage page, string scheme, string within = "html", bool colours = true)
    {
        await page.EmulateMediaFeaturesAsync([new() { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);
        await page.EvaluateExpressionAsync("for (const chart of document.querySelectorAll('.js-plotly-plot')) chart.replaceChildren()");
        await page.EvaluateExpressionAsync(new BundledAxeScriptProvider().GetScript());
        return await page.EvaluateFunctionAsync<string[]>(
            """
            (within, colours) => axe.run({ include: [within] }, { rules: { "color-contrast": { enabled: colours }, "link-in-text-block": { enabled: colours } } }).then(result => result.violations.filter(fault => ["serious", "critical"].includes(fault.impact))
              .flatMap(fault => fault.nodes.map(node => `${fault.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`)))
            """,
            within,
            colours);
    }
}

using PuppeteerSharp;
using PuppeteerSharp.Media;

namespace DescentLab.Notebooks;

/// <summary>Prints reports as PDF files beside their pages.</summary>
public static class ReportPrinter
{
    private static readonly WaitForSelectorOptions WaitOptions = new() { Timeout = 120_000 };

    /// <summary>Prints every notebook's page.</summary>
    /// <param name="report">The written report.</param>
    /// <param name="options">The options with which it was written.</param>
    /// <param name="cancellation">Stops between two pages.</param>
    /// <returns>The paths of the PDFs, in the order of the pages.</returns>
    /// <exception cref="BrowserException">No browser is installed, or it fails.</exception>
    /// <exception cref="IOException">A PDF cannot be written.</exception>
    public static async Task<IReadOnlyList<string>> PrintAsync(
        ReportResult report, ReportOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(options);
        await using var browser = await HeadlessBrowser.StartAsync(offline: !options.Trust);
        var paths = new List<string>();
        foreach (var page in report.PagePaths)
        {
            cancellation.ThrowIfCancellationRequested();
            paths.Add(Path.ChangeExtension(page, ".pdf"));
            AtomicFile.WritePage(paths[^1], await PrintAsync(browser, page));
        }

        return paths;
    }

    private static async Task<byte[]> PrintAsync(IBrowser browser, string path)
    {
        try
        {
            await using var page = await browser.NewPageAsync();
            await page.EmulateMediaFeaturesAsync([new() { MediaFeature = MediaFeature.PrefersColorScheme, Value = "light" }]);
            await page.GoToAsync(new Uri(path).AbsoluteUri, WaitUntilNavigation.Load);
            await page.WaitForSelectorAsync("html[data-ready]", WaitOptions);
            // Waits until the page is ready for print: all charts drawn, also in folded sections, in the width of the paper.
            await page.EmulateMediaTypeAsync(MediaType.Print);
            await page.EvaluateExpressionAsync("dispatchEvent(new Event('beforeprint'))");
            await page.WaitForSelectorAsync("html[data-printable]", WaitOptions);
            return await page.PdfDataAsync(new()
            {
                Format = PaperFormat.A4,
                PreferCSSPageSize = true,
                PrintBackground = true,
                Outline = true,
                Tagged = true,
            });
        }
        catch (Exception e) when (e is PuppeteerException or TimeoutException)
        {
            throw new BrowserException($"{Path.GetFileName(path)} could not be printed: {e.Message.Split('\n')[0]}", e);
        }
    }
}

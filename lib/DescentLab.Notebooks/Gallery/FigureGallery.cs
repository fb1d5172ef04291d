using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PuppeteerSharp;
using PuppeteerSharp.Media;

namespace DescentLab.Notebooks;

/// <summary>Writes a contact sheet: every figure of some notebooks, in each form that a reader may see, side by side.</summary>
public static class FigureGallery
{
    private const int FiguresPerPage = 4;
    private const int WindowHeight = 1400;

    // plotly.js redraws a resized figure a little later.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>The forms of a figure, in the order of the sheet. Grey is the light form without its colours.</summary>
    private static readonly (string Key, string Title)[] Forms =
    [
        ("light", "report, light"), ("grey", "the same in grey"), ("phone", "report, 390 px"),
        ("dark", "report, dark"), ("editor", "VS Code, dark"), ("picture", "saved picture (GitHub)"),
    ];

    /// <summary>Draws every figure in every form and writes the sheet: <c>index.html</c> and <c>sheet-01.png</c>, ….</summary>
    /// <param name="documents">Notebooks with their outputs.</param>
    /// <param name="folder">The folder for the files; created if it is missing. Files of the same names are replaced.</param>
    /// <param name="progress">Receives the name of each notebook that is drawn.</param>
    /// <param name="cancellation">Stops between two notebooks.</param>
    /// <exception cref="BrowserException">No browser is installed, or it fails.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static async Task<GalleryResult> WriteAsync(
        IReadOnlyList<NotebookDocument> documents, string folder, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        folder = Directory.CreateDirectory(folder).FullName;
        var reports = Directory.CreateTempSubdirectory("descentlab-gallery-");
        try
        {
            var report = ReportWriter.Write([.. documents.Select(document => new ReportEntry(document))], reports.FullName);
            await using var browser = await HeadlessBrowser.StartAsync(offline: true);
            List<Entry> entries = [];
            foreach (var (document, path) in documents.Zip(report.PagePaths))
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(document.Name);
                var figures = Figures(document);
                if (figures.Count > 0)
                {
                    await DrawAsync(browser, new Uri(path), figures, folder);
                    entries.AddRange(figures);
                }
            }

            var index = Path.Combine(folder, "index.html");
            AtomicFile.WritePage(index, Encoding.UTF8.GetBytes(Sheet(entries)));
            return new(index, await PagesAsync(browser, index, folder), entries.Count);
        }
        catch (Exception e) when (e is PuppeteerException or TimeoutException)
        {
            throw new BrowserException($"The gallery could not be drawn: {e.Message.Split('\n')[0]}", e);
        }
        finally
        {
            reports.Delete(recursive: true);
        }
    }

    /// <summary>Creates a notebook that shows one figure.</summary>
    /// <param name="json">The figure's Plotly JSON.</param>
    /// <param name="name">The name on the sheet.</param>
    /// <exception cref="NotebookFormatException">The text is not the JSON of a figure.</exception>
    public static NotebookDocument OfFigure(string json, string name)
    {
        var figure = FigureJson.Parse(json)
            ?? throw new NotebookFormatException($"{name}: not a figure: its JSON must be an object with an array called data.");
        return NotebookDocument.Parse(
            new JsonObject
            {
                ["cells"] = new JsonArray(new JsonObject
                {
                    ["cell_type"] = "code",
                    ["id"] = "figure",
                    ["execution_count"] = null,
                    ["metadata"] = new JsonObject(),
                    ["source"] = new JsonArray(),
                    ["outputs"] = new JsonArray(new JsonObject
                    {
                        ["output_type"] = "display_data",
                        ["data"] = new JsonObject { [Runner.PlotlyMimeType] = figure.DeepClone() },
                        ["metadata"] = new JsonObject(),
                    }),
                }),
                ["metadata"] = new JsonObject(),
                ["nbformat"] = 4,
                ["nbformat_minor"] = 5,
            }.ToJsonString(),
            name);
    }

    /// <summary>Gets the figures of a notebook, numbered in order: 03-01, 03-02, ….</summary>
    private static List<Entry> Figures(NotebookDocument document)
    {
        List<Entry> entries = [];
        var prefix = document.Name is [>= '0' and <= '9', >= '0' and <= '9', ..] ? document.Name[..2] : document.Name;
        foreach (var cell in document.CodeCells)
        {
            foreach (var output in cell.Outputs.OfType<DataOutput>())
            {
                if (FigureJson.Of(output.Data) is { } figure)
                {
                    var number = (entries.Count + 1).ToString("00", CultureInfo.InvariantCulture);
                    var title = FigureData.Describe(figure).Replace("<br>", " ", StringComparison.Ordinal);
                    entries.Add(new($"{prefix}-{number}", $"{title} · cell {cell.Id}", figure));
                }
            }
        }

        return entries;
    }

    private static async Task DrawAsync(IBrowser browser, Uri report, List<Entry> figures, string folder)
    {
        await InReportAsync(browser, report, figures, folder, "light", 1280, "light");
        await InReportAsync(browser, report, figures, folder, "dark", 1280, "dark");
        await InReportAsync(browser, report, figures, folder, "phone", 390, "light");
        await AloneAsync(browser, figures, folder);
    }

    /// <summary>Draws the figures as the report shows them: in its page, with all solutions unfolded.</summary>
    private static async Task InReportAsync(
        IBrowser browser, Uri report, List<Entry> figures, string folder, string form, int width, string scheme)
    {
        await using var page = await browser.NewPageAsync();
        await page.SetViewportAsync(new() { Width = width, Height = WindowHeight });
        await page.EmulateMediaFeaturesAsync([new() { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);
        await page.GoToAsync(report.AbsoluteUri, WaitUntilNavigation.Load);
        await page.EvaluateExpressionAsync("document.querySelectorAll('details.solution').forEach(fold => { fold.open = true; })");
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('figure.chart')].every(chart => chart.querySelector('.main-svg'))",
            new WaitForFunctionOptions { Timeout = 120_000, PollingInterval = 50 });
        // A window that holds all charts and nothing else: a capture beyond the window would resize and redraw them all.
        await page.AddStyleTagAsync(new AddTagOptions { Content = ".prose, .source, .outputs > :not(.chart), .data { display: none !important }" });
        var height = await page.EvaluateExpressionAsync<int>("document.documentElement.scrollHeight");
        await page.SetViewportAsync(new() { Width = width, Height = height });
        await Task.Delay(Settling);
        var places = await page.QuerySelectorAllAsync("figure.chart .plot");
        for (var i = 0; i < figures.Count; i++)
        {
            await SaveAsync(page, places[i], folder, figures[i], form);
        }
    }

    /// <summary>Draws the figures as VS Code shows them, without the report's theme, and as the saved picture of a notebook.</summary>
    private static async Task AloneAsync(IBrowser browser, List<Entry> figures, string folder)
    {
        await using var page = await browser.NewPageAsync();
        await page.SetViewportAsync(new() { Width = 720, Height = WindowHeight });
        await page.SetContentAsync("<!DOCTYPE html><body style='margin:0;background:#1f1f1f'><div id='place' style='width:700px'></div></body>");
        await FigurePictures.LoadPlotlyAsync(page, figures.Select(figure => figure.Figure));
        var place = await page.QuerySelectorAsync("#place");
        foreach (var figure in figures)
        {
            var json = figure.Figure.ToJsonString();
            await page.EvaluateFunctionAsync(
                "async json => { const { data, layout } = JSON.parse(json); Plotly.purge('place'); await Plotly.newPlot('place', data, layout, { displayModeBar: false }); }",
                json);
            await SaveAsync(page, place, folder, figure, "editor");
            AtomicFile.WritePage(PathOf(folder, figure, "picture"), Convert.FromBase64String(await FigurePictures.DrawAsync(page, figure.Figure)));
        }
    }

    /// <summary>Saves a screenshot of an element.</summary>
    private static async Task SaveAsync(IPage page, IElementHandle element, string folder, Entry figure, string form)
    {
        var box = await element.BoundingBoxAsync();
        var clip = new Clip { X = box.X, Y = box.Y, Width = box.Width, Height = box.Height };
        var picture = await page.ScreenshotDataAsync(new() { Clip = clip, CaptureBeyondViewport = false, Type = ScreenshotType.Png });
        AtomicFile.WritePage(PathOf(folder, figure, form), picture);
    }

    private static string PathOf(string folder, Entry figure, string form) => Path.Combine(folder, $"{figure.Number}-{form}.png");

    private static string Sheet(List<Entry> entries)
    {
        var html = new StringBuilder();
        foreach (var page in entries.Chunk(FiguresPerPage))
        {
            html.AppendLine("<section>");
            foreach (var entry in page)
            {
                html.AppendLine($"<article id=\"{entry.Number}\"><h2>{entry.Number} {WebUtility.HtmlEncode(entry.Title)}</h2><div>");
                foreach (var (key, title) in Forms)
                {
                    var file = Uri.EscapeDataString($"{entry.Number}-{(key == "grey" ? "light" : key)}.png");
                    html.AppendLine($"<figure class=\"{key}\"><a href=\"{file}\"><img src=\"{file}\" alt=\"{entry.Number}, {title}\" loading=\"eager\"></a><figcaption>{title}</figcaption></figure>");
                }

                html.AppendLine("</div></article>");
            }

            html.AppendLine("</section>");
        }

        return ReportAssets.Fill("gallery.html", ("figures", html.ToString()), ("count", $"{entries.Count}"));
    }

    private static async Task<IReadOnlyList<string>> PagesAsync(IBrowser browser, string index, string folder)
    {
        foreach (var old in Directory.GetFiles(folder, "sheet-*.png"))
        {
            File.Delete(old);
        }

        await using var page = await browser.NewPageAsync();
        await page.SetViewportAsync(new() { Width = 2000, Height = 1000 });
        await page.GoToAsync(new Uri(index).AbsoluteUri, WaitUntilNavigation.Load);
        List<string> paths = [];
        foreach (var section in await page.QuerySelectorAllAsync("section"))
        {
            paths.Add(Path.Combine(folder, $"sheet-{(paths.Count + 1).ToString("00", CultureInfo.InvariantCulture)}.png"));
            AtomicFile.WritePage(paths[^1], await section.ScreenshotDataAsync());
        }

        return paths;
    }

    private sealed record Entry(string Number, string Title, JsonObject Figure);
}

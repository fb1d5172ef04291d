using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using PuppeteerSharp;

namespace DescentLab.Notebooks;

/// <summary>
/// Draws pictures of the figures in a saved notebook, for viewers that run no scripts (GitHub's preview). Viewers that draw
/// Plotly JSON show the figure instead.
/// </summary>
public static class FigurePictures
{
    private const string Png = "image/png";
    private const int MostColors = 64;

    /// <summary>
    /// Adds a picture to every figure that has none or an outdated one; removes <c>text/html</c> from these
    /// outputs, because viewers prefer it to a picture.
    /// </summary>
    /// <param name="documents">The notebooks; their outputs are changed.</param>
    /// <param name="cancellation">Stops the drawing, without an exception; pictures already drawn are kept.</param>
    /// <returns>The number of pictures drawn, and the figures that could not be drawn.</returns>
    /// <exception cref="BrowserException">No browser is installed, or it does not start.</exception>
    public static async Task<PicturesResult> DrawAsync(
        IReadOnlyCollection<NotebookDocument> documents, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var cells = documents.SelectMany(document => document.CodeCells, (document, cell) => (Document: document, Cell: cell))
            .Where(place => Lacking(place.Cell).Any()).ToList();
        if (cells.Count == 0 || cancellation.IsCancellationRequested)
        {
            return new(0, [], []);
        }

        await using var browser = await HeadlessBrowser.StartAsync(offline: true);
        await using var page = await browser.NewPageAsync();
        await LoadPlotlyAsync(page, cells.SelectMany(place => Lacking(place.Cell)));
        var (pictures, warnings, drawn, ended) = (new Dictionary<string, string?>(), new List<string>(), 0, false);
        var changed = new HashSet<NotebookDocument>();
        foreach (var (document, cell) in cells.TakeWhile(_ => Continues()))
        {
            foreach (var figure in Lacking(cell).TakeWhile(_ => Continues()))
            {
                drawn++;
                if (pictures.ContainsKey(FigureHash.Of(figure)))
                {
                    continue;
                }

                try
                {
                    pictures[FigureHash.Of(figure)] = await DrawAsync(page, figure);
                }
                catch (TargetClosedException)
                {
                    ended = true; // in a terminal, Ctrl-C ends the browser too
                    drawn--;
                }
                catch (PuppeteerException e)
                {
                    // An outdated picture is worse than none.
                    pictures[FigureHash.Of(figure)] = null;
                    drawn--;
                    warnings.Add($"{document.Name}, cell {cell.Id}: the figure cannot be drawn: {e.Message.Split('\n')[0]}");
                }
            }

            Put(pictures, cell);
            changed.Add(document);
        }

        if (ended && !cancellation.IsCancellationRequested)
        {
            warnings.Add("the browser has ended; what was drawn is kept. Draw the rest with descentlab images");
        }

        return new(drawn, warnings, changed);

        bool Continues() => !ended && !cancellation.IsCancellationRequested;
    }

    /// <summary>Copies the saved pictures to those figures of a new run that have not changed.</summary>
    /// <param name="saved">The notebook as it is stored.</param>
    /// <param name="fresh">The same notebook after a run; its outputs are changed.</param>
    public static void Keep(NotebookDocument saved, NotebookDocument fresh)
    {
        ArgumentNullException.ThrowIfNull(saved);
        ArgumentNullException.ThrowIfNull(fresh);
        if (Of(saved) is { Count: > 0 } pictures)
        {
            foreach (var cell in fresh.CodeCells)
            {
                Put(pictures, cell);
            }
        }
    }

    /// <summary>Gets the pictures in a saved notebook, by the hashes of their figures.</summary>
    internal static Dictionary<string, string?> Of(NotebookDocument saved)
    {
        var pictures = new Dictionary<string, string?>();
        foreach (var output in saved.CodeCells.SelectMany(cell => cell.Outputs).OfType<DataOutput>())
        {
            if (output.Data[Png] is { } picture && FigureHash.OfPicture(output) is { } hash)
            {
                pictures[hash] = picture;
            }
        }

        return pictures;
    }

    /// <summary>Describes the problem with an output's picture; null when there is none, or the output is not a figure.</summary>
    /// <param name="output">An output of a saved notebook.</param>
    public static string? Fault(CellOutput output) =>
        output is not DataOutput data || FigureJson.Of(data.Data) is not { } figure || HasPicture(data, figure) ? null
            : data.Data.Contains(Png) ? "the picture of a figure is outdated: draw it again with descentlab images"
            : "a figure has no picture, and GitHub's preview shows nothing: draw it with descentlab images";

    /// <summary>Adds a picture to a figure's output.</summary>
    internal static DataOutput With(DataOutput output, JsonObject figure, string picture)
    {
        var metadata = (JsonObject)output.Metadata.DeepClone();
        metadata[Png] = FigureHash.Metadata(figure);
        return output with { Data = output.Data.With(Png, picture), Metadata = metadata };
    }

    /// <summary>The figures of a cell that have no picture, or an outdated one.</summary>
    private static IEnumerable<JsonObject> Lacking(NotebookCell cell) =>
        cell.Outputs.OfType<DataOutput>().Where(output => Fault(output) is not null).Select(output => FigureJson.Of(output.Data)!);

    private static bool HasPicture(DataOutput output, JsonObject figure) =>
        output.Data.Contains(Png) && FigureHash.OfPicture(output) == FigureHash.Of(figure);

    /// <summary>Loads plotly.js into a page that draws these figures.</summary>
    internal static async Task LoadPlotlyAsync(IPage page, IEnumerable<JsonObject> figures)
    {
        await page.AddScriptTagAsync(new AddTagOptions { Content = PlotlyBundle.For(figures) });
        // The paths in a slider's steps are a notebook's: one that leads to a prototype adds nothing to what plotly.js compiles.
        await page.EvaluateExpressionAsync("for (const type of [Object, Array, Function, String, Number, Boolean]) Object.preventExtensions(type.prototype)");
    }

    /// <summary>Draws a figure on a page with plotly.js; returns the PNG in base64.</summary>
    internal static async Task<string> DrawAsync(IPage page, JsonObject figure)
    {
        var drawing = await page.EvaluateFunctionAsync<Drawing>(FigureHash.Script, figure.ToJsonString());
        var rgba = new byte[4 * drawing.Width * drawing.Height];
        await using var packed = new GZipStream(new MemoryStream(Convert.FromBase64String(drawing.Pixels)), CompressionMode.Decompress);
        await packed.ReadExactlyAsync(rgba);
        var (colors, pixels) = Palette.Reduce(rgba, MostColors);
        return Convert.ToBase64String(IndexedPng.Write(drawing.Width, drawing.Height, colors, pixels));
    }

    // Null removes the picture.
    private static void Put(Dictionary<string, string?> pictures, NotebookCell cell) => cell.ChangeFigures(json =>
    {
        if (CellOutput.FromJson(JsonSerializer.SerializeToElement(json, NotebookJson.Nested)) is not DataOutput output || FigureJson.Of(output.Data) is not { } figure || HasPicture(output, figure)
            || !pictures.TryGetValue(FigureHash.Of(figure), out var picture))
        {
            return false;
        }

        var data = (JsonObject)json["data"]!;
        var metadata = (JsonObject)output.Metadata.DeepClone();
        if (picture is null)
        {
            data.Remove(Png);
            metadata.Remove(Png);
        }
        else
        {
            data.Remove("text/html");
            data[Png] = picture;
            metadata[Png] = FigureHash.Metadata(figure);
        }

        json["metadata"] = metadata;
        return true;
    });


    private sealed record Drawing(int Width, int Height, string Pixels);
}

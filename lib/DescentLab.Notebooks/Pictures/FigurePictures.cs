using System.Text.Json.Nodes;
using PuppeteerSharp;

namespace DescentLab.Notebooks;

/// <summary>
/// Still pictures of the figures in a saved notebook, for viewers that run no script (GitHub's preview). Viewers that draw
/// Plotly JSON prefer the figure.
/// </summary>
public static class FigurePictures
{
    private const string Png = "image/png";
    private const int MostColors = 64;

    /// <summary>
    /// Adds a picture to every figure that has none, or one that is no longer its own; leaves <c>text/html</c> out of these
    /// outputs, because viewers prefer it to a picture.
    /// </summary>
    /// <param name="documents">The notebooks; their outputs are changed.</param>
    /// <param name="cancellation">Stops the drawing; what is drawn stays.</param>
    /// <returns>How many pictures were drawn, and what could not be drawn.</returns>
    /// <exception cref="BrowserException">There is no browser, or it does not start.</exception>
    public static async Task<PicturesResult> DrawAsync(
        IReadOnlyCollection<NotebookDocument> documents, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var cells = documents.SelectMany(document => document.CodeCells, (document, cell) => (document.Name, Cell: cell))
            .Where(place => place.Cell.Outputs.Any(output => Fault(output) is not null)).ToList();
        if (cells.Count == 0)
        {
            return new(0, []);
        }

        await using var browser = await HeadlessBrowser.StartAsync(offline: true);
        await using var page = await browser.NewPageAsync();
        await page.AddScriptTagAsync(new AddTagOptions { Content = ReportAssets.Text("vendor.plotly.min.js") });
        var (drawn, warnings) = (0, new List<string>());
        foreach (var (name, cell) in cells)
        {
            var outputs = cell.Outputs.ToArray();
            for (var i = 0; i < outputs.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (outputs[i] is not DataOutput output || FigureJson.Of(output.Data) is not { } figure || HasPicture(output, figure))
                {
                    continue;
                }

                try
                {
                    outputs[i] = WithPicture(output, figure, await DrawAsync(page, figure));
                    drawn++;
                }
                catch (PuppeteerException e)
                {
                    // The picture of another figure is worse than none.
                    outputs[i] = WithoutPicture(output);
                    warnings.Add($"{name}, cell {cell.Id}: the figure cannot be drawn: {e.Message.Split('\n')[0]}");
                }
            }

            cell.Outputs = outputs;
        }

        return new(drawn, warnings);
    }

    /// <summary>Lets the figures of a fresh run keep the pictures that are still theirs.</summary>
    /// <param name="saved">The notebook as it is stored.</param>
    /// <param name="fresh">The same notebook after a run; its outputs are changed.</param>
    public static void Keep(NotebookDocument saved, NotebookDocument fresh)
    {
        ArgumentNullException.ThrowIfNull(saved);
        ArgumentNullException.ThrowIfNull(fresh);
        var pictures = saved.CodeCells.SelectMany(cell => cell.Outputs).OfType<DataOutput>()
            .Where(output => output.Data.Contains(Png) && FigureHash.OfPicture(output) is not null)
            .GroupBy(output => FigureHash.OfPicture(output)!)
            .ToDictionary(group => group.Key, group => group.First().Data[Png]!);
        if (pictures.Count == 0)
        {
            return;
        }

        foreach (var cell in fresh.CodeCells)
        {
            cell.Outputs = [.. cell.Outputs.Select(WithOldPicture)];
        }

        CellOutput WithOldPicture(CellOutput output) =>
            output is DataOutput data && FigureJson.Of(data.Data) is { } figure && pictures.TryGetValue(FigureHash.Of(figure), out var picture)
                ? WithPicture(data, figure, picture)
                : output;
    }

    /// <summary>What is wrong with an output's picture; null when it is as it should be, or the output is no figure.</summary>
    /// <param name="output">An output of a saved notebook.</param>
    public static string? Fault(CellOutput output) =>
        output is not DataOutput data || FigureJson.Of(data.Data) is not { } figure || HasPicture(data, figure) ? null
            : data.Data.Contains(Png) ? "the picture of a figure is not of this figure: draw it again with descentlab images"
            : "a figure has no picture, and GitHub's preview shows nothing: draw it with descentlab images";

    private static bool HasPicture(DataOutput output, JsonObject figure) =>
        output.Data.Contains(Png) && FigureHash.OfPicture(output) == FigureHash.Of(figure);

    /// <summary>Draws a figure on a page that has plotly.js; the PNG in base64.</summary>
    internal static async Task<string> DrawAsync(IPage page, JsonObject figure)
    {
        var drawing = await page.EvaluateFunctionAsync<Drawing>(FigureHash.Script, figure.ToJsonString());
        var (colors, pixels) = Palette.Reduce(Convert.FromBase64String(drawing.Pixels), MostColors);
        return Convert.ToBase64String(IndexedPng.Write(drawing.Width, drawing.Height, colors, pixels));
    }

    private static DataOutput WithPicture(DataOutput output, JsonObject figure, string base64)
    {
        var metadata = (JsonObject)output.Metadata.DeepClone();
        metadata[Png] = FigureHash.Metadata(figure);
        return output with { Data = output.Data.Without("text/html").With(Png, base64), Metadata = metadata };
    }

    private static DataOutput WithoutPicture(DataOutput output)
    {
        var metadata = (JsonObject)output.Metadata.DeepClone();
        metadata.Remove(Png);
        return output with { Data = output.Data.Without(Png), Metadata = metadata };
    }

    private sealed record Drawing(int Width, int Height, string Pixels);
}

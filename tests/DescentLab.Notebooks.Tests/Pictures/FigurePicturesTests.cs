using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using static DescentLab.Notebooks.Tests.Reports.Reporting;

namespace DescentLab.Notebooks.Tests;

public sealed class FigurePicturesTests
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    [Fact]
    public async Task Draw_ThatIsStopped_ReturnsWhatIsDrawn()
    {
        var document = Reports.Reporting.Notebook(Reports.Reporting.Code("1", Reports.Reporting.Figure()));

        var result = await FigurePictures.DrawAsync([document], new CancellationToken(canceled: true));

        Assert.Equal(0, result.Drawn);
        Assert.Empty(result.Changed);
    }

    [Fact]
    public async Task Draw_OfFigures_AddsAPictureInPlaceOfHtml()
    {
        Browsing.SkipWithout();
        var document = Notebook(
            Code("1", Data((Plotly, JsonNode.Parse(Curve())!), ("text/html", "<p>x</p>"), ("text/plain", "A curve."))),
            Code("2", Data((Plotly, JsonValue.Create(Curve(height: 300))!))),
            Code("3", Stream("text"), Data(("text/html", "<p>x</p>"))));
        var untouched = document.Cells[2].Json.ToJsonString();

        var result = await FigurePictures.DrawAsync([document], TestContext.Current.CancellationToken);

        Assert.Equal((2, 0), (result.Drawn, result.Warnings.Count));
        var shown = Assert.IsType<DataOutput>(document.Cells[0].Outputs[0]);
        Assert.Equal([Plotly, "image/png", "text/plain"], shown.Data.MimeTypes);
        Assert.Equal((1440, 840), Size(shown));
        Assert.Equal((1440, 600), Size((DataOutput)document.Cells[1].Outputs[0]));
        Assert.Equal(untouched, document.Cells[2].Json.ToJsonString());
        Assert.All(document.CodeCells.SelectMany(cell => cell.Outputs), output => Assert.Null(FigurePictures.Fault(output)));
        Assert.Equal(0, (await FigurePictures.DrawAsync([document], TestContext.Current.CancellationToken)).Drawn);
    }

    [Fact]
    public async Task Draw_OfAChangedFigure_ReplacesItsPicture()
    {
        Browsing.SkipWithout();
        var document = Notebook(Code("1", Data((Plotly, JsonNode.Parse(Curve())!))));
        await FigurePictures.DrawAsync([document], TestContext.Current.CancellationToken);
        var before = Picture(document);
        Change(document, Curve(last: 3));

        var result = await FigurePictures.DrawAsync([document], TestContext.Current.CancellationToken);

        Assert.Equal(1, result.Drawn);
        Assert.NotEqual(before, Picture(document));
    }

    [Fact]
    public async Task Draw_OfASlider_ShowsFourOfItsStates()
    {
        Browsing.SkipWithout();
        var document = Notebook([.. new[] { (0, 7), (4, 7), (0, 1) }.Select((slider, k) => Code($"{k}", Data((Plotly, Sliding(slider.Item1, last: slider.Item2)))))]);

        await FigurePictures.DrawAsync([document], TestContext.Current.CancellationToken);

        string?[] pictures = [.. document.Cells.Select(cell => ((DataOutput)cell.Outputs[0]).Data["image/png"])];
        Assert.Equal(pictures[0], pictures[1]); // at any setting of the slider
        Assert.NotEqual(pictures[0], pictures[2]); // the last state is one of the four
        // Two rows of two, each as wide as half of the picture: 480 × 320 in the figure's own pixels.
        Assert.Equal((1440, 960), Size((DataOutput)document.Cells[0].Outputs[0]));
    }

    /// <summary>A curve whose last point goes from 1 to <paramref name="last"/> in five steps.</summary>
    private static JsonObject Sliding(int active, int last)
    {
        var figure = (JsonObject)JsonNode.Parse(Curve())!;
        var steps = Enumerable.Range(0, 5).Select(k => (JsonNode)new JsonObject
        {
            ["method"] = "update",
            ["label"] = $"{k}",
            ["args"] = JsonNode.Parse($$"""[{"y": [[1, 1, {{1 + (k * (last - 1) / 4)}}]]}, {}, [0]]"""),
        });
        figure["layout"]!["sliders"] = new JsonArray(new JsonObject
        {
            ["active"] = active, ["currentvalue"] = new JsonObject { ["prefix"] = "η = " }, ["steps"] = new JsonArray([.. steps]),
        });
        return figure;
    }

    [Fact]
    public async Task Draw_OfAnInvalidFigure_WarnsAndLeavesNoPicture()
    {
        Browsing.SkipWithout();
        var document = Notebook(Code("1", Data((Plotly, JsonNode.Parse("""{"data": [], "layout": {"width": -5}}""")!), ("image/png", "AAAA"))));

        var result = await FigurePictures.DrawAsync([document], TestContext.Current.CancellationToken);

        Assert.Contains("test, cell c: the figure cannot be drawn", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Null(Picture(document));
    }

    [Fact]
    public void Fault_OfAFigure_ReportsAnOutdatedPicture()
    {
        var document = Drawn();
        Assert.Null(FigurePictures.Fault(document.Cells[0].Outputs[0]));

        Change(document, Curve().Replace("1.5", "15e-1", StringComparison.Ordinal)); // as another editor may write it
        Assert.Null(FigurePictures.Fault(document.Cells[0].Outputs[0]));

        Change(document, Curve(last: 3));
        Assert.Contains("is outdated", FigurePictures.Fault(document.Cells[0].Outputs[0]), StringComparison.Ordinal);

        Assert.Contains("no picture", FigurePictures.Fault(new DataOutput(MimeBundle.Empty.With(Plotly, Curve()))), StringComparison.Ordinal);
        Assert.Null(FigurePictures.Fault(new DataOutput(MimeBundle.Empty.With("image/png", "AAAA"))));
        Assert.Null(FigurePictures.Fault(new StreamOutput("stdout", "x")));
    }

    [Fact]
    public void Keep_AfterARun_KeepsThePicturesOfUnchangedFiguresOnly()
    {
        var saved = Drawn();
        var same = Notebook(Code("1", Data((Plotly, JsonNode.Parse(Curve())!), ("text/plain", "A curve."))));
        var other = Notebook(Code("1", Data((Plotly, JsonNode.Parse(Curve(last: 3))!))));

        FigurePictures.Keep(saved, same);
        FigurePictures.Keep(saved, other);

        Assert.Equal("AAAA", Picture(same));
        Assert.Null(FigurePictures.Fault(same.Cells[0].Outputs[0]));
        Assert.Null(Picture(other));
    }

    // A notebook with a picture, made without a browser.
    private static NotebookDocument Drawn()
    {
        var document = Notebook(Code("1", Data((Plotly, JsonNode.Parse(Curve())!), ("image/png", "AAAA"))));
        var output = (DataOutput)document.Cells[0].Outputs[0];
        document.Cells[0].Outputs =
            [output with { Metadata = new() { ["image/png"] = FigureHash.Metadata(FigureJson.Of(output.Data)!) } }];
        return document;
    }

    private static void Change(NotebookDocument document, string figure)
    {
        var output = (DataOutput)document.Cells[0].Outputs[0];
        document.Cells[0].Outputs = [output with { Data = output.Data.With(Plotly, figure) }];
    }

    private static string Curve(int height = 420, int last = 2) =>
        $$"""{"data": [{"type": "scatter", "x": [0, 1, 2], "y": [1.5, 1, {{last}}]}], "layout": {"height": {{height}} } }""";

    private static string? Picture(NotebookDocument document) => ((DataOutput)document.Cells[0].Outputs[0]).Data["image/png"];

    private static (int Width, int Height) Size(DataOutput output)
    {
        var png = Convert.FromBase64String(output.Data["image/png"]!);
        Assert.Equal("PNG", Encoding.ASCII.GetString(png, 1, 3));
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }
}

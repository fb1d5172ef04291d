using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using static DescentLab.Notebooks.Tests.Reports.Reporting;

namespace DescentLab.Notebooks.Tests;

public sealed class FigurePicturesTests
{
    private const string Plotly = "application/vnd.plotly.v1+json";

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
        Assert.Equal((720, 420), Size(shown));
        Assert.Equal((720, 300), Size((DataOutput)document.Cells[1].Outputs[0]));
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
    public async Task Draw_OfASlider_KeepsWhatItIsSetTo()
    {
        Browsing.SkipWithout();
        var pictures = new List<string?>();
        foreach (var active in (int[])[0, 1])
        {
            var figure = (JsonObject)JsonNode.Parse(Curve())!;
            figure["layout"]!["sliders"] = JsonNode.Parse($$"""
                [{"active": {{active}}, "currentvalue": {"prefix": "η = "}, "steps": [
                  {"method": "update", "label": "1", "args": [{}, {}]}, {"method": "update", "label": "2", "args": [{}, {}]}]}]
                """);
            var document = Notebook(Code("1", Data((Plotly, figure))));
            await FigurePictures.DrawAsync([document], TestContext.Current.CancellationToken);
            pictures.Add(Picture(document));
        }

        Assert.NotEqual(pictures[0], pictures[1]);
    }

    [Fact]
    public async Task Draw_OfWhatPlotlyCannotDraw_WarnsAndLeavesNoPicture()
    {
        Browsing.SkipWithout();
        var document = Notebook(Code("1", Data((Plotly, JsonNode.Parse("""{"data": [], "layout": {"width": -5}}""")!), ("image/png", "AAAA"))));

        var result = await FigurePictures.DrawAsync([document], TestContext.Current.CancellationToken);

        Assert.Contains("test, cell c: the figure cannot be drawn", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Null(Picture(document));
    }

    [Fact]
    public void Fault_OfAFigure_SaysWhetherThePictureIsItsOwn()
    {
        var document = Drawn();
        Assert.Null(FigurePictures.Fault(document.Cells[0].Outputs[0]));

        Change(document, Curve().Replace("1.5", "15e-1", StringComparison.Ordinal)); // as another editor may spell it
        Assert.Null(FigurePictures.Fault(document.Cells[0].Outputs[0]));

        Change(document, Curve(last: 3));
        Assert.Contains("not of this figure", FigurePictures.Fault(document.Cells[0].Outputs[0]), StringComparison.Ordinal);

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

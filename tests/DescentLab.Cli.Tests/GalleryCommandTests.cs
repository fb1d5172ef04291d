using DescentLab.Notebooks;

namespace DescentLab.Cli.Tests;

/// <summary>The contact sheet of all figures.</summary>
public sealed class GalleryCommandTests : IDisposable
{
    private const string Curve = """{"data": [{"type": "scatter", "x": [0, 1, 2], "y": [1.5, 1, 2]}], "layout": {"title": {"text": "A curve"}}}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Gallery_OfANotebookAndAFigure_ShowsEachFigureInEveryForm()
    {
        Assert.SkipUnless(InstalledBrowser.Find() is not null, "No Chromium, Chrome or Edge is installed.");
        var output = $$"""{"output_type": "display_data", "metadata": {}, "data": {"application/vnd.plotly.v1+json": {{Curve}} } }""";
        var notebook = folder.Write("07-curve.ipynb", $$"""
            {
              "cells": [{"cell_type": "code", "id": "a", "execution_count": 1, "metadata": {"tags": ["solution"]}, "outputs": [{{output}}], "source": []}],
              "metadata": {}, "nbformat": 4, "nbformat_minor": 5
            }
            """);
        var figure = folder.Write("one.json", Curve);

        var result = await Descentlab.RunAsync(folder, "gallery", notebook, figure, "--output", "sheet");

        Assert.True(result.Exit == 0, result.All);
        var sheet = Path.Combine(folder.Path, "sheet");
        var index = await File.ReadAllTextAsync(Path.Combine(sheet, "index.html"), TestContext.Current.CancellationToken);
        foreach (var number in (string[])["07-01", "one-01"])
        {
            Assert.Contains($"<h2>{number} A curve", index, StringComparison.Ordinal);
            foreach (var form in (string[])["light", "dark", "phone", "editor", "picture"])
            {
                Assert.True(new FileInfo(Path.Combine(sheet, $"{number}-{form}.png")).Length > 1_000, $"{number}-{form}");
            }
        }

        Assert.Contains("class=\"grey\"", index, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(sheet, "sheet-01.png")));
    }

    [Fact]
    public async Task Gallery_OfJsonThatIsNoFigure_SaysWhatItShouldBe()
    {
        Assert.SkipUnless(InstalledBrowser.Find() is not null, "No Chromium, Chrome or Edge is installed.");
        var result = await Descentlab.RunAsync(folder, "gallery", folder.Write("x.json", "[]"));

        Assert.Equal(1, result.Exit);
        Assert.Contains("an object with an array called data", result.Errors, StringComparison.Ordinal);
    }
}

using System.Text.Json.Nodes;
using DescentLab.Notebooks;

namespace DescentLab.Cli.Tests;

/// <summary>With a copy of a real notebook, spoiled as editors and people spoil it. It stands alone: its links to others are left out.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private const string Name = "parabola";

    private readonly TemporaryFolder folder = new();
    private readonly string copy;

    public CheckCommandTests()
    {
        folder.Write("Notebooks.sln", "");
        var json = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(Descentlab.Root, "notebooks", "01-gradient-descent-1d.ipynb")))!;
        var cells = (JsonArray)json["cells"]!;
        foreach (var linking in cells.Where(cell => cell!["source"]!.ToJsonString().Contains(".ipynb", StringComparison.Ordinal)).ToList())
        {
            cells.Remove(linking);
        }

        copy = folder.Write($"notebooks/{Name}.ipynb", "");
        NotebookRules.Normalise(NotebookDocument.Parse(json.ToJsonString())).Save(copy);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Check_OfAGoodNotebook_SaysWhatItCannotKnow()
    {
        var said = await Descentlab.RunAsync(folder, "check");

        Assert.True(said.Exit == 0, said.All);
        Assert.Contains("1 notebook keeps the rules. Whether the saved outputs are still true, only a run tells: check --run.", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fix_OfWhatAnEditorRewrote_GivesTheSameBytesBack()
    {
        var good = await File.ReadAllTextAsync(copy);
        var json = (JsonObject)JsonNode.Parse(good)!;
        json["metadata"]!["kernelspec"]!["name"] = "descentlab-csharp";
        json["nbformat_minor"] = 4;
        foreach (var cell in json["cells"]!.AsArray())
        {
            cell!["metadata"]!["vscode"] = new JsonObject { ["languageId"] = "csharp" };
            ((JsonObject)cell["metadata"]!).Remove("dotnet_interactive");
        }

        await File.WriteAllTextAsync(copy, json.ToJsonString());

        var before = await Descentlab.RunAsync(folder, "check", Name);
        Assert.Equal(1, before.Exit);
        Assert.Contains("an editor left its notes in the metadata: vscode", before.Output, StringComparison.Ordinal);
        var after = await Descentlab.RunAsync(folder, "check", Name, "--fix");
        Assert.Contains($"{Name}: mended", after.Output, StringComparison.Ordinal);
        Assert.Equal(good, await File.ReadAllTextAsync(copy));
        Assert.DoesNotContain("mended", (await Descentlab.RunAsync(folder, "check", "--fix")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfAStaleOutput_NamesTheCell()
    {
        var path = folder.Write("stale.ipynb", """
            {
             "cells": [
              { "cell_type": "code", "id": "first", "metadata": {}, "execution_count": 1, "source": "Console.WriteLine(6 * 7)",
                "outputs": [ { "output_type": "stream", "name": "stdout", "text": "41\n" } ] }
             ],
             "metadata": {}, "nbformat": 4, "nbformat_minor": 5
            }
            """);

        Assert.DoesNotContain("was saved as", (await Descentlab.RunAsync(folder, "check", path)).Output, StringComparison.Ordinal);
        Assert.Contains("line 1 of stdout was saved as '41' and is now '42'", (await Descentlab.RunAsync(folder, "check", path, "--run")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfAFileThatIsNoNotebook_GoesOnWithTheOthers()
    {
        folder.Write("notebooks/broken.ipynb", "{ half a");
        var said = await Descentlab.RunAsync(folder, "check");

        Assert.Equal(1, said.Exit);
        Assert.Contains("broken.ipynb: not valid JSON", said.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 2 notebooks does not keep the rules.", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfDifferentSetups_SaysSo()
    {
        var other = NotebookDocument.Load(copy);
        other.CodeCells.First().Source += "\nusing System.Text;";
        other.Save(folder.File("notebooks/zother.ipynb"));
        var said = await Descentlab.RunAsync(folder, "check");

        Assert.Equal(1, said.Exit);
        Assert.Contains("zother: the setup cell", said.Output, StringComparison.Ordinal);
    }
}

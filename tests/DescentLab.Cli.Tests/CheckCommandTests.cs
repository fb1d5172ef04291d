using System.Text.Json.Nodes;
using DescentLab.Notebooks;

namespace DescentLab.Cli.Tests;

/// <summary>With a copy of a real notebook, damaged in the ways editors and people damage one. Its links to other notebooks are removed.</summary>
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

    [Theory]
    [InlineData(0, 0, 0, "19 notebooks follow the rules. To compare")]
    [InlineData(0, 0, 1, "19 notebooks follow the rules, but the map of the course or its links have a fault.")]
    [InlineData(0, 0, 2, "19 notebooks follow the rules, but the map of the course or its links have 2 faults.")]
    [InlineData(1, 1, 2, "1 of 19 notebooks breaks the rules, and the setup cells differ.")]
    public void Summary_SaysWhyTheCheckFails(int faulty, int together, int course, string expected) =>
        Assert.StartsWith(expected, CheckCommand.Summary(19, faulty, together, course, compared: false), StringComparison.Ordinal);

    [Fact]
    public async Task Check_OfAGoodNotebook_NamesCheckRun()
    {
        var result = await Descentlab.RunAsync(folder, "check");

        Assert.True(result.Exit == 0, result.All);
        Assert.Contains("1 notebook follows the rules. To compare the saved outputs with a fresh run: check --run.", result.Output, StringComparison.Ordinal);
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
        Assert.Contains("an editor left its own entries in the metadata: vscode", before.Output, StringComparison.Ordinal);
        var after = await Descentlab.RunAsync(folder, "check", Name, "--fix");
        Assert.Contains($"{Name}: fixed", after.Output, StringComparison.Ordinal);
        Assert.Equal(good, await File.ReadAllTextAsync(copy));
        Assert.DoesNotContain(": fixed", (await Descentlab.RunAsync(folder, "check", "--fix")).Output, StringComparison.Ordinal);
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
        var run = await Descentlab.RunAsync(folder, "check", path, "--run");
        Assert.Contains("line 1 of stdout was saved as '41' and is now '42'", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, run.Exit);
    }

    [Fact]
    public async Task Against_AFolder_ComparesWithItsNotebooks()
    {
        var (same, other) = (folder.Write($"same/{Path.GetFileName(copy)}", await File.ReadAllTextAsync(copy)), folder.File("empty"));

        var matching = await Descentlab.RunAsync(folder, "check", Name, "--against", Path.GetDirectoryName(same)!);
        Assert.Contains("and the saved outputs match.", matching.Output, StringComparison.Ordinal);
        Assert.Equal(0, matching.Exit);
        var missing = await Descentlab.RunAsync(folder, "check", Name, "--against", other);
        Assert.Contains("does not exist", missing.Output, StringComparison.Ordinal);
        Assert.Equal(1, missing.Exit);
    }

    [Fact]
    public async Task Check_OfAnInvalidNotebook_ContinuesWithTheOthers()
    {
        folder.Write("notebooks/broken.ipynb", "{ half a");
        var result = await Descentlab.RunAsync(folder, "check");

        Assert.Equal(1, result.Exit);
        Assert.Contains("broken.ipynb: not valid JSON", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 2 notebooks breaks the rules.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfDifferentSetups_SaysSo()
    {
        var other = NotebookDocument.Load(copy);
        other.CodeCells.First().Source += "\nusing System.Text;";
        other.Save(folder.File("notebooks/zother.ipynb"));
        var result = await Descentlab.RunAsync(folder, "check");

        Assert.Equal(1, result.Exit);
        Assert.Contains("zother: the setup cell", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fix_OfANotebookThatCannotBeWritten_ContinuesWithTheOthers()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The modes are Unix's.");
        var (first, last) = (folder.File("notebooks/a.ipynb"), folder.File("notebooks/z.ipynb"));
        foreach (var path in (string[])[first, last])
        {
            await File.WriteAllTextAsync(path, await File.ReadAllTextAsync(copy) + "\n");
        }

        File.SetAttributes(first, FileAttributes.ReadOnly);
        var result = await Descentlab.RunAsync(folder, "check", "--fix", first, last);

        Assert.Equal(1, result.Exit);
        Assert.Contains("a.ipynb is read-only: it was not changed.", result.Output, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(copy), await File.ReadAllTextAsync(last));
    }
}

using System.Text.Json.Nodes;
using CsCheck;

namespace DescentLab.Notebooks.Tests;

public sealed class DibFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Report_OfADibFile_NamesAndLinksTheFile()
    {
        File.WriteAllText(folder.File("one.dib"), "#!markdown\n\nSee [the other](two.dib).\n");
        File.WriteAllText(folder.File("two.dib"), "#!markdown\n\n# Two\n");

        var result = ReportWriter.Write([new(NotebookDocument.Load(folder.File("one.dib"))), new(NotebookDocument.Load(folder.File("two.dib")))], folder.Path);

        var page = File.ReadAllText(result.PagePaths[0]);
        Assert.Contains("<code>one.dib</code>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"two.html\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfADibFile_GivesItsCells()
    {
        var document = Load("""
            #!meta

            {"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":[],"name":"csharp"},{"aliases":["py"],"name":"pythonkernel"}]}}

            #!markdown

            # A title

            with η

            #!csharp

            #!time
            var x = 1;

            x + 1

            #!f#

            let y = 2

            #!py

            z = 3
            """);

        Assert.Equal(["# A title\n\nwith η", "#!time\nvar x = 1;\n\nx + 1", "let y = 2", "z = 3"], document.Cells.Select(cell => cell.Source));
        Assert.Equal([CellKind.Markdown, CellKind.Code, CellKind.Code, CellKind.Code], document.Cells.Select(cell => cell.Kind));
        Assert.Equal(["csharp", "fsharp", "pythonkernel"], document.CodeCells.Select(cell => (string?)cell.Metadata["polyglot_notebook"]!["kernelName"]));
        Assert.True(document.IsDib);
        Assert.True(NotebookLanguage.IsCSharp(document));
    }

    [Fact]
    public void Load_OfADibFileInFSharp_SaysSo() =>
        Assert.Equal("fsharp", NotebookLanguage.Of(Load("#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"fsharp\",\"items\":[{\"name\":\"fsharp\"}]}}\n\n#!fsharp\n\nlet y = 2\n")));

    [Fact]
    public void Load_OfBrokenMetadata_NamesIt() =>
        Assert.Contains(" under #!meta cannot be read: ", Assert.Throws<NotebookFormatException>(() => Load("#!meta\n\n{\"kernelInfo\"\n\n#!csharp\n\n1\n")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void Load_OfAnEmptyDibFile_HasNoCells(string text) => Assert.Empty(Load(text).Cells);

    [Fact]
    public void Load_OfADibFileWithoutHeaders_ReadsItAsCSharp()
    {
        var document = Load("\ufeff// only C#\r\n1 + 1\r\n");
        var cell = Assert.Single(document.Cells);
        Assert.Equal((CellKind.Code, "// only C#\n1 + 1"), (cell.Kind, cell.Source));
        Assert.True(NotebookLanguage.IsCSharp(NotebookLanguage.Of(document)!));
    }

    [Fact]
    public void Check_OfADibFile_ChecksItsCode()
    {
        var violations = NotebookRules.Check(Load("#!csharp\n\ndisplay(1);\n\n#!fsharp\n\n1\n"));

        Assert.Contains(violations, violation => violation.Message.Contains("display()", StringComparison.Ordinal));
        Assert.Contains(violations, violation => violation.CellId == "cell-2" && violation.Message.Contains("= csharp", StringComparison.Ordinal));
        Assert.Empty(NotebookRules.Check(Load("#!csharp\n\n1\n")));
    }

    // All cells that the format can hold round-trip: not empty, begin and end in text, and contain no header line.
    [Fact]
    public void Cells_ThroughADibFile_AreTheSame() => Gen.Select(Gen.Int[0, 3].Select(i => new[] { "csharp", "markdown", "fsharp", "mine" }[i]), Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Const('\n'), Gen.Const(' '), Gen.Char['α', 'ω']), 1, 30].Select(text => $"x{text}y"))
        .Array[1, 6].Sample(
            cells =>
            {
                var notebook = NotebookDocument.Parse(new JsonObject
                {
                    ["nbformat"] = 4,
                    ["nbformat_minor"] = 5,
                    ["metadata"] = new JsonObject(),
                    ["cells"] = new JsonArray([.. cells.Select(cell => new JsonObject
                    {
                        ["cell_type"] = cell.Item1 == "markdown" ? "markdown" : "code",
                        ["metadata"] = cell.Item1 == "markdown" ? [] : new JsonObject { ["polyglot_notebook"] = new JsonObject { ["kernelName"] = cell.Item1 } },
                        ["source"] = cell.Item2,
                    })]),
                }.ToJsonString());
                var path = folder.File("a.dib");
                notebook.Save(path);
                var read = NotebookDocument.Load(path);

                Assert.Equal(cells.Select(cell => cell.Item2), read.Cells.Select(cell => cell.Source));
                Assert.Equal(cells.Select(cell => cell.Item1), read.Cells.Select(cell => cell.Kind == CellKind.Markdown ? "markdown" : (string)cell.Metadata["polyglot_notebook"]!["kernelName"]!));
                Assert.True(read.IsAsStored());
            },
            threads: 1);

    [Theory]
    [InlineData("""{"kernelspec": {"language": "python", "name": "python3"}}""", "{}", "python")]
    [InlineData("""{"kernelspec": {"language": "F#", "name": ".net-fsharp"}}""", "{}", "fsharp")]
    [InlineData("""{"kernelspec": {"name": ".net-pwsh"}}""", "{}", "pwsh")]
    [InlineData("""{"kernelspec": {"language": "C#", "name": ".net-csharp"}}""", """{"vscode": {"languageId": "polyglot-notebook"}}""", "csharp")]
    [InlineData("""{"kernelspec": {"language": "F#", "name": ".net-fsharp"}}""", """{"vscode": {"languageId": "dotnet-interactive.csharp"}}""", "csharp")]
    [InlineData("{}", """{"dotnet_interactive": {"language": "C#"}}""", "csharp")]
    public void Save_AsADibFile_NamesTheKernelOfEachCell(string metadata, string cell, string kernel)
    {
        NotebookDocument.Parse($$"""
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {{metadata}},
             "cells": [{"cell_type": "code", "execution_count": null, "metadata": {{cell}}, "outputs": [], "source": "x"}]}
            """).Save(folder.File("a.dib"));
        var read = NotebookDocument.Load(folder.File("a.dib"));

        Assert.Contains($"\n#!{kernel}\n", File.ReadAllText(folder.File("a.dib")).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(kernel, CellLanguage.Of(read, Assert.Single(read.Cells)));
    }

    [Fact]
    public void Save_OfANotebookInFSharp_KeepsItsLanguage()
    {
        NotebookDocument.Parse("""{"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"language": "F#", "name": ".net-fsharp"}}, "cells": []}""")
            .Save(folder.File("a.dib"));

        Assert.Equal("fsharp", NotebookLanguage.Of(NotebookDocument.Load(folder.File("a.dib"))));
    }

    private NotebookDocument Load(string text)
    {
        File.WriteAllText(folder.File("a.dib"), text);
        return NotebookDocument.Load(folder.File("a.dib"));
    }
}

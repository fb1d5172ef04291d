using System.Text.Json.Nodes;

namespace DescentLab.Notebooks.Tests;

/// <summary>Tests that notebooks with any one invalid value are read, or rejected with a message.</summary>
public sealed class OddNotebookTests
{
    private const string Notebook = """
        {
         "cells": [
          {"cell_type": "markdown", "id": "m", "metadata": {"jupyter": {"source_hidden": true}, "tags": ["a"]}, "source": ["# t\n", "![](attachment:a.png)"], "attachments": {"a.png": {"image/png": "AAAA"}}},
          {"cell_type": "raw", "id": "r", "metadata": {"format": "text/html"}, "source": "raw"},
          {"cell_type": "code", "id": "s", "execution_count": 1, "metadata": {"dotnet_interactive": {"language": "csharp"}, "polyglot_notebook": {"kernelName": "csharp"}, "vscode": {"languageId": "csharp"}}, "source": ["#r \"a.dll\"\n", "using System;"], "outputs": []},
          {"cell_type": "code", "id": "p", "execution_count": 2, "metadata": {"tags": ["parameters"], "jupyter": {"source_hidden": true}, "collapsed": false}, "source": ["double x = 1;"], "outputs": [
           {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
           {"output_type": "execute_result", "execution_count": 2, "metadata": {"image/png": {"figure": "1234"}}, "data": {"text/plain": ["x"], "text/html": "<b>x</b>", "application/json": {"a": [1]}, "image/png": "AAAA", "image/svg+xml": ["<svg/>"]}},
           {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["t"]},
           {"output_type": "hologram", "rays": 3}]},
          {"cell_type": "code", "id": "f", "execution_count": 3, "metadata": {}, "source": ["figure"], "outputs": [
           {"output_type": "display_data", "metadata": {}, "data": {"application/vnd.plotly.v1+json": {"data": [{"type": "scatter", "x": [1, 2], "y": [1, null]}], "layout": {"title": {"text": "t"}}, "frames": []}, "text/plain": "A figure."}}]}
         ],
         "metadata": {"kernelspec": {"display_name": ".NET (C#)", "language": "csharp", "name": ".net-csharp"}, "language_info": {"name": "csharp", "version": "14.0"}, "polyglot_notebook": {"kernelInfo": {"defaultKernelName": "csharp", "items": [{"name": "csharp", "aliases": []}]}}, "title": "t"},
         "nbformat": 4, "nbformat_minor": 5
        }
        """;

    // The last cell, which has the figure.
    private const int Figure = 4;

    private static readonly string?[] Odd =
        [null, "5", "-1", "2.5", "1e99", "99999999999999999999", "true", "\"\"", "\"5\"", "\"\\ud800\"", "[]", "{}", "[[1]]", "{\"a\": null}", "[null]", "[\"a\", 5]", new string('[', 200) + new string(']', 200), "{\"__proto__\": {}, \"0\": 1}"];

    [Fact]
    public void Document_WithAnyInvalidValue_IsReadOrRejectedWithAMessage()
    {
        var (read, refused) = (0, 0);
        foreach (var place in Places(JsonNode.Parse(Notebook)!, []))
        {
            foreach (var value in Odd)
            {
                try
                {
                    Use(With(place, value));
                    read++;
                }
                catch (NotebookFormatException e)
                {
                    Assert.StartsWith("odd", e.Message, StringComparison.Ordinal);
                    refused++;
                }
                catch (Exception e) when (e is not Xunit.Sdk.XunitException)
                {
                    Assert.Fail($"{string.Join('/', place)} = {value ?? "(gone)"}: {e}");
                }
            }
        }

        Assert.True(read > 1000 && refused > 100, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Report_OfAnyInvalidValue_IsWrittenOrRejectedWithAMessage()
    {
        using var folder = new TemporaryFolder();
        foreach (var place in Places(JsonNode.Parse(Notebook)!, []))
        {
            foreach (var value in (string?[])[null, "5", "\"5\"", "[null]", "{\"a\": null}"])
            {
                try
                {
                    // A page with a figure carries 4 MB of plotly.js.
                    var json = With(place, value, withFigure: place is ["cells", Figure, ..]);
                    ReportWriter.Write([new ReportEntry(NotebookDocument.Parse(json, "odd.ipynb"))], folder.Path);
                }
                catch (NotebookFormatException e)
                {
                    Assert.StartsWith("odd", e.Message, StringComparison.Ordinal);
                }
                catch (Exception e) when (e is not Xunit.Sdk.XunitException)
                {
                    Assert.Fail($"{string.Join('/', place)} = {value ?? "(gone)"}: {e}");
                }
            }
        }
    }

    // Everything that processes a document, except running it.
    private static void Use(string json)
    {
        var document = NotebookDocument.Parse(json, "odd.ipynb");
        var written = document.ToJson();
        Assert.Equal(written, NotebookDocument.Parse(written, "odd.ipynb").ToJson());
        _ = NotebookRules.Check(document);
        _ = NotebookRules.CheckTogether([document, document]);
        _ = NotebookParameters.Read(document);
        Assert.Empty(OutputComparison.Differences(document, document.Clone()));
        FigurePictures.Keep(document, document.Clone());
        _ = DibFile.Write(document);
        var copy = document.Clone();
        foreach (var cell in copy.CodeCells)
        {
            cell.Outputs = cell.Outputs;
        }

        _ = copy.ToJson();
        if (NotebookLanguage.IsCSharp(document))
        {
            var normalised = NotebookRules.Normalise(document);
            Assert.Equal(normalised.ToJson(), NotebookRules.Normalise(normalised).ToJson());
        }
    }

    private static IEnumerable<object[]> Places(JsonNode node, object[] place) => node switch
    {
        JsonObject members => members.SelectMany(member => Inside(member.Value, [.. place, member.Key])),
        JsonArray items => items.SelectMany((item, i) => Inside(item, [.. place, i])),
        _ => [],
    };

    private static IEnumerable<object[]> Inside(JsonNode? node, object[] place) => node is null ? [place] : [place, .. Places(node, place)];

    private static string With(object[] place, string? value, bool withFigure = true)
    {
        const string Here = "here it stands";
        var root = JsonNode.Parse(Notebook)!;
        if (!withFigure)
        {
            root["cells"]!.AsArray().RemoveAt(Figure);
        }

        var at = place[..^1].Aggregate(root, (node, step) => step is int i ? node[i]! : node[(string)step]!);
        if (value is null)
        {
            _ = place[^1] is int i ? Remove((JsonArray)at, i) : ((JsonObject)at).Remove((string)place[^1]);
        }
        else if (place[^1] is int i)
        {
            at[i] = Here;
        }
        else
        {
            at[(string)place[^1]] = Here;
        }

        return root.ToJsonString().Replace($"\"{Here}\"", value, StringComparison.Ordinal);
    }

    private static bool Remove(JsonArray items, int place)
    {
        items.RemoveAt(place);
        return true;
    }
}

using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace DescentLab.Notebooks.Tests.Reports;

/// <summary>Creates small notebooks and reads their reports.</summary>
internal static class Reporting
{
    public static JsonObject Markdown(string source) =>
        new() { ["cell_type"] = "markdown", ["id"] = "m", ["metadata"] = new JsonObject(), ["source"] = source };

    public static JsonObject Code(string source, params JsonObject[] outputs) => new()
    {
        ["cell_type"] = "code",
        ["id"] = "c",
        ["execution_count"] = 1,
        ["metadata"] = new JsonObject(),
        ["outputs"] = new JsonArray([.. outputs]),
        ["source"] = source,
    };

    public static JsonObject Tagged(this JsonObject cell, string tag)
    {
        cell["metadata"]!["tags"] = new JsonArray(tag);
        return cell;
    }

    public static JsonObject WithId(this JsonObject cell, string id)
    {
        cell["id"] = id;
        return cell;
    }

    public static JsonObject Stream(string text, string name = "stdout") =>
        new() { ["output_type"] = "stream", ["name"] = name, ["text"] = text };

    public static JsonObject Data(params (string MimeType, JsonNode Content)[] data) => new()
    {
        ["output_type"] = "display_data",
        ["metadata"] = new JsonObject(),
        ["data"] = new JsonObject(data.Select(pair => KeyValuePair.Create(pair.MimeType, (JsonNode?)pair.Content))),
    };

    public static JsonObject Figure(string description = "A curve.", string title = "A curve") => Data(
        ("application/vnd.plotly.v1+json", new JsonObject
        {
            ["data"] = JsonNode.Parse("""[{"type": "scatter", "name": "f", "x": [0, 1, 2], "y": [1.5, null, -2]}]"""),
            ["layout"] = new JsonObject { ["title"] = new JsonObject { ["text"] = title } },
            ["frames"] = new JsonArray(),
        }),
        ("text/plain", description));

    public static NotebookDocument Notebook(params JsonObject[] cells) => Named("test", cells);

    public static NotebookDocument Named(string name, params JsonObject[] cells) => NotebookDocument.Parse(
        new JsonObject
        {
            ["cells"] = new JsonArray([.. cells]),
            ["metadata"] = new JsonObject(),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        }.ToJsonString(),
        name);

    /// <summary>The whole page of one notebook.</summary>
    public static string Page(params JsonObject[] cells) => Page(new ReportOptions(), cells).Html;

    public static (string Html, IReadOnlyList<string> Warnings) Page(ReportOptions options, params JsonObject[] cells)
    {
        using var folder = new TemporaryFolder();
        var result = ReportWriter.Write([new(Notebook(cells))], folder.Path, options);
        return (File.ReadAllText(result.PagePaths[0]), result.Warnings);
    }

    /// <summary>Gets the notebook's part of the page: everything between the start and the end of its text.</summary>
    public static string Body(params JsonObject[] cells) => Body(Page(cells));

    public static string Body(string page)
    {
        var start = page.IndexOf("<main", StringComparison.Ordinal);
        return page[start..page.LastIndexOf("</main>", StringComparison.Ordinal)];
    }

    /// <summary>Parses a page; the text of plotly.js, which takes seconds to parse, is removed first.</summary>
    public static IHtmlDocument Parse(string page) =>
        new HtmlParser().ParseDocument(page.Replace(PlotlyBundle.Full, "", StringComparison.Ordinal).Replace(PlotlyBundle.Cartesian, "", StringComparison.Ordinal));
}

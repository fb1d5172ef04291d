using System.Text.Json.Nodes;

namespace DescentLab.Notebooks.Tests;

/// <summary>Builds small notebooks for tests: one code cell for each source, with tags.</summary>
internal static class NotebookBuilder
{
    public static NotebookDocument Notebook(params (string Source, string[] Tags)[] cells) =>
        NotebookDocument.Parse(Json(cells), "small.ipynb");

    public static NotebookDocument Notebook(params string[] sources) =>
        Notebook([.. sources.Select(source => (source, Array.Empty<string>()))]);

    public static string Json(params (string Source, string[] Tags)[] cells) => new JsonObject
    {
        ["cells"] = new JsonArray([.. cells.Select((cell, i) => new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = 99,
            ["id"] = $"cell-{i + 1}",
            ["metadata"] = new JsonObject { ["tags"] = new JsonArray([.. cell.Tags.Select(tag => JsonValue.Create(tag))]) },
            ["outputs"] = new JsonArray(new StreamOutput("stdout", "stale").ToJson()),
            ["source"] = cell.Source,
        })]),
        ["metadata"] = new JsonObject(),
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }.ToJsonString();
}

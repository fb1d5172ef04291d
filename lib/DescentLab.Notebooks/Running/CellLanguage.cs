using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>The language of a cell: what its metadata says, else what the notebook's says.</summary>
internal static class CellLanguage
{
    /// <summary>A name such as <c>csharp</c>, <c>F#</c> or <c>.net-csharp</c>; null when nothing names one.</summary>
    public static string? Of(NotebookDocument document, NotebookCell cell) =>
        Of(cell.Json["metadata"] as JsonObject) ?? NotebookLanguage.Of(document);

    /// <summary>The name in a cell's metadata, or in that of a client's request; null when there is none.</summary>
    public static string? Of(JsonObject? metadata) =>
        Text(metadata?["polyglot_notebook"], "kernelName")
        ?? Text(metadata?["dotnet_interactive"], "language")
        // VS Code names its editors' languages here, and the notebook's own kind among them.
        ?? (Text(metadata?["vscode"], "languageId") is { } editor and not "polyglot-notebook" ? editor.Replace("dotnet-interactive.", "", StringComparison.Ordinal) : null);

    private static string? Text(JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}

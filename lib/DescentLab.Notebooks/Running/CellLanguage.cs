using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>Determines the language of a cell from its metadata, or else from the notebook's.</summary>
internal static class CellLanguage
{
    /// <summary>Gets a name such as <c>csharp</c>, <c>F#</c> or <c>.net-csharp</c>; null when there is none.</summary>
    public static string? Of(NotebookDocument document, NotebookCell cell) =>
        Of(cell.Json["metadata"] as JsonObject) ?? NotebookLanguage.Of(document);

    /// <summary>Gets the name in a cell's metadata, or in the metadata of a client's request; null when there is none.</summary>
    public static string? Of(JsonObject? metadata) =>
        Text(metadata?["polyglot_notebook"], "kernelName")
        ?? Text(metadata?["dotnet_interactive"], "language")
        // VS Code stores the language of its editor here, which may be the notebook type itself.
        ?? (Text(metadata?["vscode"], "languageId") is { } editor and not "polyglot-notebook" ? editor.Replace("dotnet-interactive.", "", StringComparison.Ordinal) : null);

    private static string? Text(JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}

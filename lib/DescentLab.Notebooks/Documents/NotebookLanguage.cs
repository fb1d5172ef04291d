using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>Determines the language of a notebook from its metadata.</summary>
internal static class NotebookLanguage
{
    private static readonly HashSet<string> CSharp = new(["C#", "csharp"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the notebook's language: <c>C#</c>, <c>python</c>, …; null when the metadata name none.</summary>
    public static string? Of(NotebookDocument document) =>
        // A polyglot notebook in F# has the kernelspec of .NET Interactive, which can be the one of C#.
        Text((document.Metadata["polyglot_notebook"] as JsonObject)?["kernelInfo"], "defaultKernelName")
        ?? Text(document.Metadata["kernelspec"], "language")
        ?? (Text(document.Metadata["language_info"], "name") is { } name and not "polyglot-notebook" ? name : null)
        ?? Text(document.Metadata["kernelspec"], "name");

    /// <summary>Whether the notebook's language is C#.</summary>
    public static bool IsCSharp(NotebookDocument document) => Of(document) is { } language && IsCSharp(language);

    /// <summary>Whether a name in the metadata of a notebook or a cell means C#.</summary>
    public static bool IsCSharp(string language) => CSharp.Contains(language) || language == KernelSpecs.SharedName;

    private static string? Text(JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}

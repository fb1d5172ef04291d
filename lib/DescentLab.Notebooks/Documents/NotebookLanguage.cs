using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>The language of a notebook, by its metadata.</summary>
internal static class NotebookLanguage
{
    private static readonly HashSet<string> CSharp = new(["C#", "csharp"], StringComparer.OrdinalIgnoreCase);

    /// <summary>What the notebook says its language is: <c>C#</c>, <c>python</c>, …; null when it says nothing.</summary>
    public static string? Of(NotebookDocument document) =>
        Text(document.Metadata["kernelspec"], "language")
        ?? (Text(document.Metadata["language_info"], "name") is { } name and not "polyglot-notebook" ? name : null)
        ?? Text((document.Metadata["polyglot_notebook"] as JsonObject)?["kernelInfo"], "defaultKernelName")
        ?? Text(document.Metadata["kernelspec"], "name");

    /// <summary>Whether it says that it is in C#.</summary>
    public static bool IsCSharp(NotebookDocument document) => Of(document) is { } language && (CSharp.Contains(language) || language == KernelSpecs.SharedName);

    private static string? Text(JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>What a cell holds.</summary>
public enum CellKind
{
    /// <summary>Prose and formulas.</summary>
    Markdown,

    /// <summary>C#.</summary>
    Code,

    /// <summary>Neither; passed on untouched.</summary>
    Raw,
}

/// <summary>One cell of a <see cref="NotebookDocument"/>: a view of its JSON, so that what it does not know is kept.</summary>
public sealed class NotebookCell
{
    internal NotebookCell(JsonObject json, CellKind kind) => (Json, Kind) = (json, kind);

    /// <summary>The cell's JSON in the document.</summary>
    public JsonObject Json { get; }

    /// <summary>Markdown, code or raw.</summary>
    public CellKind Kind { get; }

    /// <summary>The stable id of nbformat 4.5, or null in an older notebook.</summary>
    public string? Id => (string?)Json["id"];

    /// <summary>The cell's metadata.</summary>
    public JsonObject Metadata
    {
        get
        {
            if (Json["metadata"] is not JsonObject metadata)
            {
                Json["metadata"] = metadata = [];
            }

            return metadata;
        }
    }

    /// <summary>The tags, for example <c>parameters</c>, <c>solution</c> or <c>raises-exception</c>.</summary>
    public IReadOnlyList<string> Tags =>
        Json["metadata"]?["tags"] is JsonArray tags
            ? [.. tags.Where(tag => tag?.GetValueKind() == JsonValueKind.String).Select(tag => tag!.GetValue<string>())]
            : [];

    /// <summary>Whether the cell carries a tag.</summary>
    /// <param name="tag">The tag, for example <c>parameters</c>.</param>
    public bool HasTag(string tag) => Tags.Contains(tag, StringComparer.Ordinal);

    /// <summary>The text of the cell; lines end in <c>\n</c>.</summary>
    public string Source
    {
        get => MultilineText.Read(Json["source"]);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Json["source"] = MultilineText.ToLines(value);
        }
    }

    /// <summary>A code cell's place in the order of execution, or null when it has not run.</summary>
    public int? ExecutionCount
    {
        get => (int?)Json["execution_count"];
        set => Json["execution_count"] = value;
    }

    /// <summary>What a code cell showed when it last ran; empty for other cells.</summary>
    public IReadOnlyList<CellOutput> Outputs
    {
        get => [.. (Json["outputs"] as JsonArray ?? []).Select(output => CellOutput.FromJson((JsonObject)output!))];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Json["outputs"] = new JsonArray([.. value.Select(output => output.ToJson())]);
        }
    }
}

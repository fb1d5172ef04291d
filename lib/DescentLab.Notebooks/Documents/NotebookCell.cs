using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>The kind of a cell.</summary>
public enum CellKind
{
    /// <summary>Prose and formulas.</summary>
    Markdown,

    /// <summary>C#.</summary>
    Code,

    /// <summary>Neither; kept unchanged.</summary>
    Raw,
}

/// <summary>One cell of a <see cref="NotebookDocument"/>: a view of its JSON, so that unknown members are kept.</summary>
public sealed class NotebookCell
{
    internal NotebookCell(JsonObject json, CellKind kind, IReadOnlyList<ReadOnlyMemory<byte>>? outputs) =>
        (Json, Kind, StoredOutputs) = (json, kind, outputs);

    /// <summary>The cell's JSON in the document; its array of outputs is empty: see <see cref="Outputs"/>.</summary>
    public JsonObject Json { get; }

    /// <summary>Markdown, code or raw.</summary>
    public CellKind Kind { get; }

    /// <summary>The stable id of nbformat 4.5; null in an older notebook.</summary>
    public string? Id => (string?)Json["id"];

    /// <summary>The cell's metadata; an empty object if the notebook has none.</summary>
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
        (Json["metadata"] as JsonObject)?["tags"] is JsonArray tags
            ? [.. tags.Where(tag => tag?.GetValueKind() == JsonValueKind.String).Select(tag => tag!.GetValue<string>())]
            : [];

    /// <summary>Whether the cell has a tag.</summary>
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

    /// <summary>A code cell's execution count; null when it has not run.</summary>
    public int? ExecutionCount
    {
        get => (int?)Json["execution_count"];
        set => Json["execution_count"] = value;
    }

    /// <summary>The outputs of the last run of a code cell; empty for other cells. Parsed at every call.</summary>
    public IReadOnlyList<CellOutput> Outputs
    {
        get => [.. (StoredOutputs ?? []).Select(output => CellOutput.FromJson(Parse(output)))];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            StoredOutputs = [.. value.Select(output => Bytes(output.ToJson()))];
        }
    }

    /// <summary>The outputs as JSON, each in UTF-8, because they are most of a large notebook. Null if the cell has no array of outputs.</summary>
    internal IReadOnlyList<ReadOnlyMemory<byte>>? StoredOutputs { get; private set; }

    /// <summary>Changes the JSON of the outputs; unchanged outputs keep their bytes.</summary>
    /// <param name="change">Changes an output, and returns whether it did.</param>
    internal void ChangeOutputs(Func<JsonObject, bool> change) =>
        StoredOutputs = StoredOutputs is null ? null : [.. StoredOutputs.Select(stored =>
        {
            var output = Parse(stored);
            return change(output) ? Bytes(output) : stored;
        })];

    private static JsonObject Parse(ReadOnlyMemory<byte> output) =>
        (JsonObject)JsonNode.Parse(output.Span, documentOptions: NotebookJson.Strict)!;

    private static ReadOnlyMemory<byte> Bytes(JsonObject output) => JsonSerializer.SerializeToUtf8Bytes(output, NotebookJson.Nested);
}

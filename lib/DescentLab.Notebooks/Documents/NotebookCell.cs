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

/// <summary>An output as JSON in UTF-8.</summary>
/// <param name="Json">The JSON.</param>
/// <param name="IsNormal">Whether <see cref="NotebookJson"/> has written it at depth 0, so that a file needs only its indentation changed.</param>
internal readonly record struct StoredOutput(ReadOnlyMemory<byte> Json, bool IsNormal);

/// <summary>One cell of a <see cref="NotebookDocument"/>: a view of its JSON, so that unknown members are kept.</summary>
public sealed class NotebookCell
{
    internal NotebookCell(JsonObject json, CellKind kind, IReadOnlyList<StoredOutput>? outputs) =>
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
        get => [.. (StoredOutputs ?? []).Select(Read)];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            StoredOutputs = [.. value.Select(output => new StoredOutput(output.ToUtf8(), IsNormal: true))];
        }
    }

    /// <summary>The outputs as JSON, each in UTF-8, because they are most of a large notebook. Null if the cell has no array of outputs.</summary>
    internal IReadOnlyList<StoredOutput>? StoredOutputs { get; private set; }

    /// <summary>Changes the JSON of the figures; other outputs are not even parsed, and unchanged ones keep their bytes.</summary>
    /// <param name="change">Changes an output that may be a figure, and returns whether it did.</param>
    internal void ChangeFigures(Func<JsonObject, bool> change) =>
        StoredOutputs = StoredOutputs is null ? null : [.. StoredOutputs.Select(stored =>
            stored.Json.Span.IndexOf("plotly"u8) >= 0 && (JsonObject)JsonNode.Parse(stored.Json.Span, documentOptions: NotebookJson.Strict)! is var output && change(output)
                ? new StoredOutput(JsonSerializer.SerializeToUtf8Bytes(output, NotebookJson.Nested), IsNormal: false)
                : stored)];

    private static CellOutput Read(StoredOutput stored)
    {
        using var json = JsonDocument.Parse(stored.Json, NotebookJson.Strict);
        return CellOutput.FromJson(json.RootElement);
    }
}

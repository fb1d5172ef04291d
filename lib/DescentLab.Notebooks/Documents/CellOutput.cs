using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>An output of a code cell: text, a value, a result or an error. Immutable.</summary>
public abstract record CellOutput
{
    private protected CellOutput()
    {
    }

    /// <summary>Gets the output in the form of nbformat 4.5; a new object at every call.</summary>
    public JsonObject ToJson() => (JsonObject)JsonNode.Parse(ToUtf8(), documentOptions: NotebookJson.Strict)!;

    /// <summary>Reads a stored output.</summary>
    /// <param name="json">An element of a code cell's <c>outputs</c>.</param>
    public static CellOutput FromJson(JsonElement json)
    {
        var type = Text(json, "output_type");
        return type switch
        {
            "stream" => new StreamOutput(Text(json, "name") ?? StreamOutput.StandardOutput, MultilineText.Read(Member(json, "text"))),
            "display_data" or "execute_result" => new DataOutput(
                Member(json, "data") is { ValueKind: JsonValueKind.Object } data ? MimeBundle.FromJson(data) : MimeBundle.Empty,
                type == "execute_result",
                Member(json, "execution_count")?.GetInt32())
            {
                Metadata = Member(json, "metadata") is { ValueKind: JsonValueKind.Object } metadata ? JsonObject.Create(metadata.Clone())! : [],
            },
            "error" => new ErrorOutput(
                Text(json, "ename") ?? "",
                Text(json, "evalue") ?? "",
                Member(json, "traceback") is { ValueKind: JsonValueKind.Array } lines ? [.. lines.EnumerateArray().Select(line => line.GetString() ?? "")] : []),
            _ => new UnknownOutput(JsonObject.Create(json.Clone())!),
        };
    }

    /// <summary>
    /// Gets the output as JSON. It is written twice, first to measure it: a buffer that grows would take three times the size of
    /// an output of 40 MB, and a tree of its lines ten times.
    /// </summary>
    internal byte[] ToUtf8()
    {
        var length = 0;
        Write(piece => length += piece.Length);
        var bytes = new byte[length];
        var filled = 0;
        Write(piece =>
        {
            piece.CopyTo(bytes.AsMemory(filled));
            filled += piece.Length;
        });
        return bytes;

        void Write(Action<ReadOnlyMemory<byte>> take)
        {
            var output = new BufferedOutput(take);
            WriteTo(new NotebookJson(output));
            output.Flush();
        }
    }

    /// <summary>Writes the output in the form of nbformat 4.5.</summary>
    private protected abstract void WriteTo(NotebookJson json);

    // A member that is missing or null is null.
    private static JsonElement? Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement json, string name) => Member(json, name)?.GetString();
}

/// <summary>Text that a cell wrote to the console.</summary>
/// <param name="Name"><see cref="StandardOutput"/> or <see cref="StandardError"/>.</param>
/// <param name="Text">The text, with its line feeds.</param>
public sealed record StreamOutput(string Name, string Text) : CellOutput
{
    /// <summary>The name of the standard output stream.</summary>
    public const string StandardOutput = "stdout";

    /// <summary>The name of the standard error stream.</summary>
    public const string StandardError = "stderr";

    private protected override void WriteTo(NotebookJson json) => json.Members(0,
    [
        ("name", _ => json.Text(Name)),
        ("output_type", _ => json.Text("stream")),
        ("text", depth => json.Lines(Text, depth)),
    ]);
}

/// <summary>A value that a cell showed, or the value of its last expression.</summary>
/// <param name="Data">The value's representations.</param>
/// <param name="IsResult">Whether it is the value of the cell's last expression (<c>execute_result</c>), not a display.</param>
/// <param name="ExecutionCount">A result's execution count.</param>
public sealed record DataOutput(MimeBundle Data, bool IsResult = false, int? ExecutionCount = null) : CellOutput
{
    /// <summary>The metadata of the representations, by MIME type; usually empty.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>The id under which a shown value can be updated during its session; not stored.</summary>
    public string? DisplayId { get; init; }

    private protected override void WriteTo(NotebookJson json) => json.Members(0,
    [
        ("data", depth => Data.WriteTo(json, depth)),
        .. IsResult ? [("execution_count", depth => json.Write(ExecutionCount, depth))] : Array.Empty<(string, Action<int>)>(),
        ("metadata", depth => json.Write(Metadata, depth)),
        ("output_type", _ => json.Text(IsResult ? "execute_result" : "display_data")),
    ]);
}

/// <summary>The error of a cell.</summary>
/// <param name="Name">The exception's type, or <c>CompilationError</c>.</param>
/// <param name="Value">The message.</param>
/// <param name="Traceback">The text for the reader: the message and the lines of the cells that it passed through.</param>
public sealed record ErrorOutput(string Name, string Value, IReadOnlyList<string> Traceback) : CellOutput
{
    private protected override void WriteTo(NotebookJson json) => json.Members(0,
    [
        ("ename", _ => json.Text(Name)),
        ("evalue", _ => json.Text(Value)),
        ("output_type", _ => json.Text("error")),
        ("traceback", depth => json.Items(Traceback, depth, (line, _) => json.Text(line))),
    ]);
}

/// <summary>An output of a kind that nbformat 4.5 does not define; kept unchanged.</summary>
/// <param name="Json">The output in the notebook.</param>
public sealed record UnknownOutput(JsonObject Json) : CellOutput
{
    private protected override void WriteTo(NotebookJson json) => json.Write(Json, 0);
}

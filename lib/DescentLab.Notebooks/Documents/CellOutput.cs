using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>An output of a code cell: text, a value, a result or an error. Immutable.</summary>
public abstract record CellOutput
{
    private protected CellOutput()
    {
    }

    /// <summary>Gets the output in the form of nbformat 4.5; a new object at every call.</summary>
    public abstract JsonObject ToJson();

    /// <summary>Reads a stored output.</summary>
    /// <param name="json">An element of a code cell's <c>outputs</c>.</param>
    public static CellOutput FromJson(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var type = (string?)json["output_type"];
        return type switch
        {
            "stream" => new StreamOutput((string?)json["name"] ?? StreamOutput.StandardOutput, MultilineText.Read(json["text"])),
            "display_data" or "execute_result" => new DataOutput(
                MimeBundle.FromJson(json["data"] as JsonObject ?? []),
                type == "execute_result",
                (int?)json["execution_count"])
            {
                Metadata = json["metadata"] as JsonObject ?? [],
            },
            "error" => new ErrorOutput(
                (string?)json["ename"] ?? "",
                (string?)json["evalue"] ?? "",
                [.. (json["traceback"] as JsonArray ?? []).Select(line => (string?)line ?? "")]),
            _ => new UnknownOutput(json),
        };
    }
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

    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["output_type"] = "stream",
        ["text"] = MultilineText.ToLines(Text),
    };
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

    /// <inheritdoc/>
    public override JsonObject ToJson()
    {
        var json = new JsonObject { ["data"] = Data.ToJson() };
        if (IsResult)
        {
            json["execution_count"] = ExecutionCount;
        }

        json["metadata"] = Metadata.DeepClone();
        json["output_type"] = IsResult ? "execute_result" : "display_data";
        return json;
    }
}

/// <summary>The error of a cell.</summary>
/// <param name="Name">The exception's type, or <c>CompilationError</c>.</param>
/// <param name="Value">The message.</param>
/// <param name="Traceback">The text for the reader: the message and the lines of the cells that it passed through.</param>
public sealed record ErrorOutput(string Name, string Value, IReadOnlyList<string> Traceback) : CellOutput
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["ename"] = Name,
        ["evalue"] = Value,
        ["output_type"] = "error",
        ["traceback"] = new JsonArray([.. Traceback.Select(line => JsonValue.Create(line))]),
    };
}

/// <summary>An output of a kind that nbformat 4.5 does not define; kept unchanged.</summary>
/// <param name="Json">The output in the notebook.</param>
public sealed record UnknownOutput(JsonObject Json) : CellOutput
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => (JsonObject)Json.DeepClone();
}

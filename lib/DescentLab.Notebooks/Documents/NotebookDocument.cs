using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>
/// A Jupyter notebook (nbformat 4.5) in memory. It keeps what it does not know, and the order of everything: a notebook
/// in normal form (as Jupyter's nbformat writes it: one space of indent, line feeds, text as arrays of lines) is written
/// back byte for byte.
/// </summary>
public sealed class NotebookDocument
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly JsonObject root;

    private NotebookDocument(JsonObject root, string name, string? path, List<NotebookCell> cells) =>
        (this.root, Name, Path, Cells) = (root, name, path, cells);

    /// <summary>The notebook's name for people: the file's name without folder and ending.</summary>
    public string Name { get; }

    /// <summary>The full path of the file it was loaded from; null when it was parsed from text.</summary>
    public string? Path { get; }

    /// <summary>The cells, in order.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>The code cells, in order.</summary>
    public IEnumerable<NotebookCell> CodeCells => Cells.Where(cell => cell.Kind == CellKind.Code);

    /// <summary>The notebook's metadata (kernelspec, language_info, …).</summary>
    public JsonObject Metadata => (JsonObject)root["metadata"]!;

    /// <summary>The version of the format, for example 4.5.</summary>
    public Version FormatVersion => new((int)root["nbformat"]!, (int?)root["nbformat_minor"] ?? 0);

    internal void SetFormat(int major, int minor) => (root["nbformat"], root["nbformat_minor"]) = (major, minor);

    /// <summary>Loads a notebook.</summary>
    /// <param name="path">The <c>.ipynb</c> file.</param>
    /// <exception cref="NotebookFormatException">The file is not a notebook of format 4; the message says where and why.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static NotebookDocument Load(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        return Parse(File.ReadAllText(full), path, full);
    }

    /// <summary>Parses a notebook from its text.</summary>
    /// <param name="json">The content of an <c>.ipynb</c> file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="NotebookFormatException">The text is not a notebook of format 4.</exception>
    public static NotebookDocument Parse(string json, string name = "notebook") => Parse(json, name, path: null);

    /// <summary>An independent copy, with the same name and path.</summary>
    public NotebookDocument Clone()
    {
        var copy = (JsonObject)root.DeepClone();
        return new(copy, Name, Path, ReadCells((JsonArray)copy["cells"]!, Name));
    }

    /// <summary>The notebook as a file holds it.</summary>
    public string ToJson() => NotebookJson.Write(root);

    /// <summary>Saves the notebook, whole or not at all.</summary>
    /// <param name="path">The file to make or replace.</param>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToJson());

    private static NotebookDocument Parse(string json, string name, string? path)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json, documentOptions: Strict);
        }
        catch (JsonException e)
        {
            var reason = e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
            throw new NotebookFormatException(
                $"{name}: not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {reason}", e);
        }

        if (node is not JsonObject root)
        {
            throw new NotebookFormatException($"{name}: a notebook is a JSON object, but this is {Describe(node)}.");
        }

        if (root["nbformat"] is not JsonValue format || !format.TryGetValue(out int major))
        {
            throw new NotebookFormatException(
                $"{name}: the number \"nbformat\" is missing, so this is not a Jupyter notebook.");
        }

        if (major != 4)
        {
            throw new NotebookFormatException(
                $"{name}: nbformat {major} is not supported; convert it to nbformat 4 (jupyter nbconvert --to notebook).");
        }

        if (root["cells"] is not JsonArray cells)
        {
            throw new NotebookFormatException($"{name}: the array \"cells\" is missing.");
        }

        if (root["metadata"] is not JsonObject)
        {
            throw new NotebookFormatException($"{name}: the object \"metadata\" is missing.");
        }

        return new(root, System.IO.Path.GetFileNameWithoutExtension(name), path, ReadCells(cells, name));
    }

    private static List<NotebookCell> ReadCells(JsonArray cells, string name)
    {
        var result = new List<NotebookCell>(cells.Count);
        foreach (var node in cells)
        {
            result.Add(ReadCell(node, $"{name}: cell {result.Count + 1}"));
        }

        return result;
    }

    private static NotebookCell ReadCell(JsonNode? node, string where)
    {
        if (node is not JsonObject cell)
        {
            throw new NotebookFormatException($"{where}: a cell is a JSON object, but this is {Describe(node)}.");
        }

        CellKind kind = Describe(cell["cell_type"]) switch
        {
            "\"markdown\"" => CellKind.Markdown,
            "\"code\"" => CellKind.Code,
            "\"raw\"" => CellKind.Raw,
            var other => throw new NotebookFormatException(
                $"{where}: \"cell_type\" is {other}; it must be \"code\", \"markdown\" or \"raw\"."),
        };
        if (!MultilineText.IsText(cell["source"]))
        {
            throw new NotebookFormatException(
                $"{where}: \"source\" is {Describe(cell["source"])}; it must be a string or an array of lines.");
        }

        if (cell["outputs"] is { } outputs && (outputs as JsonArray)?.All(IsOutput) is not true)
        {
            throw new NotebookFormatException($"{where}: \"outputs\" must be an array of objects with an \"output_type\".");
        }

        // Outputs come from anywhere: whatever else has the wrong type shows here, not later in a report.
        var result = new NotebookCell(cell, kind);
        try
        {
            _ = (result.Id, result.Source, result.ExecutionCount, result.Outputs);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new NotebookFormatException($"{where}: a value has the wrong type: {e.Message}", e);
        }

        return result;
    }

    private static bool IsOutput(JsonNode? node) =>
        node is JsonObject output && output["output_type"]?.GetValueKind() == JsonValueKind.String;

    private static string Describe(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "missing",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => node.ToJsonString(),
    };
}

using System.Buffers;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>
/// A Jupyter notebook (nbformat 4.5) in memory. Unknown members are kept. It is written as VS Code and Jupyter write
/// notebooks, so that a notebook in this normal form is unchanged, byte for byte.
/// </summary>
public sealed class NotebookDocument
{
    private readonly JsonObject root;
    private readonly int halfCharacters;
    private UInt128? seen; // the hash of the file when it was last read or written

    private NotebookDocument(JsonObject root, string name, string? path, int halfCharacters, UInt128? seen, List<NotebookCell> cells) =>
        (this.root, Name, Path, this.halfCharacters, this.seen, Cells) = (root, name, path, halfCharacters, seen, cells);

    /// <summary>The notebook's display name: the file name without folder and extension.</summary>
    public string Name { get; }

    /// <summary>The full path of the file it was loaded from; null when it was parsed from text.</summary>
    public string? Path { get; }

    /// <summary>The name of its file.</summary>
    internal string FileName => Path is null ? Name + ".ipynb" : System.IO.Path.GetFileName(Path);

    /// <summary>The cells, in order.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>The code cells, in order.</summary>
    public IEnumerable<NotebookCell> CodeCells => Cells.Where(cell => cell.Kind == CellKind.Code);

    /// <summary>The notebook's metadata (kernelspec, language_info, …).</summary>
    public JsonObject Metadata => (JsonObject)root["metadata"]!;

    /// <summary>The version of the format, for example 4.5; 4.0 if the file has no valid minor version.</summary>
    public Version FormatVersion =>
        new(4, root["nbformat_minor"] is JsonValue minor && minor.TryGetValue(out int number) && number >= 0 ? number : 0);

    internal void SetFormat(int major, int minor) => (root["nbformat"], root["nbformat_minor"]) = (major, minor);

    /// <summary>Loads a notebook.</summary>
    /// <param name="path">The <c>.ipynb</c> file, or a <c>.dib</c> file of .NET Interactive.</param>
    /// <exception cref="NotebookFormatException">The file is not a notebook of format 4; the message says where and why.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static NotebookDocument Load(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var file = File.ReadAllBytes(full);
        var seen = XxHash128.HashToUInt128(file);
        if (!DibFile.Is(full))
        {
            return Parse(file, path, full, seen);
        }

        NotebookReader.RequireUtf8(file, path);
        return Parse(Encoding.UTF8.GetBytes(DibFile.ToJson(Encoding.UTF8.GetString(file).TrimStart('\ufeff'), path)), path, full, seen);
    }

    /// <summary>Parses a notebook from its text.</summary>
    /// <param name="json">The content of an <c>.ipynb</c> file.</param>
    /// <param name="name">The name in error messages.</param>
    /// <exception cref="NotebookFormatException">The text is not a notebook of format 4.</exception>
    public static NotebookDocument Parse(string json, string name = "notebook") =>
        Parse(Encoding.UTF8.GetBytes(json), name, path: null, seen: null);

    /// <summary>Creates an independent copy, with the same name and path.</summary>
    public NotebookDocument Clone()
    {
        var copy = (JsonObject)root.DeepClone();
        var cells = ((JsonArray)copy["cells"]!).Zip(Cells, (json, cell) => new NotebookCell((JsonObject)json!, cell.Kind, cell.StoredOutputs));
        return new(copy, Name, Path, halfCharacters, seen, [.. cells]);
    }

    /// <summary>Gets the text of the notebook's file.</summary>
    public string ToJson()
    {
        var text = new ArrayBufferWriter<byte>();
        WriteTo(text, path: null);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Whether it was loaded from a <c>.dib</c> file, which cannot hold outputs, tags and ids.</summary>
    public bool IsDib => Path is { } path && DibFile.Is(path);

    /// <summary>Whether the file it was loaded from is exactly what <see cref="Save"/> would write.</summary>
    public bool IsAsStored()
    {
        using var stored = File.OpenRead(Path ?? throw new InvalidOperationException("This notebook was not loaded from a file."));
        var (same, there) = (true, Array.Empty<byte>());
        var comparison = new BufferedOutput(piece =>
        {
            there = there.Length < piece.Length ? new byte[piece.Length] : there;
            same = same && stored.ReadAtLeast(there.AsSpan(0, piece.Length), piece.Length, throwOnEndOfStream: false) == piece.Length
                && piece.Span.SequenceEqual(there.AsSpan(0, piece.Length));
        });
        WriteTo(comparison, Path);
        comparison.Flush();
        return same && stored.Position == stored.Length;
    }

    /// <summary>
    /// Saves the notebook, completely or not at all. If another program has changed the file since it was loaded, that change is kept
    /// and nothing is saved.
    /// </summary>
    /// <param name="path">The file to create or replace; a <c>.dib</c> file gets the cells only.</param>
    /// <exception cref="NotebookChangedException">The file was changed after it was loaded. It was not overwritten.</exception>
    /// <exception cref="NotebookFormatException">The notebook contains half of a surrogate pair, which UTF-8 cannot represent.</exception>
    public void Save(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        RequireUnchanged();
        if (halfCharacters > 0)
        {
            throw new NotebookFormatException(
                $"{path}: not saved: it contains half of a surrogate pair (an escape from \\ud800 to \\udfff without its other half), "
                + "which would be lost. Remove it first.");
        }

        // Once more when the text is complete: a large notebook takes a second, in which an editor may save it.
        AtomicFile.Write(full, output => WriteTo(output, full), RequireUnchanged);
        seen = full == Path ? Hash(full) : seen;

        void RequireUnchanged()
        {
            if (full == Path && File.Exists(full) && Hash(full) != seen)
            {
                throw new NotebookChangedException(
                    $"{path} was changed by another program after it was read, so it was not overwritten. Run the command again.");
            }
        }
    }

    private static UInt128 Hash(string path)
    {
        var hash = new XxHash128();
        using var file = File.OpenRead(path);
        hash.Append(file);
        return hash.GetCurrentHashAsUInt128();
    }

    private void WriteTo(IBufferWriter<byte> output, string? path)
    {
        if (path is not null && DibFile.Is(path))
        {
            output.Write(DibFile.Write(this));
            return;
        }

        var json = new NotebookJson(output);
        json.Members([.. root.OrderBy(member => member.Key, NotebookJson.NameOrder)], 0, member => member.Key, (member, depth) =>
        {
            if (member.Key == "cells")
            {
                json.Items(Cells, depth, WriteCell);
            }
            else
            {
                json.Write(member.Value, depth);
            }
        });
        json.EndOfFile();

        void WriteCell(NotebookCell cell, int depth) => json.Members(
            [.. cell.Json.Select(member => member.Key).Append(cell.StoredOutputs is null ? "cell_type" : "outputs").Distinct().Order(NotebookJson.NameOrder)],
            depth,
            name => name,
            (name, inner) =>
            {
                if (name == "outputs" && cell.StoredOutputs is { } outputs)
                {
                    json.Items(outputs, inner, WriteOutput);
                }
                else if (name == "source")
                {
                    json.Lines(cell.Source, inner);
                }
                else
                {
                    json.Write(cell.Json[name], inner);
                }
            });

        void WriteOutput(StoredOutput output, int depth)
        {
            if (output.IsNormal)
            {
                json.WriteNormal(output.Json.Span, depth);
                return;
            }

            using var document = JsonDocument.Parse(output.Json, NotebookJson.Strict);
            json.Write(document.RootElement, depth);
        }
    }

    private static NotebookDocument Parse(byte[] file, string name, string? path, UInt128? seen)
    {
        var parts = NotebookReader.Read(file, name);
        if (parts.Root is not JsonObject root)
        {
            throw new NotebookFormatException($"{name}: a notebook is a JSON object, but this is {Describe(parts.Root)}.");
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

        return new(
            root, System.IO.Path.GetFileNameWithoutExtension(name), path, parts.HalfCharacters, seen,
            [.. cells.Select((node, i) => ReadCell(node, parts.Outputs[i], $"{name}: cell {i + 1}"))]);
    }

    private static NotebookCell ReadCell(JsonNode? node, IReadOnlyList<ReadOnlyMemory<byte>>? outputs, string where)
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

        if (cell["outputs"] is { } other1 and not JsonArray)
        {
            throw new NotebookFormatException($"{where}: \"outputs\" is {Describe(other1)}; it must be an array.");
        }

        if (cell["metadata"] is { } other2 and not JsonObject)
        {
            throw new NotebookFormatException($"{where}: \"metadata\" is {Describe(other2)}; it must be an object.");
        }

        // Outputs come from any source: other values of a wrong type are found here, not later in a report.
        var result = new NotebookCell(cell, kind, outputs is null ? null : [.. outputs.Select(output => new StoredOutput(output, IsNormal: false))]);
        try
        {
            _ = (result.Id, result.Source, result.ExecutionCount);
            foreach (var output in outputs ?? [])
            {
                RequireOutput(output, where);
            }
        }
        catch (JsonException e)
        {
            throw new NotebookFormatException($"{where}: an output is not valid JSON: {e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0]}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new NotebookFormatException($"{where}: a value has the wrong type: {e.Message}", e);
        }

        return result;
    }

    private static void RequireOutput(ReadOnlyMemory<byte> stored, string where)
    {
        using var document = JsonDocument.Parse(stored, NotebookJson.Strict);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("output_type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            throw new NotebookFormatException($"{where}: \"outputs\" must be an array of objects with an \"output_type\".");
        }

        _ = CellOutput.FromJson(document.RootElement);
    }

    private static string Describe(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "missing",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => Excerpt.Of(node.ToJsonString(), 60),
    };
}

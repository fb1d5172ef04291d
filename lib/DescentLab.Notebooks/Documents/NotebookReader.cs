using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace DescentLab.Notebooks;

/// <summary>The content of a notebook file: a tree of everything but the outputs, and the outputs as bytes.</summary>
/// <param name="Root">The notebook; the arrays of outputs are empty.</param>
/// <param name="Outputs">The outputs of each cell; null if a cell has no array of outputs.</param>
/// <param name="HalfCharacters">The number of halves of surrogate pairs; each is replaced by U+FFFD.</param>
internal sealed record NotebookParts(JsonNode? Root, IReadOnlyList<List<ReadOnlyMemory<byte>>?> Outputs, int HalfCharacters);

/// <summary>
/// Reads the bytes of a notebook. A tree of all its JSON would take thirty times the file's size: the outputs, which are
/// nearly all of a large notebook, stay bytes until they are needed, one at a time.
/// </summary>
internal static class NotebookReader
{
    private static readonly byte[] ByteOrderMark = [0xef, 0xbb, 0xbf];

    /// <summary>Reads a notebook.</summary>
    /// <param name="file">The bytes; the result keeps references to them.</param>
    /// <param name="name">The name in error messages.</param>
    /// <exception cref="NotebookFormatException">The bytes are not UTF-8, or not JSON.</exception>
    public static NotebookParts Read(byte[] file, string name)
    {
        var start = file.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        RequireUtf8(file.AsSpan(start), name);
        try
        {
            var scan = Scan(file, start);
            return new(JsonNode.Parse(scan.Tree, documentOptions: NotebookJson.Strict), scan.Outputs, scan.HalfCharacters);
        }
        catch (JsonException e)
        {
            var reason = e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
            throw new NotebookFormatException(
                e.Message.Contains("uplicate", StringComparison.Ordinal) ? $"{name}: not valid JSON: {reason}"
                    : $"{name}: not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {reason}",
                e);
        }
    }

    /// <summary>Throws if the bytes are not UTF-8.</summary>
    /// <exception cref="NotebookFormatException">The bytes are not UTF-8; the message says where.</exception>
    public static void RequireUtf8(ReadOnlySpan<byte> file, string name)
    {
        if (Utf8.IsValid(file))
        {
            return;
        }

        if (file is [0xff, 0xfe, ..] or [0xfe, 0xff, ..])
        {
            throw new NotebookFormatException($"{name}: this is UTF-16; notebooks are UTF-8: save it with that encoding.");
        }

        var (valid, line) = (0, 1);
        while (Rune.DecodeFromUtf8(file[valid..], out var rune, out var length) == System.Buffers.OperationStatus.Done)
        {
            valid += length;
            line += rune.Value == '\n' ? 1 : 0;
        }

        throw new NotebookFormatException(
            $"{name}: not UTF-8 at line {line} (byte {valid + 1} of the file): save it with that encoding. The file was not changed.");
    }

    // Depths: 1 the notebook's members, 2 the cells, 3 a cell's members, 4 the outputs.
    private static (byte[] Tree, List<List<ReadOnlyMemory<byte>>?> Outputs, int HalfCharacters) Scan(byte[] file, int start)
    {
        var reader = new Utf8JsonReader(file.AsSpan(start), new JsonReaderOptions { MaxDepth = NotebookJson.Depth });
        var outputs = new List<List<ReadOnlyMemory<byte>>?>();
        using var tree = new MemoryStream();
        var (member, inCells, copied, begin, halves) = ("", false, start, 0, 0);
        List<ReadOnlyMemory<byte>>? current = null;
        while (reader.Read())
        {
            var (from, to) = (start + (int)reader.TokenStartIndex, start + (int)reader.BytesConsumed);
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                halves += ReplaceHalves(file.AsSpan(from..to));
            }

            var ends = reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
            switch (reader.CurrentDepth)
            {
                case 1 when reader.TokenType == JsonTokenType.PropertyName:
                    member = reader.ValueTextEquals("cells"u8) ? "cells" : "";
                    break;
                case 1:
                    inCells = member == "cells" && reader.TokenType == JsonTokenType.StartArray;
                    break;
                case 2 when inCells && !ends:
                    outputs.Add(null);
                    break;
                case 3 when inCells && reader.TokenType == JsonTokenType.PropertyName:
                    member = reader.ValueTextEquals("outputs"u8) ? "outputs" : "";
                    break;
                case 3 when inCells && member == "outputs" && reader.TokenType == JsonTokenType.StartArray:
                    outputs[^1] = current = [];
                    tree.Write(file.AsSpan(copied..to));
                    break;
                case 3 when current is not null && ends:
                    (current, copied) = (null, from);
                    break;
                case 4 when current is not null:
                    begin = ends ? begin : from;
                    if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
                    {
                        current.Add(file.AsMemory(begin..to));
                    }

                    break;
            }
        }

        tree.Write(file.AsSpan(copied..));
        return (tree.ToArray(), outputs, halves);
    }

    // JSON can contain half of a surrogate pair, which is not valid text: the escape is replaced by that of U+FFFD, of the same length.
    private static int ReplaceHalves(Span<byte> json)
    {
        var found = 0;
        for (var i = 0; i < json.Length - 1; i++)
        {
            if (json[i] != '\\')
            {
                continue;
            }

            var unit = Unit(json[i..]);
            if (char.IsHighSurrogate(unit) && char.IsLowSurrogate(Unit(json[(i + 6)..])))
            {
                i += 11;
            }
            else if (char.IsSurrogate(unit))
            {
                "\\ufffd"u8.CopyTo(json[i..]);
                found++;
            }
            else
            {
                i++;
            }
        }

        return found;
    }

    // The UTF-16 unit of an escape of the form \u1234.
    private static char Unit(ReadOnlySpan<byte> json) =>
        json is [(byte)'\\', (byte)'u', _, _, _, _, ..] && Utf8Parser.TryParse(json[2..6], out uint unit, out var digits, 'x') && digits == 4
            ? (char)unit
            : '\0';
}

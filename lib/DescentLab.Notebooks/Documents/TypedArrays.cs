using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>Reads the typed arrays of plotly.js, <c>{"dtype": "f4", "bdata": "base64", "shape": "2, 3"}</c>, as plain JSON arrays.</summary>
internal static class TypedArrays
{
    /// <summary>Returns a copy of the JSON with every typed array as a plain array; NaN and ∞ become null.</summary>
    public static JsonNode? Unpacked(JsonNode? node) => node switch
    {
        JsonObject array when Read(array) is { } plain => plain,
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Unpacked(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Unpacked)]),
        JsonValue value => value.DeepClone(),
        _ => null,
    };

    private static JsonArray? Read(JsonObject array)
    {
        if (Text(array["dtype"]) is not { } type || Text(array["bdata"]) is not { } base64 || Reader(type) is not var (size, read))
        {
            return null;
        }

        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            return null;
        }

        var numbers = Enumerable.Range(0, bytes.Length / size).Select(k => read(bytes.AsSpan(k * size, size)));
        var cells = numbers.Select(number => double.IsFinite(number) ? (JsonNode)number : null).ToArray();
        var columns = Text(array["shape"])?.Split(',') is [_, var last] && int.TryParse(last, CultureInfo.InvariantCulture, out var count) ? count : 0;
        return columns > 0 ? new JsonArray([.. cells.Chunk(columns).Select(row => (JsonNode)new JsonArray(row))]) : new JsonArray(cells);
    }

    private delegate double ReadNumber(ReadOnlySpan<byte> bytes);

    private static (int Size, ReadNumber Read)? Reader(string type) => type switch
    {
        "i1" or "int8" => (1, bytes => (sbyte)bytes[0]),
        "u1" or "uint8" => (1, bytes => bytes[0]),
        "i2" or "int16" => (2, bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes)),
        "u2" or "uint16" => (2, bytes => BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
        "i4" or "int32" => (4, bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        "u4" or "uint32" => (4, bytes => BinaryPrimitives.ReadUInt32LittleEndian(bytes)),
        "f4" or "float32" => (4, bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes)),
        "f8" or "float64" => (8, bytes => BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        _ => null,
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>nbformat's form of text that merges well: an array of lines, each with its line feed, instead of one string.</summary>
internal static class MultilineText
{
    /// <summary>Splits a text into lines; each but the last ends in a line feed, and an empty text has no lines.</summary>
    public static JsonArray ToLines(string text) => [.. Lines(text).Select(line => JsonValue.Create(text[line]))];

    /// <summary>Gets the places of the lines in a text.</summary>
    public static IEnumerable<Range> Lines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is var feed and >= 0 ? feed + 1 : text.Length;
            yield return start..end;
            start = end;
        }
    }

    /// <summary>Whether a node is text in one of the two forms.</summary>
    public static bool IsText(JsonNode? node) => node switch
    {
        JsonArray lines => lines.All(IsString),
        _ => IsString(node),
    };

    /// <summary>Gets the text of a node in either form.</summary>
    public static string Read(JsonNode? node) => node switch
    {
        null => "",
        JsonArray lines => string.Concat(lines.Select(line => line?.GetValue<string>())),
        _ => node.GetValue<string>(),
    };

    /// <summary>Whether an element is text in one of the two forms.</summary>
    public static bool IsText(JsonElement json) =>
        json.ValueKind == JsonValueKind.String
        || (json.ValueKind == JsonValueKind.Array && json.EnumerateArray().All(line => line.ValueKind == JsonValueKind.String));

    /// <summary>Gets the text of an element in either form; the empty text for null.</summary>
    public static string Read(JsonElement? json)
    {
        if (json is not { ValueKind: JsonValueKind.Array } lines)
        {
            return json?.GetString() ?? "";
        }

        if (lines.GetArrayLength() == 1)
        {
            return lines[0].GetString() ?? "";
        }

        var text = new StringBuilder();
        foreach (var line in lines.EnumerateArray())
        {
            text.Append(line.GetString());
        }

        return text.ToString();
    }

    private static bool IsString(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>nbformat's form of text that merges well: an array of lines, each with its line feed, instead of one string.</summary>
internal static class MultilineText
{
    /// <summary>Splits a text into lines; each but the last ends in a line feed, and an empty text has no lines.</summary>
    public static JsonArray ToLines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is var feed and >= 0 ? feed + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
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

    private static bool IsString(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;
}

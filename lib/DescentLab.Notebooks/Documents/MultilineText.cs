using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>nbformat's way to keep text mergeable: an array of lines, each with its line feed, instead of one string.</summary>
internal static class MultilineText
{
    /// <summary>The lines of a text; each but the last ends in a line feed, and no text has no lines.</summary>
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

    /// <summary>Whether a node is a text in one of the two forms.</summary>
    public static bool IsText(JsonNode? node) => node switch
    {
        JsonArray lines => lines.All(IsString),
        _ => IsString(node),
    };

    /// <summary>The text of a node in either form.</summary>
    public static string Read(JsonNode? node) => node switch
    {
        null => "",
        JsonArray lines => string.Concat(lines.Select(line => line?.GetValue<string>())),
        _ => node.GetValue<string>(),
    };

    private static bool IsString(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;
}

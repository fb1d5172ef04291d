using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>
/// Writes JSON byte for byte as Jupyter's <c>nbformat</c> does: indented by one space, line feeds, characters beyond
/// ASCII as themselves, only <c>"</c>, <c>\</c> and control characters escaped, numbers as they were spelled.
/// </summary>
/// <remarks>System.Text.Json's most relaxed encoder still escapes emoji, no-break spaces and more, hence this writer.</remarks>
internal static class NotebookJson
{
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node, depth: 0);
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case JsonObject { Count: 0 }:
                text.Append("{}");
                break;
            case JsonObject members:
                var first = true;
                foreach (var (name, value) in members)
                {
                    NextLine(text, first ? '{' : ',', depth + 1);
                    WriteString(text, name);
                    text.Append(": ");
                    Write(text, value, depth + 1);
                    first = false;
                }

                NextLine(text, null, depth).Append('}');
                break;
            case JsonArray { Count: 0 }:
                text.Append("[]");
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    NextLine(text, i == 0 ? '[' : ',', depth + 1);
                    Write(text, items[i], depth + 1);
                }

                NextLine(text, null, depth).Append(']');
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteString(text, value.GetValue<string>());
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static StringBuilder NextLine(StringBuilder text, char? after, int depth) =>
        text.Append(after).Append('\n').Append(' ', depth);

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append("\\u").Append(((int)c).ToString("x4")),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}

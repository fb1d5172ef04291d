using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>
/// Links a picture to its figure by a hash of the figure and of its drawing script, in the output's metadata. Editors may
/// write the figure's JSON in another form; the hash is the same.
/// </summary>
internal static class FigureHash
{
    private const string Key = "figure";

    /// <summary>The script that draws a figure.</summary>
    public static string Script { get; } = ReportAssets.Text("picture.js");

    /// <summary>Computes the hash of a figure.</summary>
    public static string Of(JsonObject figure)
    {
        var text = new StringBuilder(Script);
        Append(text, figure);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    /// <summary>Gets the hash of the figure in the output's picture; null when the metadata lack it.</summary>
    public static string? OfPicture(DataOutput output) =>
        (output.Metadata["image/png"] as JsonObject)?[Key] is JsonValue value && value.TryGetValue(out string? hash) ? hash : null;

    /// <summary>Creates the metadata of a figure's picture.</summary>
    public static JsonObject Metadata(JsonObject figure) => new() { [Key] = Of(figure) };

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    Append(text.Append('{').Append(name).Append(':'), value);
                }

                text.Append('}');
                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Append(text.Append('['), item);
                }

                text.Append(']');
                break;
            case JsonValue number when number.GetValueKind() == JsonValueKind.Number:
                text.Append(number.GetValue<double>().ToString("R", CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }
}

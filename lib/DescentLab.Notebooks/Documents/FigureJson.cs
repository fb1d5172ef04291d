using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>Reads the Plotly JSON of an output.</summary>
internal static class FigureJson
{
    /// <summary>The figure of an output: an object with an array called data; null when there is none.</summary>
    public static JsonObject? Of(MimeBundle data) => data[Runner.PlotlyMimeType] is { } json ? Parse(json) : null;

    /// <summary>The figure, or null when the text is none.</summary>
    public static JsonObject? Parse(string json)
    {
        try
        {
            // .NET Interactive stores the JSON as a string; read and written again by others, as a string of a string.
            var node = NotebookJson.Parse(json);
            while (node is JsonValue value && value.TryGetValue(out string? text))
            {
                node = NotebookJson.Parse(text);
            }

            return node is JsonObject plot && plot["data"] is JsonArray ? plot : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

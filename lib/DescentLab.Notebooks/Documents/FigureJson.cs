using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>Reads the Plotly JSON of an output.</summary>
internal static class FigureJson
{
    /// <summary>Gets the figure of an output: an object with an array called data; null when there is none.</summary>
    public static JsonObject? Of(MimeBundle data) => data[Runner.PlotlyMimeType] is { } json ? Parse(json) : null;

    /// <summary>Parses a figure; null when the text is not one.</summary>
    public static JsonObject? Parse(string json)
    {
        try
        {
            // .NET Interactive stores the JSON as a string; other tools that read and write it again make a string of a string.
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

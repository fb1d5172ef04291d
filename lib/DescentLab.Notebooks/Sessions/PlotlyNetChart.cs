using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;

namespace DescentLab.Notebooks;

/// <summary>
/// Shows the charts of Plotly.NET when a cell uses that package itself. The engine does not reference it: the type is identified
/// by its name. (Its own formatter, and that of Plotly.NET.Interactive, write HTML only, which draws nothing without a network.)
/// </summary>
internal static class PlotlyNetChart
{
    private const string TypeName = "Plotly.NET.GenericChart";
    private const int DefaultHeight = 450;
    private const int Margin = 20;

    /// <summary>Gets the representations of a chart; null when the value is not such a chart.</summary>
    public static IReadOnlyList<FormattedValue>? Of(object? value)
    {
        var type = value?.GetType();
        while (type is not null && type.FullName != TypeName)
        {
            type = type.BaseType;
        }

        if (type is null || JsonNode.Parse(Call("toFigureJson")) is not JsonObject figure)
        {
            return null;
        }

        var layout = figure["layout"] as JsonObject;
        var traces = string.Join(", ", (figure["data"] as JsonArray ?? []).Select(trace => (string?)trace?["type"] ?? "trace"));
        var title = layout?["title"] is JsonObject { } named ? (string?)named["text"] : null;
        var height = layout?["height"] is JsonValue given && given.TryGetValue(out int pixels) ? pixels : DefaultHeight;
        var page = WebUtility.HtmlEncode(Call("toEmbeddedHTML"));
        return
        [
            new(Runner.PlotlyMimeType, figure.ToJsonString()),
            new(HtmlFormatter.MimeType, $"<iframe srcdoc=\"{page}\" style=\"width: 100%; height: {height + Margin}px; border: 0\"></iframe>"),
            new(PlainTextFormatter.MimeType, title is null ? $"Chart ({traces})" : $"{title} ({traces})"),
        ];

        string Call(string method) =>
            (string)type!.GetMethod(method, BindingFlags.Static | BindingFlags.Public)!.Invoke(null, [value])!;
    }
}

using System.Text.Json.Nodes;

namespace DescentLab;

/// <summary>One plot over another: traces in order, the left layout first.</summary>
internal static class Overlay
{
    public static JsonObject Of(JsonObject left, JsonObject right)
    {
        // A slider names the traces that it changes by their numbers, which an overlay would raise.
        if (right["frames"] is JsonArray { Count: > 0 } || right["layout"]?["sliders"] is not null)
        {
            throw new InvalidOperationException("The right figure has a slider. Put the figure that moves left of the +.");
        }

        var plot = left.DeepClone().AsObject();
        var data = plot["data"]!.AsArray();
        var taken = Slots.Taken(data);
        foreach (var trace in right["data"]!.AsArray().Select(trace => trace!.DeepClone()))
        {
            Slots.Move(trace, taken);
            if (IsOnce(trace) && data.Any(other => IsOnce(other!) && Name(other!) == Name(trace)))
            {
                trace["showlegend"] = false;
            }

            data.Add(trace);
        }

        foreach (var part in (ReadOnlySpan<string>)["layout", "config"])
        {
            plot[part] = Merge(part, plot[part], right[part]);
        }

        return plot;
    }

    // One legend entry explains a mark, even if several paths have it.
    private static bool IsOnce(JsonNode trace) => (trace["meta"] as JsonObject)?["once"]?.GetValue<bool>() == true;

    private static string? Name(JsonNode trace) => trace["name"]?.GetValue<string>();

    private static JsonNode? Merge(string name, JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (_, null) => left?.DeepClone(),
        (null, _) => right.DeepClone(),
        (JsonObject a, JsonObject b) when name is "xaxis" or "yaxis" => Axes.Decades(Merge(a, b)),
        (JsonObject a, JsonObject b) => Merge(a, b),
        (JsonArray a, JsonArray b) when name is "shapes" or "annotations" or "images" =>
            new JsonArray([.. a.Concat(b).Select(item => item!.DeepClone())]),
        (JsonArray a, JsonArray b) when name is "range" => Axes.Union(a, b),
        _ => left.DeepClone(),
    };

    private static JsonObject Merge(JsonObject left, JsonObject right)
    {
        var merged = new JsonObject();
        foreach (var name in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key)))
        {
            merged[name] = Merge(name, left[name], right[name]);
        }

        return merged;
    }
}

using System.Text.Json.Nodes;

namespace DescentLab;

/// <summary>One plot over another: traces in order, the left layout first.</summary>
internal static class Overlay
{
    public static JsonObject Of(JsonObject left, JsonObject right)
    {
        var plot = left.DeepClone().AsObject();
        var data = plot["data"]!.AsArray();
        var below = data.Count;
        foreach (var trace in right["data"]!.AsArray())
        {
            data.Add(trace!.DeepClone());
        }

        if (right["frames"] is JsonArray { Count: > 0 } frames)
        {
            if (plot["frames"] is JsonArray { Count: > 0 })
            {
                throw new InvalidOperationException("Both figures move; only one of two overlaid figures can have a slider.");
            }

            plot["frames"] = new JsonArray([.. frames.Select(frame => Shifted(frame!, below))]);
        }

        foreach (var part in (ReadOnlySpan<string>)["layout", "config"])
        {
            plot[part] = Merge(part, plot[part], right[part]);
        }

        return plot;
    }

    /// <summary>A frame names the traces that it changes by their numbers, which an overlay raises.</summary>
    private static JsonNode Shifted(JsonNode frame, int below)
    {
        var copy = frame.DeepClone();
        var data = copy["data"]?.AsArray().Count ?? 0;
        var traces = copy["traces"] is JsonArray given ? given.Select(trace => trace!.GetValue<int>()) : Enumerable.Range(0, data);
        copy["traces"] = new JsonArray([.. traces.Select(trace => JsonValue.Create(trace + below))]);
        return copy;
    }

    private static JsonNode? Merge(string name, JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (_, null) => left?.DeepClone(),
        (null, _) => right.DeepClone(),
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

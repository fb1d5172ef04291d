using System.Text.Json.Nodes;

namespace DescentLab.Charts;

/// <summary>What differs between variants of a plot: some properties of some traces, and texts and lines of the layout.</summary>
internal sealed class Changes
{
    private static readonly string[] LayoutParts = ["title", "shapes", "annotations"];

    private readonly int[] traces;
    private readonly string[] properties;
    private readonly string[] parts;
    private readonly int below;

    /// <summary>Compares variants.</summary>
    /// <param name="variants">Plots with the same kinds of traces.</param>
    /// <param name="below">How many traces of the whole figure come before those of the variants.</param>
    public Changes(JsonObject[] variants, int below = 0)
    {
        this.below = below;
        var data = variants.Select(variant => variant["data"]!.AsArray()).ToArray();
        var differing = Enumerable.Range(0, data[0].Count)
            .SelectMany(trace => Names(data, trace).Where(name => Differ(data.Select(all => all[trace]![name]))).Select(name => (trace, name)))
            .ToArray();
        traces = [.. differing.Select(one => one.trace).Distinct()];
        properties = [.. differing.Select(one => one.name).Distinct()];
        parts = [.. LayoutParts.Where(part => Differ(variants.Select(variant => variant["layout"]?[part])))];
    }

    /// <summary>The numbers of the traces that change.</summary>
    public JsonArray Traces => new([.. traces.Select(trace => JsonValue.Create(trace + below))]);

    /// <summary>For each property that changes, its value in each trace that changes.</summary>
    public JsonObject Restyle(JsonObject variant) => new(properties.Select(name => KeyValuePair.Create(
        name, (JsonNode?)new JsonArray([.. traces.Select(trace => variant["data"]![trace]![name]?.DeepClone())]))));

    /// <summary>The same, a trace at a time.</summary>
    public JsonArray Data(JsonObject variant) => new([.. traces.Select(trace => (JsonNode)new JsonObject(
        properties.Select(name => KeyValuePair.Create(name, variant["data"]![trace]![name]?.DeepClone()))))]);

    /// <summary>What changes in the layout.</summary>
    public JsonObject Relayout(JsonObject variant) =>
        new(parts.Select(part => KeyValuePair.Create(part, variant["layout"]?[part]?.DeepClone())));

    private static IEnumerable<string> Names(JsonArray[] data, int trace) =>
        data.SelectMany(all => all[trace]!.AsObject().Select(pair => pair.Key)).Distinct();

    private static bool Differ(IEnumerable<JsonNode?> values) =>
        values.Select(value => value?.ToJsonString() ?? "").Distinct().Skip(1).Any();
}

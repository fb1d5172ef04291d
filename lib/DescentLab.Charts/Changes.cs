using System.Text.Json.Nodes;

namespace DescentLab.Charts;

/// <summary>The differences between the states of a figure: properties of traces, and texts and lines of the layout.</summary>
internal sealed class Changes
{
    private static readonly string[] LayoutParts = ["title", "shapes", "annotations"];

    private readonly HashSet<(int Trace, string Name)> differing;
    private readonly int[] traces;
    private readonly string[] properties;
    private readonly string[] parts;

    /// <summary>Compares states.</summary>
    /// <param name="states">Plots with the same kinds of traces.</param>
    public Changes(JsonObject[] states)
    {
        var data = states.Select(state => state["data"]!.AsArray()).ToArray();
        differing = [.. Enumerable.Range(0, data[0].Count)
            .SelectMany(trace => Names(data, trace).Where(name => Differ(data.Select(all => all[trace]![name]))).Select(name => (trace, name)))];
        traces = [.. differing.Select(one => one.Trace).Distinct()];
        properties = [.. differing.Select(one => one.Name).Distinct()];
        parts = [.. LayoutParts.Where(part => Differ(states.Select(state => state["layout"]?[part])))];
    }

    /// <summary>The indices of the traces that change.</summary>
    public JsonArray Traces => new([.. traces.Select(trace => JsonValue.Create(trace))]);

    /// <summary>Gets the value of each changing property in each changing trace.</summary>
    public JsonObject Restyle(JsonObject state) => new(properties.Select(name => KeyValuePair.Create(
        name, (JsonNode?)new JsonArray([.. traces.Select(trace => Value(state, trace, name))]))));

    /// <summary>Gets the changes of each changing trace, one object for each trace.</summary>
    public JsonArray Data(JsonObject state) => new([.. traces.Select(trace => (JsonNode)new JsonObject(properties
        .Where(name => differing.Contains((trace, name)))
        .Select(name => KeyValuePair.Create(name, state["data"]![trace]![name]?.DeepClone()))))]);

    /// <summary>Gets the changes of the layout.</summary>
    public JsonObject Relayout(JsonObject state) =>
        new(parts.Select(part => KeyValuePair.Create(part, state["layout"]?[part]?.DeepClone())));

    /// <summary>Properties that a trace lacks stay empty: plotly.js reads <c>marker</c> and <c>line</c>, and stops at a null.</summary>
    private static JsonNode? Value(JsonObject state, int trace, string name) =>
        state["data"]![trace]![name]?.DeepClone() ?? (name is "marker" or "line" ? new JsonObject() : null);

    private static IEnumerable<string> Names(JsonArray[] data, int trace) =>
        data.SelectMany(all => all[trace]!.AsObject().Select(pair => pair.Key)).Distinct();

    private static bool Differ(IEnumerable<JsonNode?> values) =>
        values.Select(value => value?.ToJsonString() ?? "").Distinct().Skip(1).Any();
}

using System.Text.Json.Nodes;

namespace DescentLab.Charts;

/// <summary>
/// Gives the states of a slider the same decorations. Which ones a figure has depends on its numbers: a legend has the colours
/// that are on a map, and texts on tiles are in two traces, black and white.
/// </summary>
internal static class Decorations
{
    /// <summary>Adds the decorations that a state lacks, hidden.</summary>
    /// <param name="states">Plots; their traces are changed.</param>
    /// <returns>The states; null if more than decorations differs, or their order.</returns>
    public static JsonObject[]? Completed(JsonObject[] states)
    {
        var traces = Array.ConvertAll(states, Named);
        var order = Merged(traces.Select(state => state.Select(trace => trace.Key)));
        var some = order.ToDictionary(name => name, name => traces.First(state => state.ContainsKey(name))[name]);
        var missing = order.Where(name => traces.Any(state => !state.ContainsKey(name))).ToHashSet();
        if (missing.Any(name => !IsDecoration(some[name])) || traces.Any(state => !order.Where(state.ContainsKey).SequenceEqual(state.Keys)))
        {
            return null;
        }

        foreach (var (state, own) in states.Zip(traces))
        {
            var all = order.Select(name => own.TryGetValue(name, out var trace) ? trace.DeepClone().AsObject() : Empty(some[name])).ToArray();
            foreach (var (name, trace) in order.Zip(all).Where(one => missing.Contains(one.First)))
            {
                trace["visible"] = own.ContainsKey(name);
            }

            state["data"] = new JsonArray([.. all]);
        }

        return states;
    }

    // The traces by what identifies them in every state; equal ones are numbered.
    private static OrderedDictionary<string, JsonObject> Named(JsonObject state)
    {
        var (named, count) = (new OrderedDictionary<string, JsonObject>(), new Dictionary<string, int>());
        foreach (var trace in state["data"]!.AsArray().Select(trace => trace!.AsObject()))
        {
            var name = IsDecoration(trace)
                ? $"{trace["type"]} {trace["mode"]} {trace["xaxis"]} {trace["name"]} {trace["textfont"]?["color"]}"
                : $"{trace["type"]}";
            count[name] = count.GetValueOrDefault(name) + 1;
            named[$"{name} {count[name]}"] = trace;
        }

        return named;
    }

    // All names: one that is new follows the name that it follows in its own state.
    private static List<string> Merged(IEnumerable<IEnumerable<string>> states)
    {
        var all = new List<string>();
        foreach (var state in states)
        {
            var at = 0;
            foreach (var name in state)
            {
                if (all.IndexOf(name) is var known and >= 0)
                {
                    at = known + 1;
                }
                else
                {
                    all.Insert(at++, name);
                }
            }
        }

        return all;
    }

    private static bool IsDecoration(JsonObject trace) => (trace["meta"] as JsonObject)?["decoration"]?.GetValue<bool>() == true;

    private static JsonObject Empty(JsonObject trace)
    {
        var empty = trace.DeepClone().AsObject();
        foreach (var part in ((string[])["x", "y", "text"]).Where(empty.ContainsKey))
        {
            empty[part] = new JsonArray();
        }

        return empty;
    }
}

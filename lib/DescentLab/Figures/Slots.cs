using System.Text.Json.Nodes;

namespace DescentLab;

/// <summary>What tells the curves and paths of a figure apart: the k-th has the k-th colour, dash and symbol.</summary>
/// <remarks>
/// A trace names its place in <c>meta.slot</c>, and in <c>meta.auto</c> the properties that follow from the place. An overlay
/// moves the places of its right figure behind those of its left; so looks do not repeat, and overlaying is associative.
/// </remarks>
internal static class Slots
{
    /// <summary>
    /// Colours that the colour-blind tell apart, each with a lightness of its own (L* 46 to 62), so that they differ in grey, and
    /// each with a contrast of at least 3 : 1 both to white paper and to a dark editor (#1f1f1f).
    /// </summary>
    public static readonly string[] Colors = ["#0973aa", "#f26209", "#058f60", "#b4528b", "#c18a00", "#0a90c4"];

    /// <summary>Dashes of lines.</summary>
    public static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];

    /// <summary>Symbols of points.</summary>
    public static readonly string[] Symbols = ["diamond", "circle", "square", "triangle-up", "star", "pentagon", "triangle-down", "hexagon"];

    /// <summary>How many places some traces take.</summary>
    public static int Taken(JsonArray traces) => traces.Select(trace => Slot(trace) + 1 ?? 0).DefaultIfEmpty().Max();

    /// <summary>Moves a trace by some places and gives it the looks of its new place.</summary>
    public static void Move(JsonNode trace, int by)
    {
        if (Slot(trace) is not { } slot)
        {
            return;
        }

        trace["meta"]!["slot"] = slot += by;
        foreach (var path in trace["meta"]!["auto"]?.AsArray() ?? [])
        {
            Set(trace.AsObject(), path!.GetValue<string>().Split('.'), slot);
        }
    }

    private static int? Slot(JsonNode? trace) => (trace?["meta"] as JsonObject)?["slot"]?.GetValue<int>();

    private static void Set(JsonObject target, string[] path, int slot)
    {
        foreach (var name in path[..^1])
        {
            target = (JsonObject)(target[name] ??= new JsonObject());
        }

        target[path[^1]] = path[^1] switch
        {
            // After the last colour the dashes go one further, so that no two of the first 36 lines look alike.
            "dash" => Dashes[(slot + (slot / Colors.Length)) % Dashes.Length],
            "symbol" => Symbols[slot % Symbols.Length],
            "legendgroup" => $"{slot}",
            _ => Colors[slot % Colors.Length],
        };
    }
}

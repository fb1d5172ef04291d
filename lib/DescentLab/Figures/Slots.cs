using System.Text.Json.Nodes;

namespace DescentLab;

/// <summary>The colours, dashes and symbols of the curves and paths of a figure: the k-th has the k-th of each.</summary>
/// <remarks>
/// A trace has its slot in <c>meta.slot</c>, and in <c>meta.auto</c> the properties that the slot determines. An overlay
/// moves the slots of its right figure after those of its left, so that styles do not repeat, and overlaying is associative.
/// </remarks>
internal static class Slots
{
    /// <summary>
    /// Colours that colour-blind readers can distinguish, each with a different lightness (L* 46 to 62), so that they differ in grey, and
    /// each with a contrast of at least 3 : 1 both to white paper and to a dark editor (#1f1f1f).
    /// </summary>
    public static readonly string[] Colors = ["#0973aa", "#f26209", "#058f60", "#b4528b", "#c18a00", "#0a90c4"];

    /// <summary>Dashes of lines.</summary>
    public static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];

    /// <summary>Symbols of points.</summary>
    public static readonly string[] Symbols = ["diamond", "circle", "square", "triangle-up", "star", "pentagon", "triangle-down", "hexagon"];

    /// <summary>Gets the colour of a place.</summary>
    public static string Color(int slot) => Colors[slot % Colors.Length];

    /// <summary>Gets the symbol of a place.</summary>
    public static string Symbol(int slot) => Symbols[slot % Symbols.Length];

    /// <summary>Gets the number of slots that traces use.</summary>
    public static int Taken(JsonArray traces) => traces.Select(trace => Slot(trace) + 1 ?? 0).DefaultIfEmpty().Max();

    /// <summary>Moves a trace by a number of slots and gives it the style of its new slot.</summary>
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
            // After the last colour the dashes move on by one, so that the first 36 lines all differ.
            "dash" => Dashes[(slot + (slot / Colors.Length)) % Dashes.Length],
            "symbol" => Symbol(slot),
            "legendgroup" => $"{slot}",
            _ => Color(slot),
        };
    }
}

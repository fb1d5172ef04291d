using System.Text.Json.Nodes;

namespace DescentLab;

/// <summary>Ranges of axes; plotly.js wants the logarithms of the ends on a logarithmic axis.</summary>
internal static class Axes
{
    public static void SetRange(JsonObject axis, Interval? range)
    {
        if (range is { } ends)
        {
            axis["range"] = IsLog(axis)
                ? Range(Logarithm(ends.Min), Logarithm(ends.Max))
                : Range(ends.Min, ends.Max);
        }
    }

    public static void SetLog(JsonObject axis, bool log)
    {
        if (log && !IsLog(axis))
        {
            axis["type"] = "log";
            axis["nticks"] = 8;
            // A range that was pinned on a linear axis is kept if it has a logarithm.
            if (Ends(axis["range"] as JsonArray) is { Min: > 0, Max: > 0 } ends)
            {
                axis["range"] = Range(Math.Log10(ends.Min), Math.Log10(ends.Max));
            }
            else
            {
                axis.Remove("range");
            }
        }
    }

    public static JsonArray Union(JsonArray left, JsonArray right)
    {
        var (a, b) = (Ends(left), Ends(right));
        return a is null || b is null || a.Value.Min > a.Value.Max
            ? left.DeepClone().AsArray()
            : Range(Math.Min(a.Value.Min, b.Value.Min), Math.Max(a.Value.Max, b.Value.Max));
    }

    private static bool IsLog(JsonObject axis) => axis["type"]?.GetValue<string>() == "log";

    private static double Logarithm(double end) => end > 0
        ? Math.Log10(end)
        : throw new ArgumentOutOfRangeException(nameof(end), end, "A logarithmic axis has no place for numbers below or at 0. Give a range above 0.");

    private static Interval? Ends(JsonArray? range) =>
        range is [JsonValue min, JsonValue max] && min.TryGetValue(out double a) && max.TryGetValue(out double b) ? new(a, b) : null;

    private static JsonArray Range(double min, double max) => [min, max];
}

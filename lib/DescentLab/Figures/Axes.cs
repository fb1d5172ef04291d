using System.Text.Json.Nodes;

namespace DescentLab;

/// <summary>Ranges of axes; plotly.js needs the logarithms of the ends for a logarithmic axis.</summary>
internal static class Axes
{
    public static void SetRange(JsonObject axis, Interval? range, string name)
    {
        if (range is { } ends)
        {
            if (!double.IsFinite(ends.Min) || !double.IsFinite(ends.Max))
            {
                throw new ArgumentOutOfRangeException(name, $"{ends}", "The range of an axis needs two finite ends, such as (-1, 3).");
            }

            axis["range"] = !IsLog(axis) ? Range(ends.Min, ends.Max)
                : ends is { Min: > 0, Max: > 0 } ? Range(Math.Log10(ends.Min), Math.Log10(ends.Max))
                : throw new ArgumentOutOfRangeException(name, $"{ends}", "A logarithmic axis cannot show 0 or negative numbers. Give a range above 0.");
            Decades(axis);
        }
    }

    /// <summary>Makes an axis logarithmic and pins it to the numbers above 0 that it shows.</summary>
    public static void SetLog(JsonObject axis, IEnumerable<double> numbers)
    {
        if (IsLog(axis))
        {
            return;
        }

        axis["type"] = "log";
        var shown = numbers.Where(number => number > 0 && double.IsFinite(number)).Select(Math.Log10).ToArray();
        var given = Ends(axis["range"] as JsonArray);
        if (given is { Min: > 0, Max: > 0 } ends)
        {
            axis["range"] = Range(Math.Log10(ends.Min), Math.Log10(ends.Max));
        }
        else if (shown.Length > 0)
        {
            var air = Math.Max(0.04 * (shown.Max() - shown.Min()), 0.02);
            axis["range"] = Range(Math.Round(shown.Min() - air, 4), Math.Round(shown.Max() + air, 4));
        }
        else
        {
            axis.Remove("range");
        }

        Decades(axis);
    }

    /// <summary>
    /// Labels a logarithmic axis at powers of ten only, at most eight of them. plotly.js would put a small 2 and 5 beside 10⁻²,
    /// which reads as 10⁻²². An axis of less than two powers has 1, 2 and 5 times them, written out.
    /// </summary>
    public static JsonObject Decades(JsonObject axis)
    {
        if (IsLog(axis) && Ends(axis["range"] as JsonArray) is { } ends)
        {
            foreach (var name in (ReadOnlySpan<string>)["dtick", "tick0", "tickvals", "ticktext"])
            {
                axis.Remove(name);
            }

            var powers = Math.Floor(ends.Max) - Math.Ceiling(ends.Min) + 1;
            if (powers >= 3 || (powers == 2 && ends.Max - ends.Min > 1.7))
            {
                axis["tick0"] = 0;
                // The horizontal axis of one of three panels has room for half as many.
                axis["dtick"] = Math.Ceiling(powers / (Across(axis) < 0.3 ? 4 : 8));
            }
            else
            {
                var ticks = Ticks(ends, few: false).ToArray();
                // Beside another panel, more than four numbers written out would stand aslant.
                ticks = ticks.Length > 4 && Across(axis) < 0.5 ? [.. Ticks(ends, few: true)] : ticks;
                axis["tickvals"] = new JsonArray([.. ticks.Select(tick => JsonValue.Create(tick))]);
                axis["ticktext"] = new JsonArray([.. ticks.Select(tick => JsonValue.Create(Typography.Of(tick)))]);
            }
        }

        return axis;
    }

    /// <summary>The share of the figure's width that a horizontal axis has; 1 for others.</summary>
    private static double Across(JsonObject axis) =>
        axis["anchor"]?.GetValue<string>().StartsWith('y') == true && Ends(axis["domain"] as JsonArray) is { } part ? part.Max - part.Min : 1;

    /// <summary>1, 2 and 5 times the powers of ten, or only 1 and 3 times; all multiples where the axis is shorter than that.</summary>
    private static IEnumerable<double> Ticks(Interval ends, bool few)
    {
        int[] factors = ends.Max - ends.Min <= 0.5 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : few ? [1, 3] : [1, 2, 5];
        return from power in Enumerable.Range((int)Math.Floor(ends.Min), (int)Math.Ceiling(ends.Max) - (int)Math.Floor(ends.Min) + 1)
               from factor in factors
               let tick = double.Parse($"{factor}E{power}", System.Globalization.CultureInfo.InvariantCulture)
               where Math.Log10(tick) >= ends.Min && Math.Log10(tick) <= ends.Max
               select tick;
    }

    public static JsonArray Union(JsonArray left, JsonArray right)
    {
        var (a, b) = (Ends(left), Ends(right));
        return a is null || b is null || a.Value.Min > a.Value.Max
            ? left.DeepClone().AsArray()
            : Range(Math.Min(a.Value.Min, b.Value.Min), Math.Max(a.Value.Max, b.Value.Max));
    }

    private static bool IsLog(JsonObject axis) => axis["type"]?.GetValue<string>() == "log";

    private static Interval? Ends(JsonArray? range) =>
        range is [JsonValue min, JsonValue max] && min.TryGetValue(out double a) && max.TryGetValue(out double b) ? new(a, b) : null;

    private static JsonArray Range(double min, double max) => [min, max];
}

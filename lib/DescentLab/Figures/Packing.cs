using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab;

/// <summary>
/// Long arrays of a figure as plotly.js's typed arrays: <c>{"dtype": "f4", "bdata": "base64"}</c>, with <c>"shape"</c> for a grid.
/// </summary>
/// <remarks>
/// A notebook's file has one indented line for each number of a JSON array: five times as many bytes.
/// plotly.js reads these arrays since 2.28 (December 2023); they are little-endian. A gap (null) is NaN.
/// </remarks>
internal static class Packing
{
    private const int Shortest = 6;

    // A chart is some 1000 pixels wide.
    private const double InvisiblePart = 1e-5;

    // Smaller numbers lose digits as a float, and the smallest become 0, which a logarithmic axis does not show.
    private const double SmallestPreciseFloat = 1.1754943508222875e-38;

    private static readonly string[] Coordinates = ["x", "y", "z"];

    /// <summary>The figure with its long arrays packed: those of its traces, and of the states of its slider and buttons.</summary>
    public static JsonObject Pack(JsonObject plot)
    {
        var packed = plot.DeepClone().AsObject();
        Traces(packed["data"], packed["layout"]);
        Controls(packed["layout"]?["sliders"], packed["layout"]?["updatemenus"]);
        return packed;
    }

    /// <summary>The changes of sliders and menus: a menu's entry may contain its own slider and buttons.</summary>
    private static void Controls(JsonNode? sliders, JsonNode? menus)
    {
        foreach (var step in Items(sliders).SelectMany(slider => Items(slider["steps"])))
        {
            Restyle(step["args"]?[0]);
        }

        Buttons(Items(menus).SelectMany(menu => Items(menu["buttons"])));
    }

    private static void Buttons(IEnumerable<JsonNode> buttons)
    {
        foreach (var args in buttons.Select(button => button["args"]))
        {
            foreach (var frame in Items(args?[0]).OfType<JsonObject>())
            {
                Traces(frame["data"], null);
            }

            Restyle(args?[0]);
            if (args is JsonArray { Count: > 1 } && args[1] is JsonObject layout)
            {
                Controls(layout["sliders"], null);
                Buttons(Items(layout["updatemenus[0].buttons"]));
            }
        }
    }

    /// <summary>The values of each property, a trace after the other.</summary>
    private static void Restyle(JsonNode? changes)
    {
        foreach (var values in Coordinates.Select(name => (changes as JsonObject)?[name]).OfType<JsonArray>())
        {
            for (var k = 0; k < values.Count; k++)
            {
                values[k] = Packed(values[k], isLog: false);
            }
        }
    }

    private static void Traces(JsonNode? data, JsonNode? layout)
    {
        foreach (var trace in Items(data).OfType<JsonObject>())
        {
            foreach (var name in Coordinates.Where(name => trace[name] is JsonArray))
            {
                trace[name] = Packed(trace[name], IsLog(trace, name, layout));
            }
        }
    }

    /// <summary>Whether the axis of a trace's coordinate is logarithmic: the axis "y2" is the layout's "yaxis2".</summary>
    private static bool IsLog(JsonObject trace, string coordinate, JsonNode? layout) =>
        layout?[$"{coordinate}axis{(trace[$"{coordinate}axis"] is JsonValue axis ? $"{axis}"[1..] : "")}"] is JsonObject named && $"{named["type"]}" == "log";

    private static IEnumerable<JsonNode> Items(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonNode>();

    private static JsonNode? Packed(JsonNode? node, bool isLog)
    {
        if (node is not JsonArray array)
        {
            return node?.DeepClone();
        }

        var isGrid = array is [JsonArray, ..] && array.All(row => (row as JsonArray)?.Count == array[0]!.AsArray().Count);
        var cells = isGrid ? [.. array.SelectMany(row => row!.AsArray())] : array.ToArray();
        if (cells.Length < Shortest || !cells.All(IsNumberOrGap))
        {
            return array.DeepClone();
        }

        var numbers = Array.ConvertAll(cells, cell => cell?.GetValue<double>() ?? double.NaN);
        var (type, bytes) = Bytes(numbers, isLog);
        var packed = new JsonObject { ["dtype"] = type, ["bdata"] = Convert.ToBase64String(bytes) };
        if (isGrid)
        {
            packed["shape"] = $"{array.Count}, {array[0]!.AsArray().Count}";
        }

        return packed;
    }

    private static bool IsNumberOrGap(JsonNode? cell) => cell is null || (cell is JsonValue value && value.GetValueKind() == JsonValueKind.Number);

    /// <summary>Gets the smallest type that gives the same picture.</summary>
    private static (string Type, byte[] Bytes) Bytes(double[] numbers, bool isLog)
    {
        if (numbers.All(number => number == Math.Truncate(number) && Math.Abs(number) <= short.MaxValue))
        {
            return numbers.All(number => Math.Abs(number) <= sbyte.MaxValue)
                ? ("i1", [.. numbers.Select(number => (byte)(sbyte)number)])
                : ("i2", MemoryMarshal.AsBytes(Array.ConvertAll(numbers, number => (short)number).AsSpan()).ToArray());
        }

        var finite = numbers.Where(double.IsFinite).ToArray();
        var range = finite.Length == 0 ? 0 : finite.Max() - finite.Min();
        return finite.All(number => float.IsFinite((float)number) && Math.Abs((float)number - number) <= InvisiblePart * range)
            && !(isLog && finite.Any(number => number is > 0 and < SmallestPreciseFloat))
            ? ("f4", MemoryMarshal.AsBytes(Array.ConvertAll(numbers, number => (float)number).AsSpan()).ToArray())
            : ("f8", MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray());
    }
}

using System.Globalization;
using System.Text.Json;

namespace DescentLab.Tests.Charts;

/// <summary>Colours as WCAG 2 and CIE see them, and the traces of a figure: a second implementation, for the tests alone.</summary>
internal static class Looks
{
    public const string White = "#ffffff";
    public const string DarkEditor = "#1f1f1f";

    public static double Contrast(string a, string b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    /// <summary>L* of CIELAB, from 0 (black) to 100 (white): what is left of a colour in grey.</summary>
    public static double Lightness(string color) => (116 * Math.Cbrt(Luminance(color))) - 16;

    /// <summary>The colour of a scale at t from 0 to 1, mixed in sRGB as plotly.js does.</summary>
    public static string Mixed(JsonElement scale, double t)
    {
        var stops = scale.EnumerateArray().Select(stop => (At: stop[0].GetDouble(), Color: stop[1].GetString()!)).ToArray();
        var upper = Math.Max(1, Array.FindIndex(stops, stop => stop.At >= t - 1e-12));
        var (a, b) = (stops[upper - 1], stops[upper]);
        var part = (t - a.At) / (b.At - a.At);
        return "#" + string.Concat(Enumerable.Range(0, 3).Select(k =>
            ((int)Math.Round(Channel(a.Color, k) + (part * (Channel(b.Color, k) - Channel(a.Color, k))))).ToString("x2", CultureInfo.InvariantCulture)));
    }

    public static JsonElement Json(Figure figure) => JsonSerializer.Deserialize<JsonElement>(figure.ToJson());

    public static JsonElement[] Traces(Figure figure) => [.. Json(figure).GetProperty("data").EnumerateArray()];

    public static string? Text(JsonElement element, params string[] path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText();
    }

    private static double Luminance(string color) =>
        (0.2126 * Linear(Channel(color, 0))) + (0.7152 * Linear(Channel(color, 1))) + (0.0722 * Linear(Channel(color, 2)));

    private static double Linear(double channel) =>
        channel / 255 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);

    private static double Channel(string color, int k) => int.Parse(color.AsSpan(1 + (2 * k), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace DescentLab.Charts;

/// <summary>The colour scale for all heights and values: one hue with lightness L* that decreases evenly from 97 to 31. Low values are light.</summary>
/// <remarks>Equal steps of a value are equal steps of lightness, also in grey.</remarks>
internal static class Ramp
{
    // L* = 97, 86, 75, 64, 53, 42, 31 at hue 252° of CIE LCh.
    private static readonly string[] Stops = ["#f2f7fc", "#c4daec", "#92bedf", "#5fa2cd", "#1b87b9", "#006a95", "#004f6f"];

    /// <summary>The full scale.</summary>
    public static object[][] Full { get; } = Scale(Stops);

    /// <summary>The light half of the scale, as a background for paths.</summary>
    public static object[][] Light { get; } = Scale(Stops[..4]);

    /// <summary>Gets the colour of the full scale at t from 0 to 1, interpolated as in plotly.js.</summary>
    public static (double R, double G, double B) At(double t)
    {
        var place = Math.Clamp(t, 0, 1) * (Stops.Length - 1);
        var k = Math.Min((int)place, Stops.Length - 2);
        var (a, b, part) = (Parse(Stops[k]), Parse(Stops[k + 1]), place - k);
        return (a.R + (part * (b.R - a.R)), a.G + (part * (b.G - a.G)), a.B + (part * (b.B - a.B)));
    }

    /// <summary>Whether white has a higher contrast than black on the scale at t. The better one has at least 4.58 : 1 on any colour.</summary>
    public static bool NeedsWhite(double t)
    {
        var (r, g, b) = At(t);
        // Contrasts 1.05/(Y + 0.05) and (Y + 0.05)/0.05 are equal at this luminance Y (WCAG 2).
        return (0.2126 * Linear(r)) + (0.7152 * Linear(g)) + (0.0722 * Linear(b)) < Math.Sqrt(1.05 * 0.05) - 0.05;
    }

    private static double Linear(double channel) =>
        channel / 255 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);

    private static (double R, double G, double B) Parse(string color) => (Channel(color, 1), Channel(color, 3), Channel(color, 5));

    private static double Channel(string color, int at) => int.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static object[][] Scale(string[] colors) =>
        [.. colors.Select((color, k) => new object[] { Rounding.Number((double)k / (colors.Length - 1))!, color })];
}

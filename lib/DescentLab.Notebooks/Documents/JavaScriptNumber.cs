using System.Globalization;

namespace DescentLab.Notebooks;

/// <summary>Formats numbers as JavaScript does (ECMA-262, Number::toString), so that VS Code does not change a notebook's numbers.</summary>
internal static class JavaScriptNumber
{
    /// <summary>Formats a number of a JSON text: <c>1E-05</c> becomes <c>0.00001</c>, <c>2.50</c> becomes <c>2.5</c>.</summary>
    /// <param name="json">
    /// A number in JSON. Whole numbers are unchanged, even those with more digits than a double has, and so are
    /// numbers outside the range of a double.
    /// </param>
    public static string Format(string json)
    {
        var whole = !json.AsSpan().ContainsAny('.', 'e', 'E');
        return whole && json != "-0"
            || !double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)
                ? json
                : Format(value);
    }

    /// <summary>Formats a number.</summary>
    /// <param name="value">A finite number.</param>
    public static string Format(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        // The shortest digits that round-trip, d.ddd, and the exponent of the first.
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var (mantissa, exponent) = shortest.Split('E') is [var m, var e] ? (m, int.Parse(e, CultureInfo.InvariantCulture)) : (shortest, 0);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal) is var at and >= 0 ? at : mantissa.Length;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        var before = point + exponent - (all.Length - digits.Length); // digits before the point
        digits = digits.TrimEnd('0');
        var text = before switch
        {
            > 21 or <= -6 => digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "") + (before > 0 ? "e+" : "e-") + Math.Abs(before - 1),
            <= 0 => "0." + new string('0', -before) + digits,
            _ when before >= digits.Length => digits + new string('0', before - digits.Length),
            _ => digits[..before] + "." + digits[before..],
        };
        return value < 0 ? "-" + text : text;
    }
}

using System.Globalization;

namespace DescentLab.Notebooks;

/// <summary>Numbers as JavaScript writes them (ECMA-262, Number::toString), so that VS Code leaves a notebook's numbers alone.</summary>
internal static class JavaScriptNumber
{
    /// <summary>The same number as JavaScript spells it: <c>1E-05</c> is <c>0.00001</c>, <c>2.50</c> is <c>2.5</c>.</summary>
    /// <param name="json">
    /// A number as JSON has it. Whole ones come back as they are, also an identifier of more digits than a double has, and so
    /// does what is beyond a double.
    /// </param>
    public static string Spell(string json)
    {
        var whole = !json.AsSpan().ContainsAny('.', 'e', 'E');
        return whole && json != "-0"
            || !double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)
                ? json
                : Spell(value);
    }

    /// <summary>A number as JavaScript spells it.</summary>
    /// <param name="value">A finite number.</param>
    public static string Spell(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        // The shortest digits that give the number back, d.ddd, and the exponent of the first.
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

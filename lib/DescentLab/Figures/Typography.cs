using System.Globalization;
using System.Text.RegularExpressions;

namespace DescentLab;

/// <summary>Formats numbers in titles, names and labels as in print: −0.5, 10⁻⁵ and 1/12.</summary>
internal static partial class Typography
{
    private const int LargestDenominator = 24;

    /// <summary>Formats the numbers in a text as in print; words with hyphens are unchanged.</summary>
    public static string Printed(string? text)
    {
        text = LongDecimal().Replace(text ?? "", match => Fraction(double.Parse(match.Value, CultureInfo.InvariantCulture)) ?? match.Value);
        text = Scientific().Replace(text, match => Power(match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)));
        return Hyphen().Replace(text, "−");
    }

    /// <summary>A number in at most five digits, or as a fraction if decimals would be truncated: 1/12.</summary>
    public static string Of(double value) => Printed(
        value.ToString("G5", CultureInfo.InvariantCulture) is var text && double.Parse(text, CultureInfo.InvariantCulture) == value
            ? text
            : Fraction(value) ?? text);

    private static string? Fraction(double value)
    {
        for (var q = 1; q <= LargestDenominator && Math.Abs(value) < 10; q++)
        {
            if (Math.Round(value * q) is var p && p != 0 && Math.Abs((value * q) - p) < 1e-12)
            {
                return q == 1 ? $"{p}" : $"{p}/{q}";
            }
        }

        return null;
    }

    private static string Power(string factor, int exponent) =>
        $"{(factor == "1" ? "" : $"{factor}·")}10{string.Concat($"{exponent}".Select(digit => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']))}";

    [GeneratedRegex(@"(?<![\d.])[0-9]\.[0-9]{12,}(?!\d)")]
    private static partial Regex LongDecimal();

    // A longer exponent is no number's: it is part of a name, such as a hash.
    [GeneratedRegex(@"(?<![\w.])([0-9]+(?:\.[0-9]+)?)[Ee]([+-]?[0-9]{1,4})(?!\w)")]
    private static partial Regex Scientific();

    // Before a number, and not between two words, digits or brackets.
    [GeneratedRegex(@"(?<![\p{L}\p{N})\].])-(?=[\d.∞])")]
    private static partial Regex Hyphen();
}

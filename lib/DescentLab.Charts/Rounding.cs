using System.Globalization;

namespace DescentLab.Charts;

/// <summary>
/// Rounds numbers for JSON, so that a figure is small and the same on every machine; whole numbers are without a
/// point; NaN and ∞ as null.
/// </summary>
internal static class Rounding
{
    private const int CurveDigits = 4;
    private const int DataDigits = 6;
    private const int MostDigits = 15;

    // Finer steps are invisible on about 500 pixels.
    private const double StepsOfRange = 2000;

    // Six digits of numbers that are large and close together leave fewer steps than this: a line would be flat.
    private const double LeastSteps = 100;

    // Differences below this share of the numbers are rounding errors.
    private const double Noise = 1e-9;

    /// <summary>Rounds data to six digits, enough to zoom in, or more if its range is small and far from zero.</summary>
    public static object?[] Numbers(this IEnumerable<double> values)
    {
        double[] all = [.. values];
        var digits = Digits(all);
        return [.. all.Select(value => Json(Rounded(value, digits)))];
    }

    /// <summary>Rounds one number of the data.</summary>
    public static object? Number(double value) => Json(Rounded(value, DataDigits));

    /// <summary>Rounds a curve to four digits, or more if its range is small and far from zero.</summary>
    public static object?[] Curve(this IReadOnlyList<double> values)
    {
        var decimals = Decimals(values);
        return [.. values.Select(value => Json(Rounded(value, Math.Clamp(Magnitude(value) + decimals, CurveDigits, MostDigits))))];
    }

    /// <summary>Rounds a grid of heights to steps too small to see.</summary>
    public static object?[][] Heights(this double[][] rows)
    {
        var decimals = Decimals([.. rows.SelectMany(row => row)]);
        return [.. rows.Select(row => row.Select(value => Json(Rounded(value, Math.Clamp(Magnitude(value) + decimals, 0, MostDigits)))).ToArray())];
    }

    private static int Digits(double[] values)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        var size = finite.Select(Math.Abs).DefaultIfEmpty().Max();
        var range = finite.Length == 0 ? 0 : finite.Max() - finite.Min();
        return range > Noise * size && Magnitude(size) + (int)Math.Ceiling(Math.Log10(LeastSteps / range)) is var needed and > DataDigits
            ? Math.Min(needed + 1, MostDigits)
            : DataDigits;
    }

    /// <summary>Gets the number of decimal places that divides the range of the values finely enough.</summary>
    private static int Decimals(IReadOnlyList<double> values)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        var range = finite.Length == 0 ? 0 : finite.Max() - finite.Min();
        return range > 0 ? (int)Math.Ceiling(Math.Log10(StepsOfRange / range)) : 0;
    }

    /// <summary>Gets the number of digits before the point; negative for zeros after it.</summary>
    private static int Magnitude(double value) =>
        value == 0 || !double.IsFinite(value) ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(value))) + 1;

    private static double Rounded(double value, int digits) =>
        digits == 0 || !double.IsFinite(value)
            ? value * 0
            : double.Parse(value.ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static object? Json(double value)
    {
        if (!double.IsFinite(value))
        {
            return null;
        }

        object whole = (long)value;
        return value == Math.Truncate(value) && Math.Abs(value) < 1e9 ? whole : value;
    }
}

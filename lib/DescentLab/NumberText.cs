using System.Globalization;
using System.Numerics;

namespace DescentLab;

/// <summary>Numbers as they are printed everywhere: a few significant digits, the same in every culture.</summary>
internal static class NumberText
{
    private const int Digits = 6;

    /// <summary>
    /// Formats a number with the given significant digits, but always all digits before the point; a power of ten only below 1e-4 and from 1e9 on.
    /// </summary>
    public static string Of(double x, int digits)
    {
        if (x == 0 || !double.IsFinite(x))
        {
            return x == 0 ? "0" : double.IsNaN(x) ? "NaN" : x > 0 ? "∞" : "-∞";
        }

        if (Math.Abs(x) is < 1e-4 or >= 1e9)
        {
            return x.ToString("0." + new string('#', digits - 1) + "e-00", CultureInfo.InvariantCulture);
        }

        var decimals = digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(x)));
        return x.ToString(decimals <= 0 ? "F0" : "0." + new string('#', decimals), CultureInfo.InvariantCulture);
    }

    /// <summary>Six significant digits of a number of any type.</summary>
    public static string Of<T>(T x)
        where T : struct, IFloatingPointIeee754<T> => Of(double.CreateChecked(x), Digits);
}

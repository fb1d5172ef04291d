using System.Globalization;

namespace DescentLab;

/// <summary>Formats words and numbers of the statistics, the same in every culture.</summary>
internal static class Text
{
    /// <summary>Four significant digits, a power of ten only where it is shorter to read.</summary>
    public static string Number(double x) => NumberText.Of(x, 4);

    /// <summary>Six significant digits: test statistics.</summary>
    public static string Statistic(double x) => NumberText.Of(x);

    /// <summary>A sum of ranks: a whole number or a half, printed to its last digit.</summary>
    public static string RankSum(double x) => double.IsFinite(x) ? x.ToString("0.#", CultureInfo.InvariantCulture) : Statistic(x);

    public static string P(double p) => $"p = {Number(p)}";

    /// <summary>" (two-sided)", or empty for a test without sides.</summary>
    public static string Side(Alternative? alternative) => alternative switch
    {
        null => "",
        Alternative.Greater => " (greater)",
        Alternative.Less => " (less)",
        _ => " (two-sided)",
    };

    /// <summary>Describes which values are extreme: "at least as far from 0".</summary>
    public static string Extreme(Alternative alternative, string centre) => alternative switch
    {
        Alternative.Greater => "at least as large",
        Alternative.Less => "at least as small",
        _ => $"at least as far from {centre}",
    };
}

using System.Globalization;
using System.Net;
using System.Text;

namespace DescentLab;

/// <summary>Numbers and tables as the statistics print them, the same in every culture.</summary>
internal static class Text
{
    /// <summary>Four significant digits, a power of ten only where it is shorter to read.</summary>
    public static string Number(double x) => Significant(x, 4);

    /// <summary>Six significant digits: test statistics.</summary>
    public static string Statistic(double x) => Significant(x, 6);

    /// <summary>A sum of ranks: a whole number or a half, printed to its last digit.</summary>
    public static string RankSum(double x) => double.IsFinite(x) ? x.ToString("0.#", CultureInfo.InvariantCulture) : Statistic(x);

    public static string P(double p) => $"p = {Number(p)}";

    /// <summary>" (two-sided)", or nothing where there are no sides.</summary>
    public static string Side(Alternative? alternative) => alternative switch
    {
        null => "",
        Alternative.Greater => " (greater)",
        Alternative.Less => " (less)",
        _ => " (two-sided)",
    };

    /// <summary>What counts as extreme: "at least as far from 0".</summary>
    public static string Extreme(Alternative alternative, string centre) => alternative switch
    {
        Alternative.Greater => "at least as large",
        Alternative.Less => "at least as small",
        _ => $"at least as far from {centre}",
    };

    /// <summary>Throws for a number that is no alternative.</summary>
    public static Alternative Known(this Alternative alternative) => Enum.IsDefined(alternative)
        ? alternative
        : throw new ArgumentOutOfRangeException(nameof(alternative), alternative, "The alternative must be TwoSided, Greater or Less.");

    /// <summary>A table of two columns.</summary>
    public static string Table(string caption, IEnumerable<(string Name, string Value)> rows)
    {
        StringBuilder html = Open(caption).Append("<tbody>");
        foreach ((var name, var value) in rows)
        {
            html.Append("<tr>").Append(Cell("th", name, "vertical-align:top")).Append(Cell("td", value, "max-width:40em")).Append("</tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>A table with a header.</summary>
    public static string Table(string caption, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        StringBuilder html = Open(caption).Append("<thead><tr>");
        html.AppendJoin("", header.Select(cell => Cell("th", cell))).Append("</tr></thead><tbody>");
        foreach (IReadOnlyList<string> row in rows)
        {
            html.Append("<tr>").AppendJoin("", row.Select(cell => Cell("td", cell))).Append("</tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>The start of a table with its caption above, on the left.</summary>
    public static StringBuilder Open(string caption, string style = "") =>
        new($"<table style=\"{style}\"><caption style=\"caption-side:top;text-align:left;font-weight:bold;padding:0.4em 0\">{WebUtility.HtmlEncode(caption)}</caption>");

    /// <summary>A cell of a table, its content escaped.</summary>
    public static string Cell(string tag, string content, string style = "", bool number = false) =>
        $"<{tag} style=\"text-align:{(number ? "right;padding:0.1em 0.5em" : "left;padding:0.1em 1em 0.1em 0")};{style}\">{WebUtility.HtmlEncode(content)}</{tag}>";

    private static string Significant(double x, int digits)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (x == 0 || !double.IsFinite(x))
        {
            return x == 0 ? "0" : double.IsNaN(x) ? "NaN" : x > 0 ? "∞" : "-∞";
        }

        var power = Math.Abs(x) is < 1e-4 or >= 1e9;
        return x.ToString(power ? "0." + new string('#', digits - 1) + "e-00" : $"G{Math.Max(digits, (int)Math.Log10(Math.Abs(x)) + 1)}", invariant);
    }
}

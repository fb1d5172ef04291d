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

    public static string P(double p) => $"p = {Number(p)}";

    public static string Say(this Alternative alternative) => alternative switch
    {
        Alternative.Greater => "greater",
        Alternative.Less => "less",
        _ => "two-sided",
    };

    /// <summary>Throws for a number that is no alternative.</summary>
    public static Alternative Known(this Alternative alternative) => Enum.IsDefined(alternative)
        ? alternative
        : throw new ArgumentOutOfRangeException(nameof(alternative), alternative, "The alternative must be TwoSided, Greater or Less.");

    /// <summary>A table of two columns.</summary>
    public static string Table(string caption, IEnumerable<(string Name, string Value)> rows)
    {
        var html = new StringBuilder("<table>").Append(Tag("caption", caption)).Append("<tbody>");
        foreach ((var name, var value) in rows)
        {
            html.Append("<tr><th scope=\"row\" style=\"text-align:left;vertical-align:top\">").Append(WebUtility.HtmlEncode(name))
                .Append("</th><td style=\"text-align:left;max-width:40em\">").Append(WebUtility.HtmlEncode(value)).Append("</td></tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>A table with a header.</summary>
    public static string Table(string caption, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var html = new StringBuilder("<table>").Append(Tag("caption", caption)).Append("<thead><tr>");
        html.AppendJoin("", header.Select(cell => Tag("th", cell))).Append("</tr></thead><tbody>");
        foreach (IReadOnlyList<string> row in rows)
        {
            html.Append("<tr>").AppendJoin("", row.Select(cell => Tag("td", cell))).Append("</tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    private static string Tag(string tag, string content) => $"<{tag}>{WebUtility.HtmlEncode(content)}</{tag}>";

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

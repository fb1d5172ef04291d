using System.Net;
using System.Text;

namespace DescentLab;

/// <summary>The HTML that objects show themselves with: tables and text that take font and colours from the page.</summary>
internal static class Html
{
    /// <summary>A line in bold.</summary>
    public static string Title(string text) => $"<p style=\"margin:0.4em 0\"><b>{WebUtility.HtmlEncode(text)}</b></p>";

    /// <summary>Formats text, line by line.</summary>
    public static string Text(string text) => $"<pre style=\"white-space:pre-wrap;margin:0.4em 0\">{WebUtility.HtmlEncode(text)}</pre>";

    /// <summary>A table of names and values.</summary>
    public static string Table(string caption, IEnumerable<(string Name, string Value)> rows)
    {
        var html = Open(caption).Append("<tbody>");
        foreach (var (name, value) in rows)
        {
            html.Append("<tr>").Append(Cell("th", name, "vertical-align:top")).Append(Cell("td", value, "max-width:40em")).Append("</tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>A table with a header; columns of numbers are aligned to the right.</summary>
    public static string Table(string caption, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        bool[] numbers = [.. header.Select((_, column) => rows.Count > 0 && rows.All(row => IsNumber(row[column])))];
        var html = Open(caption).Append("<thead><tr>");
        html.AppendJoin("", header.Select((cell, column) => Cell("th", cell, number: numbers[column]))).Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append("<tr>").AppendJoin("", row.Select((cell, column) => Cell("td", cell, number: numbers[column]))).Append("</tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>The start of a table with its caption above, on the left.</summary>
    public static StringBuilder Open(string caption, string style = "") =>
        new($"<table style=\"{style}\">{(caption.Length == 0 ? "" : $"<caption style=\"caption-side:top;text-align:left;font-weight:bold;padding:0.4em 0\">{WebUtility.HtmlEncode(caption)}</caption>")}");

    /// <summary>A cell of a table, its content escaped.</summary>
    public static string Cell(string tag, string content, string style = "", bool number = false) =>
        $"<{tag} style=\"text-align:{(number ? "right;padding:0.1em 0.5em" : "left;padding:0.1em 1em 0.1em 0")};{style}\">{WebUtility.HtmlEncode(content)}</{tag}>";

    private static bool IsNumber(string cell) => cell.Length == 0 || char.IsAsciiDigit(cell[^1]) || cell is "NaN" or "∞" or "-∞";
}

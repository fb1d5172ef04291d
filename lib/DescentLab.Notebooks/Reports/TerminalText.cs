using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace DescentLab.Notebooks;

/// <summary>Converts terminal output to HTML: the 16 colours and bold become spans, all other escapes are removed.</summary>
internal static partial class TerminalText
{
    /// <summary>Converts text to HTML for a <c>pre</c>.</summary>
    /// <param name="text">Console text, ANSI escapes and carriage returns included.</param>
    public static string ToHtml(string text)
    {
        var html = new StringBuilder(text.Length + 64);
        var (color, bold, start) = (-1, false, 0);
        text = Overwrite(text);
        foreach (Match escape in Escape().Matches(text))
        {
            Append(html, text[start..escape.Index], color, bold);
            start = escape.Index + escape.Length;
            if (escape.Groups["style"].Success)
            {
                foreach (var code in escape.Groups["style"].Value.Split(';'))
                {
                    (color, bold) = code.TrimStart('0') switch
                    {
                        "" => (-1, false),
                        "1" => (color, true),
                        "22" => (color, false),
                        "39" => (-1, bold),
                        [>= '3' and <= '3', >= '0' and <= '7'] c => (c[1] - '0', bold),
                        ['9', >= '0' and <= '7'] c => (c[1] - '0' + 8, bold),
                        _ => (color, bold),
                    };
                }
            }
        }

        Append(html, text[start..], color, bold);
        return html.ToString();
    }

    /// <summary>Removes the escapes.</summary>
    /// <param name="text">Console text.</param>
    public static string ToPlain(string text) => Escape().Replace(text, "");

    // A progress line overwrites itself: only the text after the last carriage return is kept.
    private static string Overwrite(string text) =>
        text.Contains('\r', StringComparison.Ordinal)
            ? string.Join('\n', text.Split('\n').Select(line => line.TrimEnd('\r')).Select(line => line[(line.LastIndexOf('\r') + 1)..]))
            : text;

    private static void Append(StringBuilder html, string text, int color, bool bold)
    {
        if (text.Length == 0)
        {
            return;
        }

        var classes = (color >= 0 ? $"ansi{color}" : "") + (bold ? " bold" : "");
        html.Append(classes.Length == 0
            ? WebUtility.HtmlEncode(text)
            : $"<span class=\"{classes.Trim()}\">{WebUtility.HtmlEncode(text)}</span>");
    }

    // SGR (colours), other control sequences, titles and links (OSC), and control characters other than tab and newline.
    [GeneratedRegex(@"\x1b\[(?<style>[\d;]*)m|\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)?|\x1b.?|[\x00-\x08\x0b-\x1f\x7f]")]
    private static partial Regex Escape();
}

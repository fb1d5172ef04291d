using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DescentLab.Notebooks;

/// <summary>Converts terminal output to HTML: the 16 colours and bold become spans, all other escapes are removed.</summary>
internal static partial class TerminalText
{
    private static readonly SearchValues<char> StyleCodes = SearchValues.Create("0123456789;");

    /// <summary>Converts text to HTML for a <c>pre</c>.</summary>
    /// <param name="text">Console text, ANSI escapes and carriage returns included.</param>
    public static string ToHtml(string text)
    {
        var html = new HtmlParts();
        Write(html, text);
        return html.ToString();
    }

    /// <summary>Converts text to HTML for a <c>pre</c>, without the line feeds at its end.</summary>
    /// <param name="html">Receives it.</param>
    /// <param name="text">Console text, ANSI escapes and carriage returns included.</param>
    public static void Write(HtmlParts html, string text)
    {
        var (style, start, feeds) = (new Style(-1, IsBold: false), 0, 0);
        text = Overwrite(text);
        foreach (var escape in Escape().EnumerateMatches(text))
        {
            Add(text.AsSpan(start..escape.Index));
            start = escape.Index + escape.Length;
            if (text.AsSpan(escape.Index, escape.Length) is ['\u001b', '[', .. var codes, 'm'] && codes.IndexOfAnyExcept(StyleCodes) < 0)
            {
                foreach (var code in Codes(codes.ToString().Split(';')))
                {
                    style = style.Then(code);
                }
            }
        }

        Add(text.AsSpan(start));

        void Add(ReadOnlySpan<char> piece)
        {
            if (style.Classes is { Length: > 0 } classes && !piece.IsEmpty)
            {
                html.Add(new string('\n', feeds));
                html.Add($"<span class=\"{classes}\">");
                html.AddText(piece);
                html.Add("</span>");
                feeds = 0;
                return;
            }

            // Line feeds wait for the text after them.
            var seen = piece.TrimEnd('\n');
            if (!seen.IsEmpty)
            {
                html.Add(new string('\n', feeds));
                html.AddText(seen);
                feeds = 0;
            }

            feeds += piece.Length - seen.Length;
        }
    }

    /// <summary>Removes the escapes.</summary>
    /// <param name="text">Console text.</param>
    public static string ToPlain(string text) => Escape().Replace(text, "");

    // 38;5;n is a colour of 256, of which the first 16 have codes of their own; 38;2;r;g;b is any; 48 is for the background.
    private static IEnumerable<string> Codes(string[] codes)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i].TrimStart('0') is not ("38" or "48"))
            {
                yield return codes[i];
                continue;
            }

            var isIndexed = codes.ElementAtOrDefault(i + 1)?.TrimStart('0') == "5";
            if (codes[i].EndsWith("38", StringComparison.Ordinal))
            {
                yield return isIndexed && int.TryParse(codes.ElementAtOrDefault(i + 2), CultureInfo.InvariantCulture, out var n) && n < 16
                    ? $"{(n < 8 ? 30 : 82) + n}"
                    : "39";
            }

            i += isIndexed ? 2 : 4;
        }
    }

    // A progress line overwrites itself: only the text after the last carriage return is kept.
    private static string Overwrite(string text)
    {
        if (!text.Contains('\r', StringComparison.Ordinal))
        {
            return text;
        }

        var kept = new StringBuilder();
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range].TrimEnd('\r');
            kept.Append(range.Start.Value > 0 ? "\n" : "").Append(line[(line.LastIndexOf('\r') + 1)..]);
        }

        return kept.ToString();
    }

    // SGR (colours), other control sequences, titles and links (OSC), and control characters other than tab and newline.
    [GeneratedRegex(@"\x1b\[[\d;]*m|\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)?|\x1b.?|[\x00-\x08\x0b-\x1f\x7f]")]
    private static partial Regex Escape();

    /// <summary>The style that an escape sets.</summary>
    /// <param name="Color">One of 16, or -1.</param>
    /// <param name="IsBold">Whether it is bold.</param>
    private readonly record struct Style(int Color, bool IsBold)
    {
        public string Classes => ((Color >= 0 ? $"ansi{Color}" : "") + (IsBold ? " bold" : "")).Trim();

        public Style Then(string code) => code.TrimStart('0') switch
        {
            "" => new(-1, IsBold: false),
            "1" => this with { IsBold = true },
            "22" => this with { IsBold = false },
            "39" => this with { Color = -1 },
            ['3', >= '0' and <= '7'] c => this with { Color = c[1] - '0' },
            ['9', >= '0' and <= '7'] c => this with { Color = c[1] - '0' + 8 },
            _ => this,
        };
    }
}

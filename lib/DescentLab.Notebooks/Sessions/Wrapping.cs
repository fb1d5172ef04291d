namespace DescentLab.Notebooks;

/// <summary>
/// Breaks the text of a value into lines that fit beside VS Code's explorer, which does not wrap: an array of twenty numbers,
/// a record of ten properties. Strings and prose are unchanged.
/// </summary>
internal static class Wrapping
{
    /// <summary>The longest line, in characters.</summary>
    public const int Width = 100;

    private const int Indent = 4;

    // The package's style sheet disables wrapping in trees; later rules override it.
    private const string Sheet = ".dni-treeview {";
    private const string Wrapped =
        ".dni-code-hint, .dni-treeview { white-space: normal; }\n.dni-plaintext pre { white-space: pre-wrap; overflow-wrap: anywhere; }\n</style>";

    /// <summary>Wraps the representations of a value.</summary>
    public static MimeBundle Of(MimeBundle shown, object? value)
    {
        if (shown["text/html"] is { } html)
        {
            var end = html.Contains(Sheet, StringComparison.Ordinal) ? html.LastIndexOf("</style>", StringComparison.Ordinal) : -1;
            return end < 0 ? shown : shown.With("text/html", string.Concat(html.AsSpan(0, end), Wrapped, html.AsSpan(end + "</style>".Length)));
        }

        return value is not string && shown is { Count: 1 } && shown["text/plain"] is { } text ? shown.With("text/plain", Lines(text)) : shown;
    }

    /// <summary>Wraps the lines of a text where possible.</summary>
    public static string Lines(string text) => string.Join('\n', text.Split('\n').SelectMany(Line));

    private static IEnumerable<string> Line(string line)
    {
        var indent = new string(' ', line.Length - line.TrimStart().Length + Indent);
        var depth = 0;
        while (line.Length > Width && BreakOf(line, depth) is (> 0 and var at, var deep))
        {
            yield return line[..at];
            (line, depth) = (indent + line[at..].TrimStart(), deep);
        }

        yield return line;
    }

    // After a separator, at the lowest nesting, as late as possible; not in a string, not outside brackets.
    private static (int At, int Depth) BreakOf(string line, int depth)
    {
        var isQuoted = false;
        var best = (At: -1, Depth: int.MaxValue);
        for (var i = 0; i < Width; i++)
        {
            switch (line[i])
            {
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '[' or '{' or '(' when !isQuoted:
                    depth++;
                    break;
                case ']' or '}' or ')' when !isQuoted:
                    depth--;
                    break;
                // A later position is preferred to one in the first half of the line.
                case ',' or ';' when !isQuoted && depth > 0 && line[i + 1] == ' ' && (depth <= best.Depth || best.At < Width / 2):
                    best = (i + 1, depth);
                    break;
            }
        }

        return best;
    }
}

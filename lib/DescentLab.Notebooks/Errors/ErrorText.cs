using System.Globalization;
using Microsoft.CodeAnalysis.Text;

namespace DescentLab.Notebooks;

/// <summary>
/// Writes the lines of a traceback in the format and colours of IPython. VS Code recognizes it: it makes links of
/// <c>Cell In[3], line 2</c> and of the line numbers after it, and underlines the line in the cell.
/// </summary>
internal static class ErrorText
{
    private const string Red = "\u001b[0;31m";
    private const string Green = "\u001b[0;32m";
    private const string Bold = "\u001b[1m";
    private const string Reset = "\u001b[0m";

    /// <summary>Formats a hint, which comes first.</summary>
    public static string Hint(string hint) =>
        hint.Split('\n', 2) is [var first, var rest] ? $"{Bold}{first}{Reset}\n{rest}" : $"{Bold}{hint}{Reset}";

    /// <summary>Formats the name and the message of an error.</summary>
    public static string Headline(string name, string message) => $"{Red}{name}{Reset}: {message}";

    /// <summary>Formats the position. VS Code drops the text after the line number, so nothing important may follow it.</summary>
    /// <param name="cell">The cell's execution count; 0 for an expression without a cell, null for a file.</param>
    /// <param name="path">The file's path.</param>
    /// <param name="line">The line, counted from 1.</param>
    /// <param name="method">The reader's method that was running.</param>
    public static string Place(int? cell, string path, int line, string? method = null)
    {
        var place = cell switch
        {
            null => $"File {Green}{path}:{line}{Reset}",
            0 => $"Expression, line {line}",
            _ => string.Create(CultureInfo.InvariantCulture, $"Cell {Green}In[{cell}], line {line}{Reset}"),
        };
        return method is null ? place : $"{place}, in {method}";
    }

    /// <summary>Formats the line and the one before it.</summary>
    public static IEnumerable<string> Code(string source, int line) => Code(source, new LinePositionSpan(new(line - 1, 0), new(line - 1, 0)));

    /// <summary>Formats the line and the one before it, with carets under the span.</summary>
    public static IEnumerable<string> Code(string source, LinePositionSpan span)
    {
        var lines = source.Split('\n');
        var line = span.Start.Line;
        if (line >= lines.Length)
        {
            yield break;
        }

        if (line > 0 && lines[line - 1].AsSpan().Trim() is not [])
        {
            yield return Numbered(line, lines[line - 1]);
        }

        yield return $"{Green}----> {line + 1}{Reset} {lines[line].TrimEnd()}";
        if (span.End != span.Start)
        {
            var end = span.End.Line == line ? span.End.Character : lines[line].TrimEnd().Length;
            var gap = "----> ".Length + (line + 1).ToString(CultureInfo.InvariantCulture).Length + 1;
            var before = string.Concat(lines[line].Take(span.Start.Character).Select(c => c == '\t' ? '\t' : ' '));
            yield return $"{new string(' ', gap)}{before}{Red}{new string('^', Math.Max(1, end - span.Start.Character))}{Reset}";
        }
    }

    // It begins with a reset: VS Code drops the previous one with the rest of its line.
    private static string Numbered(int line, string code) => $"{Reset}{"".PadLeft("----> ".Length)}{line} {code.TrimEnd()}";
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>
/// A cell's text, made ready for the package's parser, which takes every line that begins with <c>#!</c>, <c>#r</c> or
/// <c>#i</c> for a directive and drops it from the code.
/// </summary>
/// <remarks>
/// A line that stands in a string or a comment is hidden from that parser by a mark, which <see cref="Restore"/> takes out
/// again. Behind a directive a <c>#line</c> tells the compiler where in the cell it is.
/// </remarks>
internal static partial class CellSource
{
    // A noncharacter: Unicode keeps it for a program's own use, so no text holds it.
    private const string Mark = "\uFDD0";

    /// <summary>The text to submit.</summary>
    /// <param name="code">The cell as typed.</param>
    /// <param name="path">The name that the compiler gives its lines, for example <c>cell 3</c>; null for code that will not run.</param>
    /// <param name="isCSharp">Whether it begins as C#; a directive such as <c>#!html</c> changes that from there on.</param>
    public static string Prepare(string code, string? path, bool isCSharp = true)
    {
        if (!code.Contains('#', StringComparison.Ordinal))
        {
            return code;
        }

        var lines = code.Split('\n');
        var real = DirectiveLines(lines, isCSharp);
        var prepared = new StringBuilder();
        var isBehindDirective = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (real[i] is { } language)
            {
                line = line.TrimStart();
                (isCSharp, isBehindDirective) = (language, true);
            }
            else if (Directive().IsMatch(line))
            {
                line = Mark + line;
            }
            else if (path is not null && isBehindDirective && isCSharp && !string.IsNullOrWhiteSpace(line))
            {
                prepared.Append(CultureInfo.InvariantCulture, $"#line {i + 1} \"{path}\"\n");
                isBehindDirective = false;
            }

            prepared.Append(line);
            if (i < lines.Length - 1)
            {
                prepared.Append('\n');
            }
        }

        return prepared.ToString();
    }

    /// <summary>The text as it was before <see cref="Prepare"/> hid lines of it.</summary>
    public static string Restore(string code) => code.Replace(Mark, "", StringComparison.Ordinal);

    /// <summary>Whether what stands behind a directive is C#.</summary>
    public static bool StaysInCSharp(string directive) =>
        KernelSelector().Match(directive.Trim()) is var selects && (!selects.Success || selects.Groups["csharp"].Success);

    /// <summary>Where a line of prepared text stands in the cell.</summary>
    public static int LineOf(string prepared, int line) =>
        line - prepared.Split('\n').Take(line - 1).Count(text => text.StartsWith("#line ", StringComparison.Ordinal));

    // Of every line: null when it is no directive, otherwise whether C# follows.
    private static bool?[] DirectiveLines(string[] lines, bool isCSharp)
    {
        var found = new bool?[lines.Length];
        var csharp = (string[])lines.Clone();
        for (var first = 0; first < lines.Length;)
        {
            // What is not C# is blank to the compiler, which knows what is a string and what a comment.
            var tree = isCSharp ? CSharpSyntaxTree.ParseText(string.Join('\n', csharp), Submissions.Parsing).GetRoot() : null;
            var start = csharp.Take(first).Sum(line => line.Length + 1);
            for (; first < lines.Length; first++)
            {
                var line = lines[first];
                var indent = tree is null ? 0 : line.Length - line.TrimStart().Length;
                if (Directive().IsMatch(line[indent..]) && (tree is null || IsActive(tree.FindTrivia(start + indent))))
                {
                    var selects = KernelSelector().Match(line.Trim());
                    found[first] = !selects.Success ? isCSharp : selects.Groups["csharp"].Success;
                }

                csharp[first] = isCSharp ? csharp[first] : "";
                start += line.Length + 1;
                if (found[first] is { } next && next != isCSharp)
                {
                    isCSharp = next;
                    first++;
                    Array.Fill(csharp, "", 0, first);
                    break;
                }
            }
        }

        return found;
    }

    // Not in a string, a comment, or what #if leaves out.
    private static bool IsActive(SyntaxTrivia trivia) => trivia.GetStructure() is DirectiveTriviaSyntax { IsActive: true };

    [GeneratedRegex(@"^#(!|[ri]\b)")]
    private static partial Regex Directive();

    [GeneratedRegex(@"^#!((?<csharp>csharp|c#|C#)|html|javascript|js|markdown|mermaid|value|fsharp|f#|F#|pwsh|powershell|sql|kql|python|http|r)(\s|$)")]
    private static partial Regex KernelSelector();
}

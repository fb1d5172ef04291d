using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.DotNet.Interactive.Commands;

namespace DescentLab.Notebooks;

/// <summary>
/// Prepares a cell's text for the package's parser, which treats every line that begins with <c>#!</c>, <c>#r</c> or
/// <c>#i</c> as a directive and removes it from the code.
/// </summary>
/// <remarks>
/// A line in a string or a comment is hidden from that parser by a mark, which <see cref="Restore(string)"/> removes
/// again. After a directive, a <c>#line</c> tells the compiler the position in the cell.
/// </remarks>
internal static partial class CellSource
{
    // A noncharacter: Unicode reserves it for internal use, so no text contains it.
    private const string Mark = "\uFDD0";

    /// <summary>Gets the text to submit.</summary>
    /// <param name="code">The cell as typed.</param>
    /// <param name="path">The file name for the compiler, for example <c>cell 3</c>; null for code that will not run.</param>
    /// <param name="isCSharp">Whether the text begins as C#; a directive such as <c>#!html</c> changes the language after it.</param>
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
                // C# allows a comment after #r "…", and the package's parser does not.
                line = CommentAfterReference().Replace(line.TrimStart(), "$1");
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

    /// <summary>Restores the text that <see cref="Prepare"/> has changed.</summary>
    public static string Restore(string code) => code.Replace(Mark, "", StringComparison.Ordinal);

    /// <summary>Restores the text in a command, for a kernel that is not ours.</summary>
    public static void Restore(SubmitCode command) => SetCode(command, Restore(command.Code));

    /// <summary>Whether the text after a directive is C#.</summary>
    public static bool StaysInCSharp(string directive) =>
        KernelSelector().Match(directive.Trim()) is var selects && (!selects.Success || selects.Groups["csharp"].Success);

    /// <summary>Gets the line in the cell of a line of prepared text.</summary>
    public static int LineOf(string prepared, int line) =>
        line - prepared.Split('\n').Take(line - 1).Count(text => text.StartsWith("#line ", StringComparison.Ordinal));

    // For every line: null when it is not a directive (in a string, a comment, a region excluded by #if), otherwise whether C# follows.
    private static bool?[] DirectiveLines(string[] lines, bool isCSharp)
    {
        var found = new bool?[lines.Length];
        var csharp = (string[])lines.Clone();
        for (var first = 0; first < lines.Length;)
        {
            // Text that is not C# is blank for the compiler, which recognizes strings and comments.
            var tree = isCSharp ? CSharpSyntaxTree.ParseText(string.Join('\n', csharp), Submissions.Parsing).GetRoot() : null;
            var start = csharp.Take(first).Sum(line => line.Length + 1);
            for (; first < lines.Length; first++)
            {
                var line = lines[first];
                var indent = tree is null ? 0 : line.Length - line.TrimStart().Length;
                if (Directive().IsMatch(line[indent..]))
                {
                    var directive = tree?.FindTrivia(start + indent).GetStructure() as DirectiveTriviaSyntax;
                    if (tree is null || directive is { IsActive: true })
                    {
                        var selects = KernelSelector().Match(line.Trim());
                        found[first] = !selects.Success ? isCSharp : selects.Groups["csharp"].Success;
                    }
                    else if (directive is { IsActive: false })
                    {
                        // Excluded by #if; the compiler refuses "#!" even there.
                        lines[first] = $"{line[..indent]}//{line[(indent + 2)..]}";
                    }
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

    // The package can set it, but not its users.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Code")]
    private static extern void SetCode(SubmitCode command, string code);

    [GeneratedRegex(@"^#(!|[ri]\b)")]
    private static partial Regex Directive();

    [GeneratedRegex("""^(#[ri]\s+"[^"]*")\s*//.*$""")]
    private static partial Regex CommentAfterReference();

    [GeneratedRegex(@"^#!((?<csharp>csharp|c#|C#)|html|javascript|js|markdown|md|mermaid|value|fsharp|f#|F#|pwsh|powershell|sql|kql|python|http|r)(\s|$)")]
    private static partial Regex KernelSelector();
}

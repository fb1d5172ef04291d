using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DescentLab.Notebooks;

/// <summary>Determines whether a text is a complete cell, an incomplete one, or invalid; a console asks before it sends a line.</summary>
internal static class Completeness
{
    public const string Complete = "complete";
    public const string Incomplete = "incomplete";
    public const string Invalid = "invalid";

    // A raw string, a comment, a verbatim string, #if, #region: further lines could close them.
    private static readonly string[] Open = ["CS8997", "CS1035", "CS1039", "CS1027", "CS1038"];

    // A regular string ends in its line: no further line completes it.
    private const string OpenInItsLine = "CS1010";

    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    public static string Of(string code)
    {
        // Directives are for the kernel, and the text after one that selects another language is not C#.
        var lines = CellSource.Prepare(code, path: null).Split('\n');
        if (lines.Any(line => line.StartsWith("#!", StringComparison.Ordinal) && !CellSource.StaysInCSharp(line)))
        {
            return Complete;
        }

        var tree = SyntaxFactory.ParseSyntaxTree(
            CellSource.Restore(string.Join('\n', lines.Select(line => line.StartsWith("#!", StringComparison.Ordinal) ? "" : line))), Options);
        var errors = tree.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(error => error.Id).ToList();
        return errors.Contains(OpenInItsLine) ? Invalid
            : !SyntaxFactory.IsCompleteSubmission(tree) || errors.Exists(Open.Contains) ? Incomplete
            : errors is [] ? Complete
            : Invalid;
    }
}

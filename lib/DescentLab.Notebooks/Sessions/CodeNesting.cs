using Microsoft.CodeAnalysis.CSharp;

namespace DescentLab.Notebooks;

/// <summary>
/// Limits the nesting of code. The compiler's parser is recursive, in places without a limit: sixteen
/// thousand opening brackets overflow its stack, which ends the process, and as many question marks take minutes.
/// </summary>
internal static class CodeNesting
{
    private const int Deepest = 200;

    /// <summary>The error message for code that is nested too deeply.</summary>
    public static string Refusal { get; } = $"The code is nested more than {Deepest} brackets deep, which would crash the compiler.";

    /// <summary>Whether the compiler can parse the code safely.</summary>
    public static bool IsSane(string code) => IsFlat(code) || (!code.Contains("$\"", StringComparison.Ordinal) && IsFlat(WithoutStrings(code)));

    // Strings and comments may contain any brackets. Tokens are read without recursion, except for interpolated strings.
    private static string WithoutStrings(string code) => string.Concat(SyntaxFactory.ParseTokens(code).Select(token =>
        token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.CharacterLiteralToken or SyntaxKind.Utf8StringLiteralToken ? "" : token.Text));

    private static bool IsFlat(string code)
    {
        var (brackets, others) = (0, 0);
        foreach (var c in code)
        {
            switch (c)
            {
                case '(' or '[' or '{':
                    brackets++;
                    break;
                case ')' or ']' or '}':
                    brackets = Math.Max(0, brackets - 1);
                    break;
                case '<' or '?':
                    others++;
                    break;
                case '>' or ':':
                    others = Math.Max(0, others - 1);
                    break;
                case ';':
                    others = 0; // usually comparisons and nullable types
                    break;
            }

            if (brackets > Deepest || others > Deepest)
            {
                return false;
            }
        }

        return true;
    }
}

using Microsoft.CodeAnalysis.CSharp;

namespace DescentLab.Notebooks;

/// <summary>
/// Whether code nests no deeper than people write. The compiler's parser is recursive, in places without a guard: sixteen
/// thousand opening brackets overflow its stack, which ends the process, and as many question marks take minutes.
/// </summary>
internal static class CodeNesting
{
    private const int Deepest = 200;

    /// <summary>What to say of code that is not sane.</summary>
    public static string Refusal { get; } = $"The code is nested more than {Deepest} brackets deep, and the compiler would not survive it.";

    /// <summary>Whether the compiler may have it.</summary>
    public static bool IsSane(string code) => IsFlat(code) || (!code.Contains("$\"", StringComparison.Ordinal) && IsFlat(WithoutTexts(code)));

    // Texts and comments may hold any brackets. Reading tokens needs no stack, but for interpolated strings.
    private static string WithoutTexts(string code) => string.Concat(SyntaxFactory.ParseTokens(code).Select(token =>
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
                    others = 0; // comparisons and nullable types, mostly
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

using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>Highlights C# by syntax alone, without a compilation, so a page takes milliseconds.</summary>
internal static class CSharpHighlighter
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Preview, DocumentationMode.None, SourceCodeKind.Script);

    /// <summary>Converts code to HTML: the same text, in spans of the classes k, t, f, s, n, c and d.</summary>
    /// <param name="code">The C# of a cell; it may contain errors.</param>
    public static string ToHtml(string code)
    {
        if (!CodeNesting.IsSane(code))
        {
            return WebUtility.HtmlEncode(code);
        }

        var html = new StringBuilder(code.Length * 2);
        var root = CSharpSyntaxTree.ParseText(code, Script).GetRoot();
        foreach (var token in root.DescendantTokens())
        {
            AppendTrivia(html, token.LeadingTrivia);
            Append(html, token.Text, ClassOf(token));
            AppendTrivia(html, token.TrailingTrivia);
        }

        return html.ToString();
    }

    private static void AppendTrivia(StringBuilder html, SyntaxTriviaList trivia)
    {
        foreach (var item in trivia)
        {
            Append(html, item.ToFullString(), item switch
            {
                { IsDirective: true } => "d",
                _ when item.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
                    or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia
                    or SyntaxKind.DisabledTextTrivia => "c",
                _ => null,
            });
        }
    }

    private static void Append(StringBuilder html, string text, string? kind)
    {
        if (kind is null || text.Length == 0)
        {
            html.Append(WebUtility.HtmlEncode(text));
        }
        else
        {
            html.Append("<span class=\"").Append(kind).Append("\">").Append(WebUtility.HtmlEncode(text)).Append("</span>");
        }
    }

    private static string? ClassOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "n",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.Utf8StringLiteralToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedVerbatimStringStartToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringEndToken
            or SyntaxKind.InterpolatedRawStringEndToken => "s",
        SyntaxKind.IdentifierToken => ClassOfName(token),
        var kind when SyntaxFacts.IsKeywordKind(kind) => "k",
        _ => null,
    };

    private static string? ClassOfName(SyntaxToken name) => name.Parent switch
    {
        BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or TypeParameterSyntax => "t",
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => "f",
        IdentifierNameSyntax { IsVar: true } => "k",
        SimpleNameSyntax simple when SyntaxFacts.IsInTypeOnlyContext(simple) => "t",
        SimpleNameSyntax { Parent: InvocationExpressionSyntax } => "f",
        SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access } simple
            when access.Name == simple && call.Expression == access => "f",
        // A capital letter at the beginning of a dotted name: Math.PI, Plot.Curve. Locals begin with a lower-case letter.
        SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } simple
            when access.Expression == simple && name.Text is [var first, ..] && char.IsUpper(first) => "t",
        _ => null,
    };
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DescentLab.Notebooks;

/// <summary>The documentation of the symbol at a position.</summary>
/// <param name="Text">The text as Markdown and as plain text.</param>
/// <param name="Span">The span of the symbol in the code.</param>
internal sealed record CodeHover(MimeBundle Text, TextSpan Span)
{
    /// <summary>Gets the documentation of the symbol at a position; null when there is none.</summary>
    public static CodeHover? At(CSharpCompilation cell, int position)
    {
        var tree = cell.SyntaxTrees[^1];
        var model = cell.GetSemanticModel(tree);
        foreach (var at in new[] { position, position - 1 }.Where(at => at >= 0 && at < tree.Length))
        {
            var token = tree.GetRoot().FindToken(at);
            // separator: is one completion.
            token = token is { RawKind: (int)SyntaxKind.ColonToken, Parent: NameColonSyntax } ? token.GetPreviousToken() : token;
            if ((token.Span.Contains(at) || token.Span.End == at) && token.Parent is { } node && IsName(token) && SymbolsOf(model, node) is [var symbol, ..] symbols)
            {
                return new CodeHover(SymbolDescription.Of(cell, symbol, symbols), token.Span);
            }
        }

        return null;
    }

    /// <summary>Gets the documentation of the symbol at a position, or of the call around it, for Jupyter's Shift+Tab.</summary>
    public static CodeHover? Around(CSharpCompilation cell, int position) =>
        At(cell, position)
        ?? (SignatureHelp.At(cell, position) is { Methods: [var method, ..] methods, Active: var active }
            ? new CodeHover(SymbolDescription.Of(cell, method, methods, active), new TextSpan(position, 0))
            : null);

    private static bool IsName(SyntaxToken token) =>
        token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsPredefinedType(token.Kind())
        || token.Kind() is SyntaxKind.ThisKeyword or SyntaxKind.BaseKeyword or SyntaxKind.NewKeyword;

    // The symbol itself, then the other methods of its name.
    private static IReadOnlyList<ISymbol> SymbolsOf(SemanticModel model, SyntaxNode node)
    {
        if (model.GetDeclaredSymbol(node) is { } declared)
        {
            return [declared];
        }

        if (node is ObjectCreationExpressionSyntax or ImplicitObjectCreationExpressionSyntax)
        {
            return model.GetSymbolInfo(node).Symbol is { } constructor ? [constructor] : [];
        }

        // In x.Name the name alone has no symbol when the call around it is incomplete.
        var named = node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? access : node;
        var info = model.GetSymbolInfo(node);
        var meant = info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols;
        // Descent and Descent<T> share a name; either may be meant.
        IEnumerable<ISymbol> others = meant is [INamedTypeSymbol type, ..] && node is IdentifierNameSyntax
            ? model.LookupNamespacesAndTypes(node.SpanStart, type.ContainingNamespace is { IsGlobalNamespace: false } space && named != node ? space : null, type.Name)
            : model.GetMemberGroup(named);
        return [.. meant, .. others.Where(other => !meant.Contains(other, SymbolEqualityComparer.Default))];
    }
}

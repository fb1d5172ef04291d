using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>The overloads and the current parameter of a call that is being written.</summary>
/// <param name="Methods">The overloads; the one that the arguments written so far select comes first.</param>
/// <param name="Active">The parameter of the first overload at the cursor; null after the last parameter.</param>
internal sealed record SignatureHelp(IReadOnlyList<ISymbol> Methods, IParameterSymbol? Active)
{
    /// <summary>Finds the innermost call whose arguments contain a position; null when there is none.</summary>
    /// <remarks>Roslyn's own implementation is not public.</remarks>
    public static SignatureHelp? At(CSharpCompilation cell, int position)
    {
        var tree = cell.SyntaxTrees[^1];
        if (position == 0 || position > tree.Length)
        {
            return null;
        }

        var model = cell.GetSemanticModel(tree);
        var token = tree.GetRoot().FindToken(position);
        if (token.SpanStart >= position)
        {
            token = token.GetPreviousToken();
        }

        for (var node = token.Parent; node is not null; node = node.Parent)
        {
            if (node is BlockSyntax { Parent: LambdaExpressionSyntax } && Contains(node, position))
            {
                return null;
            }

            if (node is BaseArgumentListSyntax or AttributeArgumentListSyntax && Contains(node, position) && Callable(model, node.Parent!) is { Count: > 0 } methods)
            {
                return For(model, methods, node, position);
            }

            if (GenericName(node, position) is { } name && Generic(model, name) is { Count: > 0 } generics)
            {
                return new SignatureHelp(generics, Active: null);
            }
        }

        return null;
    }

    private static SimpleNameSyntax? GenericName(SyntaxNode node, int position) => node switch
    {
        TypeArgumentListSyntax { Parent: SimpleNameSyntax name } when Contains(node, position) => name,
        // "Same<" without its closing bracket is a comparison to the parser.
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression, Left: IdentifierNameSyntax name } comparison
            when comparison.OperatorToken.Span.End <= position => name,
        _ => null,
    };

    // After the opening bracket, and not after the closing one.
    private static bool Contains(SyntaxNode brackets, int position) =>
        position >= brackets.GetFirstToken().Span.End
        && brackets.GetLastToken(includeZeroWidth: true) is var close && (close.IsMissing || position <= close.SpanStart);

    private static List<ISymbol> Callable(SemanticModel model, SyntaxNode call)
    {
        var group = model.GetMemberGroup((call as InvocationExpressionSyntax)?.Expression ?? call);
        var info = model.GetSymbolInfo(call);
        return
        [
            .. (group is not [] ? group : info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols)
                // Every struct has a constructor without arguments, which needs no help.
                .Where(method => model.IsAccessible(model.SyntaxTree.Length, method) && method is not { IsImplicitlyDeclared: true, ContainingType.IsValueType: true }),
        ];
    }

    private static List<ISymbol> Generic(SemanticModel model, SimpleNameSyntax name) =>
    [
        .. model.GetMemberGroup(name).Where(symbol => symbol is IMethodSymbol { IsGenericMethod: true }).Select(symbol => symbol.OriginalDefinition),
        .. model.LookupNamespacesAndTypes(name.SpanStart, name: name.Identifier.ValueText).Where(type => type is INamedTypeSymbol { IsGenericType: true }),
    ];

    private static SignatureHelp For(SemanticModel model, List<ISymbol> methods, SyntaxNode list, int position)
    {
        var parts = list.ChildNodesAndTokens();
        var arguments = parts.Where(part => part.IsNode).Select(part => part.AsNode()!).ToList();
        var index = parts.Count(part => part.IsKind(SyntaxKind.CommaToken) && part.Span.End <= position);
        var name = index < arguments.Count ? NameOf(arguments[index]) : null;
        var isEmpty = arguments.TrueForAll(argument => argument.Span.IsEmpty);
        var selected = isEmpty ? null : Selected(model, list);
        var ordered = methods
            .OrderByDescending(method => SymbolEqualityComparer.Default.Equals(SymbolDescription.Definition(method), selected))
            .ThenByDescending(method => ActiveOf(method, index, name) is not null)
            .ThenBy(method => isEmpty ? 0 : SymbolDescription.ParametersOf(method).Length)
            .ToList();
        return new SignatureHelp(ordered, ActiveOf(ordered[0], index, name));
    }

    // The overload that would be called if the missing arguments were written: any value, or as with Math.Max(1, | one like the first.
    private static ISymbol? Selected(SemanticModel model, SyntaxNode list)
    {
        if (list is not BaseArgumentListSyntax { Parent: ExpressionSyntax call, Arguments: [var first, ..] }
            // In text?.Trim( or numbers?[ the call alone has no object: Roslyn throws when it binds it.
            || call.GetFirstToken().Parent is MemberBindingExpressionSyntax or BracketedArgumentListSyntax)
        {
            return null;
        }

        var missing = list.DescendantNodes().OfType<IdentifierNameSyntax>().Where(argument => argument is { IsMissing: true, Parent: ArgumentSyntax }).ToList();
        var selected = new[] { SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression), first.Expression }
            .Select(any => model.GetSpeculativeSymbolInfo(call.SpanStart, call.ReplaceNodes(missing, (_, _) => any), SpeculativeBindingOption.BindAsExpression).Symbol)
            .FirstOrDefault(symbol => symbol is not null);
        return selected is null ? null : SymbolDescription.Definition(selected);
    }

    private static string? NameOf(SyntaxNode argument) => argument switch
    {
        ArgumentSyntax { NameColon.Name.Identifier.ValueText: var name } => name,
        AttributeArgumentSyntax { NameColon.Name.Identifier.ValueText: var name } => name,
        _ => null,
    };

    private static IParameterSymbol? ActiveOf(ISymbol method, int index, string? name)
    {
        var parameters = SymbolDescription.ParametersOf(method);
        return name is not null ? parameters.FirstOrDefault(parameter => parameter.Name == name)
            : index < parameters.Length ? parameters[index]
            : parameters is [.., { IsParams: true } rest] ? rest
            : null;
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DescentLab.Notebooks;

/// <summary>The overloads and the current parameter of a call that is being written.</summary>
/// <param name="Methods">The overloads; those that accept the arguments written so far come first.</param>
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
            if (node is BlockSyntax { Parent: LambdaExpressionSyntax } block && IsBetween(position, block.OpenBraceToken, block.CloseBraceToken))
            {
                return null;
            }

            if (Arguments(node) is { } arguments && IsBetween(position, arguments.GetFirstToken(), arguments.GetLastToken(includeZeroWidth: true))
                && Callable(model, arguments) is { Count: > 0 } methods)
            {
                return For(model, methods, arguments, position);
            }

            // "Same<" without its closing bracket is a comparison to the parser.
            if (node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression, Left: IdentifierNameSyntax name } comparison
                && comparison.OperatorToken.Span.End <= position && Generic(model, name) is { Count: > 0 } generic)
            {
                return new SignatureHelp(generic, Active: null);
            }
        }

        return null;
    }

    private static SyntaxNode? Arguments(SyntaxNode node) =>
        node is BaseArgumentListSyntax or AttributeArgumentListSyntax or TypeArgumentListSyntax ? node : null;

    // After the opening bracket, and not after the closing one.
    private static bool IsBetween(int position, SyntaxToken open, SyntaxToken close) =>
        position >= open.Span.End && (close.IsMissing || position <= close.SpanStart);

    private static List<ISymbol> Callable(SemanticModel model, SyntaxNode arguments) => arguments switch
    {
        TypeArgumentListSyntax { Parent: SimpleNameSyntax name } => Generic(model, name),
        { Parent: InvocationExpressionSyntax call } => Invoked(model, call),
        { Parent: BaseObjectCreationExpressionSyntax creation } => Constructors(model, model.GetTypeInfo(creation).Type),
        { Parent: ConstructorInitializerSyntax initializer } => [.. model.GetMemberGroup(initializer)],
        { Parent: PrimaryConstructorBaseTypeSyntax initializer } => Constructors(model, model.GetTypeInfo(initializer.Type).Type),
        { Parent: AttributeSyntax attribute } => Constructors(model, model.GetTypeInfo(attribute).Type),
        { Parent: ElementAccessExpressionSyntax access } =>
            [.. model.GetTypeInfo(access.Expression).Type?.GetMembers().OfType<IPropertySymbol>().Where(member => member.IsIndexer) ?? []],
        _ => [],
    };

    private static List<ISymbol> Invoked(SemanticModel model, InvocationExpressionSyntax call)
    {
        if (model.GetTypeInfo(call.Expression).Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke })
        {
            return [invoke];
        }

        var group = model.GetMemberGroup(call.Expression).OfType<IMethodSymbol>().ToList();
        return [.. group is [] ? model.GetSymbolInfo(call).CandidateSymbols.OfType<IMethodSymbol>() : group];
    }

    private static List<ISymbol> Generic(SemanticModel model, SimpleNameSyntax name)
    {
        var group = model.GetMemberGroup(name).Where(symbol => symbol is IMethodSymbol { IsGenericMethod: true }).Select(symbol => symbol.OriginalDefinition);
        var types = model.LookupNamespacesAndTypes(name.SpanStart, name: name.Identifier.ValueText).Where(type => type is INamedTypeSymbol { IsGenericType: true });
        return [.. group, .. types];
    }

    // Every struct has a constructor without arguments, which needs no help.
    private static List<ISymbol> Constructors(SemanticModel model, ITypeSymbol? made) => made is not INamedTypeSymbol type ? [] :
    [
        .. type.InstanceConstructors.Where(constructor =>
            model.IsAccessible(model.SyntaxTree.Length, constructor) && !(type.IsValueType && constructor.IsImplicitlyDeclared)),
    ];

    private static SignatureHelp For(SemanticModel model, List<ISymbol> methods, SyntaxNode arguments, int position)
    {
        var (written, separators) = Written(arguments);
        var index = separators.TakeWhile(comma => comma.Span.End <= position).Count();
        var name = index < written.Count ? NameOf(written[index]) : null;
        var fitting = methods
            .OrderByDescending(method => Takes(model, method, written, index))
            .ThenByDescending(method => !Parameters(method).IsEmpty)
            .ThenBy(method => written.All(argument => argument.Span.IsEmpty) ? 0 : Parameters(method).Length)
            .ToList();
        return new SignatureHelp(fitting, ActiveOf(fitting[0], index, name));
    }

    private static (IReadOnlyList<SyntaxNode> Written, IReadOnlyList<SyntaxToken> Separators) Written(SyntaxNode arguments) => arguments switch
    {
        BaseArgumentListSyntax list => ([.. list.Arguments], [.. list.Arguments.GetSeparators()]),
        AttributeArgumentListSyntax list => ([.. list.Arguments], [.. list.Arguments.GetSeparators()]),
        TypeArgumentListSyntax list => ([.. list.Arguments], [.. list.Arguments.GetSeparators()]),
        _ => ([], []),
    };

    private static string? NameOf(SyntaxNode argument) => argument switch
    {
        ArgumentSyntax { NameColon.Name.Identifier.ValueText: var name } => name,
        AttributeArgumentSyntax { NameColon.Name.Identifier.ValueText: var name } => name,
        _ => null,
    };

    private static ImmutableArray<IParameterSymbol> Parameters(ISymbol method) => method switch
    {
        IMethodSymbol called => called.Parameters,
        IPropertySymbol indexer => indexer.Parameters,
        _ => [],
    };

    // Whether a method accepts the arguments written so far, and one more at the cursor.
    private static bool Takes(SemanticModel model, ISymbol method, IReadOnlyList<SyntaxNode> written, int index)
    {
        for (var i = 0; i < Math.Max(written.Count, index + 1); i++)
        {
            var argument = i < written.Count ? written[i] : null;
            if (ActiveOf(method, i, argument is null ? null : NameOf(argument)) is not { } parameter)
            {
                return i == 0 && written.Count == 0;
            }

            var type = argument is ArgumentSyntax { Expression: { Span.Length: > 0 } expression } ? model.GetTypeInfo(expression).Type : null;
            var wanted = parameter is { IsParams: true, Type: IArrayTypeSymbol rest } ? rest.ElementType : parameter.Type;
            if (type is { TypeKind: not TypeKind.Error } && wanted.TypeKind != TypeKind.TypeParameter
                && !model.Compilation.ClassifyCommonConversion(type, wanted).IsImplicit
                && !model.Compilation.ClassifyCommonConversion(type, parameter.Type).IsImplicit)
            {
                return false;
            }
        }

        return true;
    }

    private static IParameterSymbol? ActiveOf(ISymbol method, int index, string? name)
    {
        var parameters = Parameters(method);
        return name is not null ? parameters.FirstOrDefault(parameter => parameter.Name == name)
            : index < parameters.Length ? parameters[index]
            : parameters is [.., { IsParams: true } rest] ? rest
            : null;
    }
}

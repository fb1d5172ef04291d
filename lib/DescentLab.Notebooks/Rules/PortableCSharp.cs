using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>Finds C# in cells that some engines cannot run.</summary>
internal static class PortableCSharp
{
    private static readonly CSharpParseOptions Script = CSharpParseOptions.Default.WithKind(SourceCodeKind.Script);

    /// <summary>Describes the code of a cell that is not portable.</summary>
    public static IEnumerable<string> Faults(string source)
    {
        var magics = source.Split('\n').Where(line => line.TrimStart().StartsWith("#!", StringComparison.Ordinal)).ToList();
        foreach (var magic in magics)
        {
            yield return $"the magic command '{magic.Trim()}' is not C#";
        }

        if (magics.Count > 0)
        {
            yield break;
        }

        if (!CodeNesting.IsSane(source))
        {
            yield return CodeNesting.Refusal;
            yield break;
        }

        var root = CSharpSyntaxTree.ParseText(source, Script).GetCompilationUnitRoot();
        if (root.DescendantTokens().Any(IsTopLevelUsingVar))
        {
            yield return "a top-level 'using var' is not disposed in cells: use a using block";
        }

        foreach (var node in root.DescendantNodes(descendIntoTrivia: true))
        {
            var fault = node switch
            {
                LoadDirectiveTriviaSyntax => "#load does not run on every engine",
                BaseNamespaceDeclarationSyntax => "namespaces do not exist in cells",
                InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "display" or "HTML" } name } =>
                    $"{name.Identifier.ValueText}() exists in one engine only: end the cell with the bare value",
                ParameterSyntax { Modifiers: var modifiers } when modifiers.Any(SyntaxKind.ThisKeyword) =>
                    "extension methods do not compile in cells",
                FieldDeclarationSyntax { Parent: CompilationUnitSyntax, Declaration.Type: GenericNameSyntax { Identifier.ValueText: "Span" or "ReadOnlySpan" } } =>
                    "a Span cannot be a variable of a cell",
                NullableTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword: var keyword } } when
                    keyword.IsKind(SyntaxKind.StringKeyword) || keyword.IsKind(SyntaxKind.ObjectKeyword) =>
                    source.Contains("#nullable enable", StringComparison.Ordinal) ? null : $"'{node}' needs '#nullable enable' in its cell",
                _ => null,
            };
            if (fault is not null)
            {
                yield return fault;
            }
        }
    }

    // By its tokens: in a script the parser reads it as an invalid using directive.
    private static bool IsTopLevelUsingVar(SyntaxToken token) =>
        token.IsKind(SyntaxKind.UsingKeyword)
        && token.GetNextToken().ValueText == "var"
        && token.Parent?.FirstAncestorOrSelf<BlockSyntax>() is null;
}

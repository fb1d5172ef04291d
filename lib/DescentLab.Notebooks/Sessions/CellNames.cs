using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>A name that a cell declares for later ones; whatever is declared later and equals it hides it.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Signature">What tells methods of one name apart.</param>
internal sealed record Declaration(string Name, string Signature);

/// <summary>What a cell's names are to other cells.</summary>
/// <param name="Declarations">The names that later cells can use.</param>
/// <param name="Mentions">All names that stand in its code.</param>
/// <param name="OnlyByName">
/// Whether nothing but its names leads to what it declares. Types are also meant without a name (operators, conversions),
/// methods that extend others as well (<c>await</c>, <c>foreach</c>), and usings and references count for all later cells.
/// </param>
/// <param name="HaveAnonymousTypes">Whether a variable's type has no name.</param>
internal sealed record CellNames(
    IReadOnlyList<Declaration> Declarations, IReadOnlySet<string> Mentions, bool OnlyByName, bool HaveAnonymousTypes)
{
    /// <summary>Reads a cell.</summary>
    public static CellNames Of(CSharpCompilation cell)
    {
        var members = cell.ScriptClass!.GetMembers()
            .Where(member => member is { IsImplicitlyDeclared: false } and not IMethodSymbol { AssociatedSymbol: not null }).ToList();
        return new CellNames(
            [.. members.Select(DeclarationOf)],
            cell.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantTokens())
                .Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText).ToHashSet(),
            members.TrueForAll(member => member is IFieldSymbol or IMethodSymbol { IsExtensionMethod: false }) && !BringsIn(cell),
            members.OfType<IFieldSymbol>().Any(variable => IsAnonymous(variable.Type)));
    }

    private static Declaration DeclarationOf(ISymbol member) => new(
        member.Name,
        member is IMethodSymbol ? member.GetDocumentationCommentId()!.Split(member.ContainingType.Name, 2)[1] : "");

    private static bool BringsIn(CSharpCompilation cell) =>
        !cell.ExternalReferences.IsEmpty
        || cell.SyntaxTrees.Select(tree => tree.GetCompilationUnitRoot()).Any(
            root => root.Usings.Count + root.Externs.Count > 0 || root.GetReferenceDirectives().Count > 0);

    private static bool IsAnonymous(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsAnonymous(array.ElementType),
        INamedTypeSymbol named => named.IsAnonymousType || named.TypeArguments.Any(IsAnonymous),
        _ => false,
    };
}

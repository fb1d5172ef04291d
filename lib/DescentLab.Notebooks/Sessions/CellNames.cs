using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>A name that a cell declares for later cells; an equal later declaration hides it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Signature">Distinguishes methods of the same name.</param>
internal sealed record Declaration(string Name, string Signature);

/// <summary>The names of a cell as other cells see them.</summary>
/// <param name="Declarations">The names that later cells can use.</param>
/// <param name="Mentions">All names in its code.</param>
/// <param name="OnlyByName">
/// Whether its declarations can be used only by name. Types can also be used without a name (operators, conversions),
/// as can extension methods (<c>await</c>, <c>foreach</c>), and usings and references apply to all later cells.
/// </param>
/// <param name="HaveAnonymousTypes">Whether its code, or a variable, has a type without a name; a query with <c>let</c> has one too.</param>
internal sealed record CellNames(
    IReadOnlyList<Declaration> Declarations, IReadOnlySet<string> Mentions, bool OnlyByName, bool HaveAnonymousTypes)
{
    // Top-level types that Roslyn shares between the cells of a chain: anonymous types, and delegates of lambdas with ref or default parameters.
    private static readonly string[] Shared = ["<>f__Anonymous", "<>A", "<>F"];

    /// <summary>Collects the names of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="emitted">Its assembly; empty for a cell without code.</param>
    public static CellNames Of(CSharpCompilation cell, Stream emitted)
    {
        var members = cell.ScriptClass!.GetMembers()
            .Where(member => member is { IsImplicitlyDeclared: false } and not IMethodSymbol { AssociatedSymbol: not null }).ToList();
        return new CellNames(
            [.. members.Select(DeclarationOf)],
            cell.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantTokens())
                .Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText).ToHashSet(),
            members.TrueForAll(member => member is IFieldSymbol or IMethodSymbol { IsExtensionMethod: false }) && !HasImports(cell),
            HasSharedTypes(emitted));
    }

    private static bool HasSharedTypes(Stream emitted)
    {
        if (emitted.Length == 0)
        {
            return false;
        }

        emitted.Position = 0;
        using var file = new PEReader(emitted, PEStreamOptions.LeaveOpen);
        var metadata = file.GetMetadataReader();
        return metadata.TypeDefinitions.Select(type => metadata.GetTypeDefinition(type).Name)
            .Concat(metadata.TypeReferences.Select(type => metadata.GetTypeReference(type).Name))
            .Any(name => Array.Exists(Shared, start => metadata.GetString(name).StartsWith(start, StringComparison.Ordinal)));
    }

    private static Declaration DeclarationOf(ISymbol member) => new(
        member.Name,
        member is IMethodSymbol ? member.GetDocumentationCommentId()!.Split(member.ContainingType.Name, 2)[1] : "");

    private static bool HasImports(CSharpCompilation cell) =>
        !cell.ExternalReferences.IsEmpty
        || cell.SyntaxTrees.Select(tree => tree.GetCompilationUnitRoot()).Any(
            root => root.Usings.Count + root.Externs.Count > 0 || root.GetReferenceDirectives().Count > 0);
}

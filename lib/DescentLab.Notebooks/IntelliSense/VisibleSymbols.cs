using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>The symbols in scope at a position, for information that Roslyn's completion items lack.</summary>
internal sealed class VisibleSymbols
{
    // The namespaces of the engine's own folder that cells may use.
    private static readonly string[] Offered = ["Microsoft.DotNet.Interactive", "Microsoft.AspNetCore.Html"];

    private readonly Compilation compilation;
    private readonly ILookup<string, ISymbol> symbols;

    private VisibleSymbols(Compilation compilation, IEnumerable<ISymbol> symbols) =>
        (this.compilation, this.symbols) = (compilation, symbols.ToLookup(symbol => symbol.Name));

    /// <summary>Collects the symbols.</summary>
    public static async Task<VisibleSymbols> AtAsync(Document document, int position, CancellationToken cancellation)
    {
        var model = (await document.GetSemanticModelAsync(cancellation))!;
        var root = await model.SyntaxTree.GetRootAsync(cancellation);
        var before = position == 0 ? default : root.FindToken(position - 1);
        var left = !before.IsKind(SyntaxKind.DotToken) ? null : before.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            _ => null,
        };
        var container = left is null ? null : model.GetSymbolInfo(left, cancellation).Symbol as INamespaceOrTypeSymbol ?? model.GetTypeInfo(left, cancellation).Type;
        return new VisibleSymbols(
            model.Compilation,
            left is null ? model.LookupSymbols(position)
                : container is null ? []
                : model.LookupSymbols(position, container, includeReducedExtensionMethods: container is ITypeSymbol));
    }

    /// <summary>Gets the parameters of the first method of a name.</summary>
    public string? SignatureOf(string name) =>
        symbols[name].OfType<IMethodSymbol>().FirstOrDefault() is { } method
            ? $"({string.Join(", ", method.Parameters.Select(SymbolDescription.Parameter))})"
            : null;

    /// <summary>
    /// Whether a namespace contains only types of the engine or of its packages, which are loaded with it but are not part
    /// of a notebook.
    /// </summary>
    public bool IsOfTheEngine(string name) =>
        symbols[name].FirstOrDefault() is INamespaceSymbol space
        && !Offered.Any(offered => offered.StartsWith(space.ToDisplayString(), StringComparison.Ordinal) || space.ToDisplayString().StartsWith(offered, StringComparison.Ordinal))
        && space.ConstituentNamespaces.All(part => IsOfTheEngine(part) || !HasTypes(part));

    // .NET has namespaces of which all types are internal.
    private static bool HasTypes(INamespaceSymbol space) =>
        space.GetTypeMembers().Any(type => type.DeclaredAccessibility == Accessibility.Public) || space.GetNamespaceMembers().Any(HasTypes);

    private bool IsOfTheEngine(INamespaceSymbol part) =>
        part.ContainingAssembly is { } assembly
        && compilation.GetMetadataReference(assembly) is PortableExecutableReference { FilePath: { } path }
        && Path.GetDirectoryName(path) is { } folder
        && Path.TrimEndingDirectorySeparator(folder) == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
}

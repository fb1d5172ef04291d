using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>
/// Finds calls that C# compiles wrongly. If overloads of a method are in several cells, the compiler uses the cell of the
/// newest overload: the method then runs on the variables of the wrong cell.
/// </summary>
/// <remarks>This is a bug of Roslyn 5.12, in every host of C# scripts. A method that uses nothing of its cell is not affected.</remarks>
internal static class Overloads
{
    /// <summary>Creates an error for each such call.</summary>
    /// <param name="cell">The cell that calls.</param>
    /// <param name="overloaded">The names of methods that have overloads.</param>
    public static IEnumerable<Diagnostic> MixedUp(CSharpCompilation cell, IReadOnlySet<string> overloaded) =>
        from tree in cell.SyntaxTrees
        where overloaded.Count > 0
        let model = cell.GetSemanticModel(tree)
        from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        where overloaded.Contains(name.Identifier.ValueText)
        let method = model.GetSymbolInfo(name).Symbol as IMethodSymbol
        where IsOfACell(method)
        let newest = Cells(cell).First(other => other.ScriptClass!.GetMembers(method.Name).OfType<IMethodSymbol>().Any())
        let owner = Cells(cell).First(other => SymbolEqualityComparer.Default.Equals(other.ScriptClass, method.ContainingType))
        where owner != newest && UsesItsCell(method, owner)
        select Error(
            $"'{method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}' of {PathOf(owner)} has an overload in {PathOf(newest)}, and C# would mix up "
            + "the variables of the two cells. Declare both in one cell, or give one another name.",
            name.GetLocation());

    private static Diagnostic Error(string message, Location location) => Diagnostic.Create(
        "OVERLOADS", "Cells", message, DiagnosticSeverity.Error, DiagnosticSeverity.Error, isEnabledByDefault: true, warningLevel: 0, location: location);

    private static IEnumerable<CSharpCompilation> Cells(CSharpCompilation? newest)
    {
        for (; newest is not null; newest = newest.ScriptCompilationInfo?.PreviousScriptCompilation)
        {
            if (newest.ScriptClass is not null)
            {
                yield return newest;
            }
        }
    }

    private static bool UsesItsCell(IMethodSymbol method, CSharpCompilation owner) =>
        method.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).Any(declaration =>
            owner.GetSemanticModel(declaration.SyntaxTree) is var model
            && declaration.DescendantNodes().OfType<SimpleNameSyntax>().Any(name => IsOfACell(model.GetSymbolInfo(name).Symbol)));

    private static bool IsOfACell(ISymbol? symbol) =>
        symbol is IFieldSymbol or IPropertySymbol or IEventSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary }
        && symbol is { IsStatic: false, ContainingType.IsScriptClass: true };

    private static string PathOf(CSharpCompilation cell) => cell.SyntaxTrees[^1].FilePath;
}

using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>A compiled cell. See <see cref="Submissions"/>.</summary>
/// <param name="compilation">What it says.</param>
/// <param name="assembly">What it does; null when it only declares usings and references.</param>
internal sealed class Submission(CSharpCompilation compilation, Assembly? assembly)
{
    public CSharpCompilation Compilation => compilation;

    /// <summary>Whether a later cell can tell that this one has run: by a name, a using or a reference.</summary>
    public bool Declares =>
        compilation.ScriptClass!.GetMembers().Any(member => !member.IsImplicitlyDeclared)
        || !compilation.ExternalReferences.IsEmpty
        || compilation.SyntaxTrees.Select(tree => tree.GetCompilationUnitRoot()).Any(
            root => root.Usings.Count + root.Externs.Count > 0 || root.GetReferenceDirectives().Count > 0);

    // Roslyn's own HasSubmissionResult is not public. A value is a last expression without semicolon whose type is not void.
    public bool HasValue =>
        compilation.SyntaxTrees[^1] is var tree
        && tree.GetCompilationUnitRoot().Members.LastOrDefault() is GlobalStatementSyntax
        {
            Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true, Expression: var expression },
        }
        && compilation.GetSemanticModel(tree).GetTypeInfo(expression).Type?.SpecialType != SpecialType.System_Void;

    /// <summary>Runs it on the instances of the cells before it, and puts its own beside them.</summary>
    public Task<object?> Start(object?[] instances)
    {
        if (assembly is null)
        {
            return Task.FromResult<object?>(null);
        }

        var factory = compilation.GetEntryPoint(CancellationToken.None)!;
        return assembly.GetType(factory.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(factory.MetadataName, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!
            .CreateDelegate<Func<object?[], Task<object?>>>()(instances);
    }
}

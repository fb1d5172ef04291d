using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>A compiled cell. See <see cref="Submissions"/>.</summary>
/// <param name="compilation">What it says.</param>
/// <param name="names">What its names are to other cells.</param>
/// <param name="assembly">What it does; null when it only declares usings and references.</param>
internal sealed class Submission(CSharpCompilation compilation, CellNames names, Assembly? assembly)
{
    public CSharpCompilation Compilation { get; private set; } = compilation;

    public CellNames Names => names;

    public Assembly? Assembly => assembly;

    /// <summary>The values of its variables, once it has started.</summary>
    public object? Instance { get; private set; }

    // Roslyn's own HasSubmissionResult is not public. A value is what the cell returns, or a last expression without semicolon
    // whose type is not void.
    public bool HasValue => Compilation.SyntaxTrees[^1] is var tree && (Returns(tree.GetRoot()) || EndsInValue(tree));

    private bool EndsInValue(SyntaxTree tree) =>
        tree.GetCompilationUnitRoot().Members.LastOrDefault() is GlobalStatementSyntax
        {
            Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true, Expression: var expression },
        }
        && Compilation.GetSemanticModel(tree).GetTypeInfo(expression).Type?.SpecialType != SpecialType.System_Void;

    /// <summary>Runs it on the instances of the cells before it, and puts its own beside them.</summary>
    public Task<object?> Start(object?[] instances)
    {
        if (assembly is null)
        {
            return Task.FromResult<object?>(null);
        }

        var factory = Compilation.GetEntryPoint(CancellationToken.None)!;
        var running = assembly.GetType(factory.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(factory.MetadataName, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!
            .CreateDelegate<Func<object?[], Task<object?>>>()(instances);
        Instance = instances[^1];
        return running;
    }

    /// <summary>Lets go of the values of its variables: no later cell can name them.</summary>
    public void Forget() => Instance = null;

    private static bool Returns(SyntaxNode root) =>
        root.DescendantNodes(node => node is not (LambdaExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax) or GlobalStatementSyntax)
            .Any(node => node is ReturnStatementSyntax { Expression: not null });

    /// <summary>Gives it another place in the chain; what has been compiled of it stays.</summary>
    public CSharpCompilation Continue(CSharpCompilation previous) =>
        Compilation = Compilation.WithScriptCompilationInfo(Compilation.ScriptCompilationInfo!.WithPreviousScriptCompilation(previous));
}

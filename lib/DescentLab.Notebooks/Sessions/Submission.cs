using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>A compiled cell. See <see cref="Submissions"/>.</summary>
/// <param name="compilation">The compilation.</param>
/// <param name="names">Its names as other cells see them.</param>
/// <param name="assembly">The loaded assembly; null when the cell only declares usings and references.</param>
internal sealed class Submission(CSharpCompilation compilation, CellNames names, Assembly? assembly)
{
    public CSharpCompilation Compilation { get; private set; } = compilation;

    public CellNames Names => names;

    public Assembly? Assembly => assembly;

    /// <summary>The object that holds the values of its variables, after it has started.</summary>
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

    /// <summary>Runs it on the instances of the cells before it, and adds its own.</summary>
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

    /// <summary>Releases the values of its variables, which no later cell can use.</summary>
    public void Forget() => Instance = null;

    private static bool Returns(SyntaxNode root) =>
        root.DescendantNodes(node => node is not (LambdaExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax) or GlobalStatementSyntax)
            .Any(node => node is ReturnStatementSyntax { Expression: not null });

    /// <summary>Moves it to another place in the chain; its compiled code is kept.</summary>
    public CSharpCompilation Continue(CSharpCompilation previous) =>
        Compilation = Compilation.WithScriptCompilationInfo(Compilation.ScriptCompilationInfo!.WithPreviousScriptCompilation(previous));
}

using Microsoft.CodeAnalysis.CSharp;

namespace DescentLab.Notebooks;

/// <summary>Answers what an editor asks about a cell that has not run.</summary>
/// <param name="next">The cell of the given code, on top of those that have run.</param>
internal sealed class CodeQuestions(Func<string, CSharpCompilation> next) : IDisposable
{
    private readonly CellWorkspace workspace = new();
    private readonly LastCompletion last = new();

    /// <summary>The names that fit at a position.</summary>
    public async Task<Completions> CompleteAsync(string code, int position, CancellationToken cancellation = default)
    {
        var found = Directives.Complete(code, position)
            ?? await CodeCompletion.CompleteAsync(workspace.Open(next(code)), position, cancellation);
        last.Remember(code, found);
        return found;
    }

    /// <summary>What is known about a position; null when nothing is.</summary>
    public CodeHover? Inspect(string code, int position)
    {
        (code, position) = last.Meant(code, position) ?? (code, position);
        return CodeHover.Around(next(code), position);
    }

    /// <summary>Makes the first real question fast: the services take their time to load.</summary>
    public Task WarmUpAsync() => CodeCompletion.CompleteAsync(workspace.Open(next("\"\".")), "\"\".".Length);

    public void Dispose() => workspace.Dispose();
}

using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DescentLab.Notebooks;

/// <summary>Answers an editor's requests about a cell that has not run.</summary>
/// <param name="next">Compiles the given code as the next cell, after those that have run.</param>
internal sealed class CodeQuestions(Func<string, CSharpCompilation> next) : IDisposable
{
    // Its assemblies are large, and the kernel starts without them.
    private readonly Lazy<CellWorkspace> workspace = new(() => new CellWorkspace());
    private readonly LastCompletion last = new();
    private int isWarm;

    /// <summary>Gets the completions at a position.</summary>
    public async Task<Completions> CompleteAsync(string code, int position, CancellationToken cancellation = default)
    {
        var found = await CodeCompletion.CompleteAsync(workspace.Value.Open(next(code)), position, cancellation);
        last.Remember(code, found);
        return found;
    }

    /// <summary>Gets the documentation at a position; null when there is none.</summary>
    public CodeHover? Inspect(string code, int position)
    {
        return last.Find(code, position) is var (meant, place)
            ? CodeHover.Around(next(meant), place) is { } found ? found with { Span = new TextSpan(position, 0) } : null
            : CodeHover.Around(next(code), position);
    }

    /// <summary>Loads the services in the background, so that the first request is as fast as the others.</summary>
    public void WarmUp()
    {
        if (Interlocked.Exchange(ref isWarm, 1) == 0)
        {
            _ = Task.Run(WarmUpAsync);
        }
    }

    /// <summary>Makes the requests that usually come first.</summary>
    internal async Task WarmUpAsync()
    {
        const string Code = "Math.";
        try
        {
            await CodeCompletion.CompleteAsync(workspace.Value.Open(next(Code)), Code.Length);
            Inspect($"{Code}{nameof(Math.Sqrt)}", Code.Length);
        }
#pragma warning disable CA1031 // The kernel may have ended; other errors will show in the first request.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    public void Dispose()
    {
        if (workspace.IsValueCreated)
        {
            workspace.Value.Dispose();
        }
    }
}

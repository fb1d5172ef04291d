using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DescentLab.Notebooks;

/// <summary>Answers what an editor asks about a cell that has not run.</summary>
/// <param name="next">The cell of the given code, on top of those that have run.</param>
internal sealed class CodeQuestions(Func<string, CSharpCompilation> next) : IDisposable
{
    // Its assemblies are big, and the kernel starts without them.
    private readonly Lazy<CellWorkspace> workspace = new(() => new CellWorkspace());
    private readonly LastCompletion last = new();
    private int isWarm;

    /// <summary>The names that fit at a position.</summary>
    public async Task<Completions> CompleteAsync(string code, int position, CancellationToken cancellation = default)
    {
        var found = await CodeCompletion.CompleteAsync(workspace.Value.Open(next(code)), position, cancellation);
        last.Remember(code, found);
        return found;
    }

    /// <summary>What is known about a position; null when nothing is.</summary>
    public CodeHover? Inspect(string code, int position)
    {
        return last.Meant(code, position) is var (meant, place)
            ? CodeHover.Around(next(meant), place) is { } found ? found with { Span = new TextSpan(position, 0) } : null
            : CodeHover.Around(next(code), position);
    }

    /// <summary>Loads the services in the background, so that the first question is answered as fast as the others.</summary>
    public void WarmUp()
    {
        if (Interlocked.Exchange(ref isWarm, 1) == 0)
        {
            _ = Task.Run(WarmUpAsync);
        }
    }

    /// <summary>Asks what a reader will ask first.</summary>
    internal async Task WarmUpAsync()
    {
        const string Code = "Math.";
        try
        {
            await CodeCompletion.CompleteAsync(workspace.Value.Open(next(Code)), Code.Length);
            Inspect($"{Code}{nameof(Math.Sqrt)}", Code.Length);
        }
#pragma warning disable CA1031 // The kernel may have ended meanwhile; and whoever asks will hear of what is wrong.
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

using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary>
/// The notebooks of one <c>run</c>. Each runs in its own process; when it ends, its outputs are stored and its page is
/// written, so that the failure of another notebook does not affect it.
/// </summary>
/// <param name="request">What to do with them.</param>
/// <param name="saved">The notebooks as they are stored.</param>
/// <param name="documents">The same with their parameters set.</param>
/// <param name="report">Receives their pages.</param>
internal sealed class RunWork(
    RunRequest request, IReadOnlyList<NotebookDocument> saved, IReadOnlyList<NotebookDocument> documents, ReportFolder report) : IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly NotebookRun?[] runs = new NotebookRun?[documents.Count];
    private readonly IReadOnlyList<string>[] differences = [.. documents.Select(_ => Array.Empty<string>())];
    private readonly List<string> faults = [];

    /// <summary>The notebooks, in order.</summary>
    public IReadOnlyList<NotebookDocument> Documents => documents;

    /// <summary>The result of each notebook; null if it was stopped or not started.</summary>
    public IReadOnlyList<NotebookRun?> Runs => runs;

    /// <summary>For each notebook, where its outputs differ from the saved ones. Not compared when they are stored, or belong to other parameters.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Differences => differences;

    /// <summary>The errors of notebooks whose outputs or page could not be written.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Whether anything went wrong.</summary>
    public bool Failed => faults.Count > 0 || runs.Any(run => run?.Failure is not null);

    /// <summary>Runs one notebook and writes its results.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public async Task RunAsync(int i, IProgress<RunProgress> progress, CancellationToken cancellation)
    {
        var run = await Runner.RunAsync(
            documents[i],
            new RunOptions { Engine = request.Engine, Program = NotebookProcess.Program, Progress = progress, CellTimeout = request.CellTimeout },
            cancellation);
        await oneAtATime.WaitAsync(CancellationToken.None);
        try
        {
            runs[i] = run;
            await TryAsync($"{run.Document.Name}: ", () =>
            {
                report.WritePage(i, new ReportEntry(run.Document)
                {
                    Outcome = $"{run.Cells.Count} cells in {run.Elapsed.TotalSeconds:F1} s",
                    Failed = run.Failure is not null,
                });
                report.WriteIndex();
                return Task.CompletedTask;
            });
            await TryAsync($"{run.Document.Name}: ", async () =>
            {
                if (request.Write && run.Failure is null)
                {
                    await SaveAsync(saved[i], run.Document, cancellation);
                }
                else if (run.Failure is null && request.Parameters.Count == 0 && saved[i].CodeCells.Any(cell => cell.Outputs.Count > 0))
                {
                    differences[i] = OutputComparison.Differences(saved[i], run.Document);
                }
            });
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Writes a result; a failure becomes a fault, and affects no other result.</summary>
    /// <param name="name">What the message begins with.</param>
    /// <param name="write">Writes the result.</param>
    public async Task TryAsync(string name, Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BrowserException or NotebookFormatException)
        {
            faults.Add(name + e.Message);
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private async Task SaveAsync(NotebookDocument old, NotebookDocument ran, CancellationToken cancellation)
    {
        FigurePictures.Keep(old, ran);
        try
        {
            if (request.Images)
            {
                await ImagesCommand.DrawAsync([ran], cancellation);
            }
        }
        finally
        {
            // The outputs are saved even if the browser fails. Edits that were made during the run are kept.
            ran.Save(ran.Path!);
        }
    }
}

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
        NotebookRun? run = null;
        await GuardAsync(documents[i].Name, async () => run = await Runner.RunAsync(
            documents[i],
            new RunOptions { Engine = request.Engine, Program = NotebookProcess.Program, Progress = progress, CellTimeout = request.CellTimeout },
            cancellation));
        if (run is null)
        {
            return;
        }

        await oneAtATime.WaitAsync(CancellationToken.None);
        try
        {
            runs[i] = run;
            await GuardAsync(run.Document.Name, () =>
            {
                report.WritePage(i, new ReportEntry(run.Document)
                {
                    Outcome = $"{run.Cells.Count} cells in {run.Elapsed.TotalSeconds:F1} s",
                    Failed = run.Failure is not null,
                });
                report.WriteIndex();
                return Task.CompletedTask;
            });
            // Even if there is no page: a cell may have deleted the folder of the reports.
            await GuardAsync(run.Document.Name, () => StoreOrCompareAsync(i, run, cancellation));
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Writes the index.</summary>
    /// <returns>The files written; null if the index could not be.</returns>
    public async Task<ReportResult?> EndAsync()
    {
        ReportResult? written = null;
        await GuardAsync("index.html", async () => written = await ReportCommand.EndAsync(report));
        return written;
    }

    public void Dispose() => oneAtATime.Dispose();

    private async Task StoreOrCompareAsync(int i, NotebookRun run, CancellationToken cancellation)
    {
        if (request.Write && run.Failure is null)
        {
            await SaveAsync(saved[i], run.Document, cancellation);
        }
        else if (run.Failure is null && request.Parameters.Count == 0 && saved[i].CodeCells.Any(cell => cell.Outputs.Count > 0))
        {
            differences[i] = OutputComparison.Differences(saved[i], run.Document);
        }
    }

    private async Task GuardAsync(string name, Func<Task> work)
    {
        try
        {
            await work();
        }
#pragma warning disable CA1031 // Whatever goes wrong with one notebook, the others run, and the results are shown.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            var isExpected = e is IOException or UnauthorizedAccessException or BrowserException or NotebookFormatException;
            lock (faults)
            {
                faults.Add($"{name}: {(isExpected ? "" : $"{e.GetType().Name}: ")}{e.Message}");
            }
        }
    }

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

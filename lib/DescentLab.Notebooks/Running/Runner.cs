namespace DescentLab.Notebooks;

/// <summary>Runs a whole notebook, first code cell to last, in a fresh session.</summary>
public static class Runner
{
    /// <summary>What viewers draw a chart from.</summary>
    public const string PlotlyMimeType = "application/vnd.plotly.v1+json";

    /// <summary>
    /// Runs the code cells in order and stops at the first that fails (unless it carries <see cref="CellRun.MayFailTag"/>);
    /// the cells behind it are left without outputs.
    /// </summary>
    /// <remarks>
    /// Outputs are as a saved notebook holds them: a chart keeps its Plotly JSON and drops <c>text/html</c>, because viewers
    /// prefer HTML, and where scripts are stripped (GitHub) a reader would see nothing.
    /// </remarks>
    /// <param name="document">The notebook; it is not changed. Its folder is the file's, or else the current one.</param>
    /// <param name="progress">Hears of every cell as it starts, and of every line it prints; may be null.</param>
    /// <param name="cancellation">Stops the running cell, as in a <see cref="Session"/>.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static async Task<NotebookRun> RunAsync(
        NotebookDocument document, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        var copy = document.Clone();
        var cells = copy.CodeCells.ToList();
        foreach (var cell in cells)
        {
            cell.ExecutionCount = null;
            cell.Outputs = [];
        }

        using var session = new Session(Path.GetDirectoryName(document.Path) ?? Environment.CurrentDirectory);
        var done = new List<CellRun>();
        foreach (var cell in cells)
        {
            var number = done.Count + 1;
            progress?.Report(new RunProgress(number, cells.Count, Said: null));
            var result = await session.RunAsync(
                cell.Source, number, output => Tell(output, progress, number, cells.Count), cancellation: cancellation);
            cell.ExecutionCount = number;
            cell.Outputs = [.. result.Outputs.Select(AsSaved)];
            done.Add(new CellRun(number, cell, result.Elapsed, result.Error));
            if (done[^1].Stopped)
            {
                break;
            }
        }

        return new NotebookRun(copy, done, TimeSpan.FromTicks(done.Sum(cell => cell.Elapsed.Ticks)));
    }

    internal static CellOutput AsSaved(CellOutput output) =>
        output is DataOutput data && data.Data.Contains(PlotlyMimeType)
            ? data with { Data = data.Data.Without("text/html") }
            : output;

    private static void Tell(CellOutput output, IProgress<RunProgress>? progress, int cell, int cells)
    {
        if (output is StreamOutput { Text: var text } && text.AsSpan().Trim() is { IsEmpty: false } said)
        {
            progress?.Report(new RunProgress(cell, cells, said[(said.LastIndexOf('\n') + 1)..].ToString()));
        }
    }
}

using System.Text.Json;

namespace DescentLab.Notebooks;

/// <summary>Runs a notebook from its first code cell to its last, in a new session.</summary>
public static class Runner
{
    /// <summary>The MIME type of a Plotly chart.</summary>
    public const string PlotlyMimeType = "application/vnd.plotly.v1+json";

    private const int LongestLine = 200;

    /// <summary>
    /// Runs the code cells in order and stops at the first that fails (unless it has the tag <see cref="CellRun.MayFailTag"/>);
    /// the cells after it have no outputs.
    /// </summary>
    /// <remarks>
    /// The outputs have the form of a saved notebook: a chart keeps its Plotly JSON and drops <c>text/html</c>, because viewers
    /// prefer HTML, and without scripts (GitHub) a reader would see nothing.
    /// </remarks>
    /// <param name="document">The notebook; it is not changed. Cells run in the file's folder, or else in the current one.</param>
    /// <param name="options">The options; null runs in this process and without progress.</param>
    /// <param name="cancellation">Stops the running cell, as in a <see cref="Session"/>.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static async Task<NotebookRun> RunAsync(
        NotebookDocument document, RunOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        options ??= new RunOptions();
        var folder = Path.GetDirectoryName(document.Path) ?? Environment.CurrentDirectory;
        if (options.Program is not { } program)
        {
            using var session = new Session(folder, options.Engine);
            return await RunAsync(
                document,
                options.Progress,
                (cell, number, recorder) => session.RunAsync(cell.Source, number, recorder, CellLanguage.Of(document, cell), cancellation));
        }

        await using var process = SessionProcess.Start(program, folder, options.Engine, options.CellTimeout);
        var run = await RunAsync(
            document,
            options.Progress,
            (cell, number, recorder) => process.RunAsync(cell.Source, number, recorder, CellLanguage.Of(document, cell), cancellation));
        return run.Failure is null && await process.EndAsync() is var (output, error) ? WithError(run, output, error) : run;
    }

    internal static CellOutput AsSaved(CellOutput output) =>
        output is DataOutput data && data.Data.Contains(PlotlyMimeType)
            ? data with { Data = data.Data.Without("text/html") }
            : output;

    private static async Task<NotebookRun> RunAsync(
        NotebookDocument document, IProgress<RunProgress>? progress, Func<NotebookCell, int, OutputRecorder, Task<CellResult>> runCell)
    {
        var copy = document.Clone();
        var cells = copy.CodeCells.ToList();
        foreach (var cell in cells)
        {
            cell.ExecutionCount = null;
            cell.Outputs = [];
        }

        var recorders = new OutputRecorder[cells.Count];
        var atEnd = new List<IReadOnlyList<CellOutput>>();
        var done = new List<CellRun>();
        foreach (var cell in cells)
        {
            var number = done.Count + 1;
            progress?.Report(new RunProgress(number, cells.Count, LastLine: null));
            recorders[done.Count] = new OutputRecorder(output => Listen(output, number), keepsLate: true);
            var result = await runCell(cell, number, recorders[done.Count]);
            var (outputs, badJson) = WithoutBadJson(result.Outputs);
            cell.ExecutionCount = number;
            cell.Outputs = [.. outputs.Select(AsSaved)];
            atEnd.Add(result.Outputs);
            done.Add(new CellRun(number, cell, result.Elapsed, result.Error ?? badJson));
            if (done[^1].Stopped)
            {
                break;
            }
        }

        for (var i = 0; i < done.Count; i++)
        {
            // A task may have outlived its cell, and a later cell may have updated what an earlier one shows.
            var outputs = recorders[i].ToList();
            if (!outputs.SequenceEqual(atEnd[i], ReferenceEqualityComparer.Instance))
            {
                done[i].Cell.Outputs = [.. WithoutBadJson(outputs).Outputs.Select(AsSaved)];
            }
        }

        return new NotebookRun(copy, done, TimeSpan.FromTicks(done.Sum(cell => cell.Elapsed.Ticks)));

        void Listen(CellOutput output, int number)
        {
            if (output is DisplayUpdate update)
            {
                foreach (var earlier in recorders.Take(number - 1))
                {
                    earlier.Replace(update.DisplayId, update.Data);
                }
            }

            if (progress is not null && number > done.Count)
            {
                Report(output, progress, number, cells.Count);
            }
        }
    }

    // A notebook file stores JSON types as JSON, so the output of the reader's formatters must be valid.
    private static (IEnumerable<CellOutput> Outputs, CellError? Error) WithoutBadJson(IReadOnlyList<CellOutput> outputs)
    {
        var (good, error) = (new List<CellOutput>(outputs.Count), (CellError?)null);
        foreach (var output in outputs)
        {
            var data = (output as DataOutput)?.Data ?? MimeBundle.Empty;
            var bad = data.Where(pair => MimeBundle.IsJson(pair.Key) && !IsJson(pair.Value)).Select(pair => pair.Key).ToList();
            good.Add(bad is [] ? output : (DataOutput)output with { Data = bad.Aggregate(data, (rest, type) => rest.Without(type)) });
            if (bad is not [])
            {
                error = new CellError("FormatterError", $"The formatter for {string.Join(", ", bad)} wrote text that is not JSON.", Line: null);
                good.Add(new ErrorOutput(error.Name, error.Message, [error.Message]));
            }
        }

        return (good, error);
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return !text.Contains("\\ud", StringComparison.OrdinalIgnoreCase) || IsText(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // Throws at half a surrogate pair, which the grammar of JSON allows, and no file can store.
    private static bool IsText(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().All(member => member.Name is not null && IsText(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().All(IsText),
        JsonValueKind.String => json.GetString() is not null,
        _ => true,
    };

    // An error in code that outlives the last cell (a thread, an async void method) is shown in that cell.
    private static NotebookRun WithError(NotebookRun run, ErrorOutput output, CellError error)
    {
        if (run.Cells is not [.., var last])
        {
            return run;
        }

        last.Cell.Outputs = [.. last.Cell.Outputs, output];
        return run with { Cells = [.. run.Cells.SkipLast(1), last with { Error = error with { EndsSession = true } }] };
    }

    private static void Report(CellOutput output, IProgress<RunProgress> progress, int cell, int cells)
    {
        if (output is StreamOutput { Text: var text } && text.AsSpan().Trim() is { IsEmpty: false } trimmed)
        {
            var line = trimmed[(trimmed.LastIndexOf('\n') + 1)..];
            progress.Report(new RunProgress(cell, cells, line[..Math.Min(line.Length, LongestLine)].ToString()));
        }
    }
}

using DescentLab.Notebooks;
using Spectre.Console;

namespace DescentLab.Cli;

/// <summary>Shows a run: a live bar a notebook on a terminal, a line a notebook elsewhere, and a table at the end.</summary>
internal static class RunDisplay
{
    /// <summary>Runs the notebooks one after another and shows how far each is.</summary>
    public static Task<IReadOnlyList<NotebookRun>> ShowAsync(
        IReadOnlyList<NotebookDocument> documents, CancellationToken cancellation) =>
        AnsiConsole.Profile.Capabilities.Interactive
            ? ShowLiveAsync(documents, cancellation)
            : ShowLinesAsync(documents, cancellation);

    /// <summary>Writes the table, the failures and where the reports are.</summary>
    public static void Close(IReadOnlyList<NotebookRun> runs, string index)
    {
        var table = new Table().RoundedBorder()
            .AddColumn("Notebook")
            .AddColumn(new TableColumn("Cells").RightAligned())
            .AddColumn(new TableColumn("Seconds").RightAligned())
            .AddColumn("Result");
        foreach (var run in runs)
        {
            table.AddRow(
                Markup.Escape(run.Document.Name),
                $"{run.Cells.Count}",
                $"{run.Elapsed.TotalSeconds:F1}",
                run.Failure is { } failure ? $"[red]failed at cell {failure.Number}[/]" : "[green]ok[/]");
        }

        AnsiConsole.Write(table);
        foreach (var message in runs.Select(run => run.FailureMessage).OfType<string>())
        {
            Console.Error.WriteLine(message);
        }

        Console.WriteLine($"Reports: {index}");
    }

    private static Task<IReadOnlyList<NotebookRun>> ShowLiveAsync(
        IReadOnlyList<NotebookDocument> documents, CancellationToken cancellation) =>
        AnsiConsole.Progress()
            .Columns(
                new SpinnerColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bars = documents.Select(document => context.AddTask(Markup.Escape(document.Name), autoStart: false)).ToList();
                var runs = new List<NotebookRun>();
                foreach (var (document, bar) in documents.Zip(bars))
                {
                    bar.StartTask();
                    runs.Add(await Runner.RunAsync(document, new Bar(document.Name, bar), cancellation));
                    bar.Description = Markup.Escape(document.Name);
                    bar.Value = bar.MaxValue;
                    bar.StopTask();
                }

                return (IReadOnlyList<NotebookRun>)runs;
            });

    private static async Task<IReadOnlyList<NotebookRun>> ShowLinesAsync(
        IReadOnlyList<NotebookDocument> documents, CancellationToken cancellation)
    {
        var runs = new List<NotebookRun>();
        foreach (var document in documents)
        {
            Console.WriteLine($"{document.Name} …");
            runs.Add(await Runner.RunAsync(document, progress: null, cancellation));
        }

        return runs;
    }

    private sealed class Bar(string name, ProgressTask task) : IProgress<RunProgress>
    {
        private const int Room = 40;

        public void Report(RunProgress value)
        {
            task.MaxValue = value.Cells;
            task.Value = value.Cell - 1;
            var said = value.Said is { Length: > Room } text ? text[..Room] + "…" : value.Said;
            task.Description = Markup.Escape(said is null ? $"{name}  cell {value.Cell}/{value.Cells}" : $"{name}  {said}");
        }
    }
}

using DescentLab.Notebooks;
using Spectre.Console;

namespace DescentLab.Cli;

/// <summary>Shows a run: a live bar for each notebook in a terminal, lines elsewhere, and a table at the end.</summary>
internal static class RunDisplay
{
    /// <summary>How many notebooks run in parallel: most cells use one core, and the long ones share the cores.</summary>
    private const int InParallel = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Runs the notebooks and shows the progress of each; ends early, without an exception, after Ctrl-C.</summary>
    public static async Task ShowAsync(RunWork work, CancellationToken cancellation)
    {
        try
        {
            await (AnsiConsole.Profile.Capabilities.Interactive ? ShowLiveAsync(work, cancellation) : ShowLinesAsync(work, cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
        }
    }

    /// <summary>Writes the table, the failures and the path of the reports.</summary>
    /// <param name="work">The notebooks.</param>
    /// <param name="index">The index of the reports; null if it could not be written.</param>
    public static void Close(RunWork work, string? index)
    {
        var table = new Table().RoundedBorder()
            .AddColumn("Notebook")
            .AddColumn(new TableColumn("Cells").RightAligned())
            .AddColumn(new TableColumn("Seconds").RightAligned())
            .AddColumn("Result");
        foreach (var (document, run, differences) in work.Documents.Zip(work.Runs, work.Differences))
        {
            table.AddRow(
                Markup.Escape(document.Name),
                $"{run?.Cells.Count}",
                $"{run?.Elapsed.TotalSeconds:F1}",
                run is null ? "[yellow]not finished[/]" : run.Failure is { } failure ? $"[red]failed at cell {failure.Number}[/]"
                : differences.Count > 0 ? $"[green]ok[/], {differences.Count} {(differences.Count == 1 ? "cell differs" : "cells differ")}" : "[green]ok[/]");
        }

        AnsiConsole.Write(table);
        foreach (var first in work.Differences.Where(differences => differences.Count > 0).Select(differences => differences[0]))
        {
            Console.WriteLine($"Not as saved: {first}");
        }

        foreach (var message in work.Runs.Select(run => run?.FailureMessage).OfType<string>().Concat(work.Faults))
        {
            Console.Error.WriteLine(message);
        }

        if (index is not null)
        {
            Console.WriteLine($"Reports: {index}");
        }
    }

    private static Task ShowLiveAsync(RunWork work, CancellationToken cancellation) =>
        AnsiConsole.Progress()
            .Columns(
                new SpinnerColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                var bars = work.Documents.Select(document => context.AddTask(Markup.Escape(document.Name), autoStart: false)).ToList();
                return EachAsync(
                    work,
                    async (i, name, token) =>
                    {
                        bars[i].StartTask();
                        await work.RunAsync(i, new Bar(name, bars[i]), token);
                        bars[i].Description = Markup.Escape(name);
                        bars[i].Value = bars[i].MaxValue;
                        bars[i].StopTask();
                    },
                    cancellation);
            });

    private static async Task ShowLinesAsync(RunWork work, CancellationToken cancellation)
    {
        var lines = new Lines();
        await using var timer = new Timer(_ => lines.PrintProgress(), state: null, Pause, Pause);
        await EachAsync(
            work,
            async (i, name, token) =>
            {
                lines.Begin(name);
                await work.RunAsync(i, lines.Of(name), token);
                var run = work.Runs[i];
                lines.End(name, run is null ? "not finished" : run.Failure is { } failure ? $"failed at cell {failure.Number}" : $"{run.Cells.Count} cells in {run.Elapsed.TotalSeconds:F1} s");
            },
            cancellation);
    }

    private static Task EachAsync(RunWork work, Func<int, string, CancellationToken, Task> run, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, work.Documents.Count),
            new ParallelOptions { MaxDegreeOfParallelism = InParallel, CancellationToken = cancellation },
            async (i, token) => await run(i, work.Documents[i].Name, token));

    private sealed class Bar(string name, ProgressTask task) : IProgress<RunProgress>
    {
        private const int MaxLength = 40;

        public void Report(RunProgress value)
        {
            task.MaxValue = value.Cells;
            task.Value = value.Cell - 1;
            var output = value.LastLine is { Length: > MaxLength } text ? text[..MaxLength] + "…" : value.LastLine;
            task.Description = Markup.Escape(output is null ? $"{name}  cell {value.Cell}/{value.Cells}" : $"{name}  {output}");
        }
    }

    /// <summary>The display outside a terminal: a line when a notebook begins and ends, and its progress every ten seconds.</summary>
    private sealed class Lines
    {
        private readonly Lock gate = new();
        private readonly Dictionary<string, RunProgress> now = [];

        public IProgress<RunProgress> Of(string name) => new At(this, name);

        public void Begin(string name)
        {
            lock (gate)
            {
                Console.WriteLine($"{name} …");
            }
        }

        public void End(string name, string how)
        {
            lock (gate)
            {
                now.Remove(name);
                Console.WriteLine($"{name}: {how}");
            }
        }

        public void PrintProgress()
        {
            lock (gate)
            {
                foreach (var (name, at) in now)
                {
                    Console.WriteLine($"{name}: cell {at.Cell} of {at.Cells}{(at.LastLine is null ? "" : $": {at.LastLine}")}");
                }
            }
        }

        private void Note(string name, RunProgress value)
        {
            lock (gate)
            {
                now[name] = value;
            }
        }

        private sealed class At(Lines lines, string name) : IProgress<RunProgress>
        {
            public void Report(RunProgress value) => lines.Note(name, value);
        }
    }
}

using System.CommandLine;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary>What to run, and what to do with it.</summary>
internal sealed record RunRequest
{
    /// <summary>Files, or beginnings of names; none means all.</summary>
    public IReadOnlyList<string> Notebooks { get; init; } = [];

    /// <summary>Where the reports go; null means <c>reports/</c> in the repository.</summary>
    public string? Output { get; init; }

    /// <summary>Parameters to set to other values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>Whether to store the outputs in the notebooks.</summary>
    public bool Write { get; init; }
}

/// <summary><c>descentlab run</c>: runs notebooks, shows how far it is, writes the reports.</summary>
internal static class RunCommand
{
    private const int Interrupted = 130;

    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks")
        {
            Description = "Notebooks to run: files, or the beginning of a name in notebooks/ (01). All of them when left out.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The folder for the reports. Default: reports/ in the repository, or in this folder outside of one.",
            HelpName = "folder",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "Sets a variable of the parameters cell to another value, for this run only. May be repeated.",
            HelpName = "name=value",
            Arity = ArgumentArity.OneOrMore,
            DefaultValueFactory = _ => [],
        };
        var write = new Option<bool>("--write")
        {
            Description = "Stores the outputs in the notebooks that ran to their end. Not with --set: saved outputs belong to the saved source.",
        };
        var command = new Command("run", "Runs notebooks and writes one report for each, with an index.") { notebooks, output, set, write };
        command.Validators.Add(result =>
        {
            foreach (var pair in result.GetValue(set) ?? [])
            {
                if (pair.IndexOf('=', StringComparison.Ordinal) < 1)
                {
                    result.AddError($"--set {pair}: write it as name=value.");
                }
            }

            if (result.GetValue(write) && result.GetValue(set) is { Length: > 0 })
            {
                result.AddError("--write stores outputs beside the source that made them, which --set has changed: "
                    + "leave one of the two out, or change the parameters cell itself.");
            }
        });
        command.SetAction((parsed, cancellation) => RunAsync(
            new RunRequest
            {
                Notebooks = parsed.GetValue(notebooks) ?? [],
                Output = parsed.GetValue(output),
                Parameters = [.. (parsed.GetValue(set) ?? []).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]))],
                Write = parsed.GetValue(write),
            },
            cancellation));
        return command;
    }

    /// <summary>Runs, writes, and gives the exit code: 0, 1 after a failure, 130 after Ctrl-C.</summary>
    public static async Task<int> RunAsync(RunRequest request, CancellationToken cancellation)
    {
        try
        {
            var repository = Repository.FindOrHere();
            IReadOnlyList<string> paths = request.Notebooks.Count > 0
                ? [.. request.Notebooks.Select(repository.Resolve)]
                : repository.Notebooks;
            if (paths.Count == 0)
            {
                throw new UserException($"There is no notebook in {repository.NotebooksFolder}: name one, or go into Descent Lab's folder.");
            }

            // Every name and value is checked before the first cell runs.
            var documents = paths.Select(NotebookDocument.Load)
                .Select(document => NotebookParameters.Set(document, request.Parameters)).ToList();
            var runs = await RunDisplay.ShowAsync(documents, cancellation);
            if (request.Write)
            {
                foreach (var run in runs.Where(run => run.Failure is null))
                {
                    run.Document.Save(run.Document.Path!);
                }
            }

            var index = WriteReports(runs, Path.GetFullPath(request.Output ?? repository.ReportsFolder));
            RunDisplay.Close(runs, index);
            return runs.Any(run => run.Failure is not null) ? 1 : 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return Interrupted;
        }
        catch (Exception e) when (e is UserException or NotebookFormatException or NotebookParameterException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static string WriteReports(IReadOnlyList<NotebookRun> runs, string folder)
    {
        var result = ReportWriter.Write(
            [
                .. runs.Select(run => new ReportEntry(run.Document)
                {
                    Outcome = $"{run.Cells.Count} cells in {run.Elapsed.TotalSeconds:F1} s",
                    Failed = run.Failure is not null,
                }),
            ],
            folder);
        foreach (var warning in result.Warnings)
        {
            Console.Error.WriteLine($"Report: {warning}");
        }

        return result.IndexPath;
    }
}

using System.CommandLine;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary>What to run, and what to do with the results.</summary>
internal sealed record RunRequest
{
    /// <summary>Files, or beginnings of names; none means all.</summary>
    public IReadOnlyList<string> Notebooks { get; init; } = [];

    /// <summary>The folder and the options of the reports.</summary>
    public ReportRequest Report { get; init; } = new();

    /// <summary>Parameters to set to other values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>The time limit of a cell; null means no limit.</summary>
    public TimeSpan? CellTimeout { get; init; }

    /// <summary>The C# engine that runs the cells.</summary>
    public CSharpEngine Engine { get; init; }

    /// <summary>Whether to store the outputs in the notebooks.</summary>
    public bool Write { get; init; }

    /// <summary>Whether to store a picture of every figure too.</summary>
    public bool Images { get; init; }
}

/// <summary><c>descentlab run</c>: runs notebooks, shows the progress, and writes the reports.</summary>
internal static class RunCommand
{
    private const int MostSeconds = 7 * 24 * 3600;

    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks")
        {
            Description = "Notebooks to run: files, or the beginning of a name in notebooks/ (01). Default: all.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var set = new Option<string[]>("--set")
        {
            Description = "Sets a variable of the parameters cell to another value, for this run only. Can be repeated.",
            HelpName = "name=value",
            Arity = ArgumentArity.OneOrMore,
            DefaultValueFactory = _ => [],
        };
        var write = new Option<bool>("--write")
        {
            Description = "Stores the outputs in the notebooks that ran without error. Not with --set: saved outputs must match the saved source.",
        };
        var images = new Option<bool>("--images")
        {
            Description = "With --write: stores a picture of every figure too, so that GitHub's preview shows it. Needs Chromium, Chrome or Edge.",
        };
        var timeout = new Option<double?>("--timeout")
        {
            Description = "Ends a notebook when one of its cells takes longer than this many seconds. Default: no limit.",
            HelpName = "seconds",
        };
        var engine = EngineOption.Create();
        var switches = new ReportSwitches();
        var command = new Command("run", "Runs notebooks, each in its own process, and writes a report of each, with an index.")
        {
            notebooks, set, write, images, timeout, engine,
        };
        switches.AddTo(command);
        command.Validators.Add(result =>
        {
            foreach (var pair in result.GetValue(set) ?? [])
            {
                if (pair.IndexOf('=', StringComparison.Ordinal) < 1)
                {
                    result.AddError($"--set {pair}: write it as name=value.");
                }
            }

            if (result.GetValue(timeout) is not (null or > 0 and <= MostSeconds))
            {
                result.AddError($"--timeout {result.GetValue(timeout)}: give a number of seconds, more than 0 and at most {MostSeconds} (a week).");
            }

            if (result.GetValue(write) && result.GetValue(set) is { Length: > 0 })
            {
                result.AddError("--write stores outputs beside the source that made them, which --set has changed: "
                    + "leave one of the two out, or change the parameters cell itself.");
            }

            if (result.GetValue(images) && !result.GetValue(write))
            {
                result.AddError("--images stores pictures in the notebooks: add --write, or use descentlab images for notebooks that are saved already.");
            }
        });
        command.SetAction((parsed, cancellation) => RunAsync(
            new RunRequest
            {
                Notebooks = parsed.GetValue(notebooks) ?? [],
                Parameters = [.. (parsed.GetValue(set) ?? []).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]))],
                CellTimeout = parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                Engine = parsed.GetValue(engine),
                Write = parsed.GetValue(write),
                Images = parsed.GetValue(images),
                Report = switches.Read(parsed),
            },
            cancellation));
        return command;
    }

    /// <summary>Runs the notebooks, writes the reports, and returns the exit code: 0, 1 after a failure, 130 after Ctrl-C.</summary>
    public static Task<int> RunAsync(RunRequest request, CancellationToken cancellation) => CommandRunner.RunAsync(async () =>
    {
        var repository = Repository.FindOrHere();
        var saved = repository.Select(request.Notebooks).Select(NotebookDocument.Load).ToList();

        if (request.Write && saved.Find(document => document.IsDib) is { } dib)
        {
            throw new UserException($"{dib.Name}: a .dib file cannot hold outputs. Convert it first: {Invocation.Text} convert {dib.Name}.dib {dib.Name}.ipynb");
        }

        // Every mistake in the request is found before the first cell runs.
        var documents = saved.Select(document => NotebookParameters.Set(document, request.Parameters)).ToList();
        ReportCommand.Prepare(request.Report);
        if (request.Images)
        {
            InstalledBrowser.Require();
        }

        if (request.Write)
        {
            foreach (var folder in documents.Select(document => Path.GetDirectoryName(document.Path)!).Distinct())
            {
                WritableFolder.Require(folder, "the notebooks' outputs are stored there (--write)");
            }

            // A read-only notebook, or one whose link leads to a read-only folder.
            documents.ForEach(document => AtomicFile.RequireWritable(document.Path!));
        }

        var report = ReportCommand.Begin(documents, request.Report, repository);
        using var work = new RunWork(request, saved, documents, report);
        await RunDisplay.ShowAsync(work, cancellation);
        var written = await work.EndAsync();
        // The results are shown first: a browser may fail.
        RunDisplay.Close(work, written?.IndexPath);
        if (cancellation.IsCancellationRequested)
        {
            return CommandRunner.Interrupted;
        }

        if (written is not null)
        {
            await ReportCommand.PrintAsync(written, request.Report, cancellation);
        }

        return work.Failed ? 1 : 0;
    }, cancellation);
}

using System.CommandLine;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary><c>descentlab check</c>: holds the notebooks to the collection's rules.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks")
        {
            Description = "Notebooks to check: files, or the beginning of a name in notebooks/ (01). All of them when left out.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var fix = new Option<bool>("--fix")
        {
            Description = "Mends what an editor rewrote: format, metadata, ids, the pictures of figures. Says what is left.",
        };
        var run = new Option<bool>("--run") { Description = "Runs the notebooks too, and compares what they show with what is saved." };
        var command = new Command("check", "Checks notebooks against the rules of the collection.") { notebooks, fix, run };
        command.SetAction((parsed, cancellation) => Ending.OfAsync(
            () => CheckAsync(parsed.GetValue(notebooks) ?? [], parsed.GetValue(fix), parsed.GetValue(run), cancellation), cancellation));
        return command;
    }

    private static async Task<int> CheckAsync(string[] names, bool fix, bool run, CancellationToken cancellation)
    {
        var repository = Repository.FindOrHere();
        var paths = repository.Select(names);
        var (documents, faulty) = (new List<NotebookDocument>(), 0);
        foreach (var path in paths)
        {
            var document = await LoadAsync(path, fix, cancellation);
            documents.AddRange(document is null ? [] : [document]);
            faulty += document is not null && await KeepsTheRulesAsync(document, run, cancellation) ? 0 : 1;
        }

        var together = NotebookRules.CheckTogether(documents.Where(document => !document.IsDib));
        Tell(together);
        var course = names.Length > 0 ? [] : CheckCourse(repository, fix);
        Tell(course);
        Console.WriteLine(Verdict(paths.Count, faulty, together.Count, run));
        return faulty + together.Count + course.Count == 0 ? 0 : 1;
    }

    // The map of all notebooks, the links between them, and those of the texts beside them.
    private static IReadOnlyList<RuleViolation> CheckCourse(Repository repository, bool fix)
    {
        foreach (var file in fix ? Course.Load(repository.NotebooksFolder).Update() : [])
        {
            Console.WriteLine($"{file}: brought up to date");
        }

        return [.. Course.Load(repository.NotebooksFolder).Check(), .. repository.Documents.SelectMany(Course.CheckLinks)];
    }

    private static async Task<NotebookDocument?> LoadAsync(string path, bool fix, CancellationToken cancellation)
    {
        try
        {
            var document = NotebookDocument.Load(path);
            if (!fix || document.IsDib)
            {
                return document;
            }

            var mended = NotebookRules.Normalise(document);
            await RestorePicturesAsync(mended, cancellation);
            if (mended.IsAsStored())
            {
                return document;
            }

            mended.Save(path);
            Console.WriteLine($"{document.Name}: mended");
            return mended;
        }
        catch (Exception e) when (e is NotebookFormatException or NotebookChangedException)
        {
            Console.WriteLine(e.Message);
            return null;
        }
    }

    // Figures that are as they were last committed keep that picture; others are drawn where there is a browser.
    private static async Task RestorePicturesAsync(NotebookDocument document, CancellationToken cancellation)
    {
        if (Lacking(document) && await CommittedNotebook.ReadAsync(document.Path!, cancellation) is { } committed)
        {
            FigurePictures.Keep(committed, document);
        }

        if (Lacking(document) && InstalledBrowser.Find() is not null)
        {
            await ImagesCommand.DrawAsync([document], cancellation);
        }
    }

    private static bool Lacking(NotebookDocument document) =>
        document.CodeCells.SelectMany(cell => cell.Outputs).Any(output => FigurePictures.Fault(output) is not null);

    private static async Task<bool> KeepsTheRulesAsync(NotebookDocument document, bool run, CancellationToken cancellation)
    {
        var violations = NotebookRules.Check(document);
        Tell(violations);
        if (!run)
        {
            return violations.Count == 0;
        }

        var fresh = await Runner.RunAsync(document, new RunOptions { Program = NotebookProcess.Program }, cancellation);
        IReadOnlyList<string> differences = fresh.FailureMessage is { } failure ? [failure] : OutputComparison.Differences(document, fresh.Document);
        Tell(differences);
        return violations.Count + differences.Count == 0;
    }

    private static void Tell<T>(IReadOnlyList<T> faults)
    {
        foreach (var fault in faults)
        {
            Console.WriteLine(Invocation.Here($"{fault}"));
        }
    }

    // Nothing in a file tells that a cell was edited after its outputs were made: only running it does.
    private static string Verdict(int notebooks, int faulty, int together, bool run) => faulty + together > 0
        ? $"{faulty} of {Count(notebooks)} {(faulty == 1 ? "does" : "do")} not keep the rules{(together > 0 ? ", and not all have the same setup cell" : "")}."
        : $"{Count(notebooks)} keep{(notebooks == 1 ? "s" : "")} the rules{(run ? ", and the saved outputs are those of a fresh run." : ". Whether the saved outputs are still true, only a run tells: check --run.")}";

    private static string Count(int notebooks) => notebooks == 1 ? "1 notebook" : $"{notebooks} notebooks";
}

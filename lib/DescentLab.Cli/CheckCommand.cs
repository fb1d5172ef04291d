using System.CommandLine;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary><c>descentlab check</c>: checks the notebooks against the rules of the collection.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks")
        {
            Description = "Notebooks to check: files, or the beginning of a name in notebooks/ (01). Default: all.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var fix = new Option<bool>("--fix")
        {
            Description = "Fixes what an editor rewrote: format, metadata, ids, the pictures of figures. Lists what is left to fix.",
        };
        var run = new Option<bool>("--run") { Description = "Runs the notebooks too, and compares their outputs with the saved ones." };
        var against = new Option<string?>("--against")
        {
            Description = "Compares the saved outputs with those of notebooks of the same name in this folder, run by another program.",
            HelpName = "folder",
        };
        var command = new Command("check", "Checks notebooks against the rules of the collection.") { notebooks, fix, run, against };
        command.Validators.Add(result =>
        {
            if (result.GetValue(against) is not null && result.GetValue(run))
            {
                result.AddError("--run and --against both choose what the saved outputs are compared with: give only one of them.");
            }
        });
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(
            () =>
            {
                Func<NotebookDocument, Task<IReadOnlyList<string>>>? compare = (parsed.GetValue(run), parsed.GetValue(against)) switch
                {
                    (true, _) => document => CompareWithRunAsync(document, cancellation),
                    (_, { } folder) => document => Task.FromResult(CompareWithFile(document, folder)),
                    _ => null,
                };
                return CheckAsync(parsed.GetValue(notebooks) ?? [], parsed.GetValue(fix), compare, cancellation);
            },
            cancellation));
        return command;
    }

    private static async Task<int> CheckAsync(
        string[] names, bool fix, Func<NotebookDocument, Task<IReadOnlyList<string>>>? compare, CancellationToken cancellation)
    {
        var repository = Repository.FindOrHere();
        var paths = repository.Select(names);
        var (documents, faulty) = (new List<NotebookDocument>(), 0);
        foreach (var path in paths)
        {
            var document = await LoadAsync(path, fix, cancellation);
            documents.AddRange(document is null ? [] : [document]);
            faulty += document is not null && await FollowsTheRulesAsync(document, compare) ? 0 : 1;
        }

        var together = NotebookRules.CheckTogether(documents.Where(document => !document.IsDib));
        Print(together);
        var course = names.Length > 0 ? [] : CheckCourse(repository, fix);
        Print(course);
        Console.WriteLine(Summary(paths.Count, faulty, together.Count, course.Count, compare is not null));
        return faulty + together.Count + course.Count == 0 ? 0 : 1;
    }

    // The course map, the links between the notebooks, and the links in the markdown files.
    private static IReadOnlyList<RuleViolation> CheckCourse(Repository repository, bool fix)
    {
        foreach (var file in fix ? Course.Load(repository.NotebooksFolder).Update() : [])
        {
            Console.WriteLine($"{file}: updated");
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

            var normalised = NotebookRules.Normalise(document);
            await RestorePicturesAsync(normalised, cancellation);
            if (normalised.IsAsStored())
            {
                return document;
            }

            normalised.Save(path);
            Console.WriteLine($"{document.Name}: fixed");
            return normalised;
        }
        catch (Exception e) when (e is NotebookFormatException or IOException or UnauthorizedAccessException)
        {
            Console.WriteLine(e.Message);
            return null;
        }
    }

    // Figures that have not changed since the last commit keep their picture; the others are drawn if a browser is installed.
    private static async Task RestorePicturesAsync(NotebookDocument document, CancellationToken cancellation)
    {
        if (ImagesCommand.LacksPictures(document) && await CommittedNotebook.ReadAsync(document.Path!, cancellation) is { } committed)
        {
            FigurePictures.Keep(committed, document);
        }

        if (ImagesCommand.LacksPictures(document) && InstalledBrowser.Find() is not null)
        {
            await ImagesCommand.DrawAsync([document], cancellation);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static async Task<bool> FollowsTheRulesAsync(NotebookDocument document, Func<NotebookDocument, Task<IReadOnlyList<string>>>? compare)
    {
        var violations = NotebookRules.Check(document);
        Print(violations);
        var differences = compare is null ? [] : await compare(document);
        Print(differences);
        return violations.Count + differences.Count == 0;
    }

    private static async Task<IReadOnlyList<string>> CompareWithRunAsync(NotebookDocument document, CancellationToken cancellation)
    {
        var fresh = await Runner.RunAsync(document, new RunOptions { Program = NotebookProcess.Program }, cancellation);
        return fresh.FailureMessage is { } failure ? [failure] : OutputComparison.Differences(document, fresh.Document);
    }

    private static IReadOnlyList<string> CompareWithFile(NotebookDocument document, string folder)
    {
        var path = Path.Combine(folder, Path.GetFileName(document.Path!));
        try
        {
            return File.Exists(path) ? OutputComparison.Differences(document, NotebookDocument.Load(path)) : [$"{document.Name}: {path} does not exist."];
        }
        catch (NotebookFormatException e)
        {
            return [e.Message];
        }
    }

    private static void Print<T>(IReadOnlyList<T> faults)
    {
        foreach (var fault in faults)
        {
            Console.WriteLine(Invocation.Here($"{fault}"));
        }
    }

    // A file does not record that a cell was edited after its outputs were made: only a run shows it.
    internal static string Summary(int notebooks, int faulty, int together, int course, bool compared) => faulty + together > 0
        ? $"{faulty} of {Count(notebooks)} {(faulty == 1 ? "breaks" : "break")} the rules{(together > 0 ? ", and the setup cells differ" : "")}."
        : course > 0
        ? $"{Count(notebooks)} follow{(notebooks == 1 ? "s" : "")} the rules, but the map of the course or its links {(course == 1 ? "have a fault" : $"have {course} faults")}."
        : $"{Count(notebooks)} follow{(notebooks == 1 ? "s" : "")} the rules{(compared ? ", and the saved outputs match." : ". To compare the saved outputs with a fresh run: check --run.")}";

    private static string Count(int notebooks) => notebooks == 1 ? "1 notebook" : $"{notebooks} notebooks";
}

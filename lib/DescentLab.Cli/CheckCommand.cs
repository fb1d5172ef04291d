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
        var fix = new Option<bool>("--fix") { Description = "Mends what an editor rewrote: format, metadata, ids. Says what is left." };
        var outputs = new Option<bool>("--outputs") { Description = "Runs the notebooks too, and compares what they show with what is saved." };
        var command = new Command("check", "Checks notebooks against the rules of the collection.") { notebooks, fix, outputs };
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                var repository = Repository.Find();
                var paths = parsed.GetValue(notebooks) is { Length: > 0 } names ? [.. names.Select(repository.Resolve)] : repository.Notebooks;
                var violations = 0;
                foreach (var path in paths)
                {
                    violations += await CheckAsync(path, parsed.GetValue(fix), parsed.GetValue(outputs), cancellation);
                }

                Console.WriteLine(violations == 0 ? $"{paths.Count} notebooks keep the rules." : $"{violations} faults in {paths.Count} notebooks.");
                return violations == 0 ? 0 : 1;
            }
            catch (Exception e) when (e is UserException or NotebookFormatException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return 1;
            }
        });
        return command;
    }

    private static async Task<int> CheckAsync(string path, bool fix, bool outputs, CancellationToken cancellation)
    {
        var document = NotebookDocument.Load(path);
        if (fix && NotebookRules.Normalise(document) is var mended && mended.ToJson() != await File.ReadAllTextAsync(path, cancellation))
        {
            mended.Save(path);
            Console.WriteLine($"{document.Name}: mended");
            document = NotebookDocument.Load(path);
        }

        List<string> faults = [.. NotebookRules.Check(document).Select(violation => violation.ToString())];
        if (outputs)
        {
            var run = await Runner.RunAsync(document, cancellation: cancellation);
            faults.AddRange(run.FailureMessage is { } failure ? [failure] : OutputComparison.Differences(document, run.Document));
        }

        faults.ForEach(Console.WriteLine);
        return faults.Count;
    }
}

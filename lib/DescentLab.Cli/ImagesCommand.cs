using System.CommandLine;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary><c>descentlab images</c>: adds pictures of the figures to saved notebooks.</summary>
internal static class ImagesCommand
{
    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks")
        {
            Description = "Notebooks: files, or the beginning of a name in notebooks/ (01). Default: all in notebooks/.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(
            "images", "Adds a picture to every saved figure that has none, so that GitHub's preview shows it. Runs no notebook.") { notebooks };
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(async () =>
        {
            var documents = Repository.FindOrHere().Select(parsed.GetValue(notebooks) ?? []).Select(NotebookDocument.Load).ToList();
            foreach (var folder in documents.Where(LacksPictures).Select(document => Path.GetDirectoryName(document.Path)!).Distinct())
            {
                WritableFolder.Require(folder, "the pictures are stored in its notebooks");
            }

            var unsaved = 0;
            foreach (var document in await DrawAsync(documents, cancellation))
            {
                try
                {
                    document.Save(document.Path!);
                    Console.WriteLine($"{document.Name}: {new FileInfo(document.Path!).Length / 1e6:F2} MB");
                }
                catch (Exception e) when (e is NotebookFormatException or IOException or UnauthorizedAccessException)
                {
                    await Console.Error.WriteLineAsync(e.Message);
                    unsaved++;
                }
            }

            cancellation.ThrowIfCancellationRequested();
            return unsaved == 0 ? 0 : 1;
        }, cancellation));
        return command;
    }

    /// <summary>Whether a figure has no picture, or an outdated one.</summary>
    public static bool LacksPictures(NotebookDocument document) =>
        document.CodeCells.SelectMany(cell => cell.Outputs).Any(output => FigurePictures.Fault(output) is not null);

    /// <summary>Draws the figures that have no picture, until Ctrl-C, and reports those that could not be drawn.</summary>
    /// <returns>The notebooks whose outputs have changed.</returns>
    public static async Task<IReadOnlyCollection<NotebookDocument>> DrawAsync(IReadOnlyCollection<NotebookDocument> documents, CancellationToken cancellation)
    {
        var result = await FigurePictures.DrawAsync(documents, cancellation);
        foreach (var warning in result.Warnings)
        {
            await Console.Error.WriteLineAsync($"Picture: {warning}");
        }

        Console.WriteLine(result.Drawn == 1 ? "1 picture drawn." : $"{result.Drawn} pictures drawn.");
        return result.Changed;
    }
}

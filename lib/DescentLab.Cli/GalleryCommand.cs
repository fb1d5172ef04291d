using System.CommandLine;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary><c>descentlab gallery</c>: writes a contact sheet of all figures.</summary>
internal static class GalleryCommand
{
    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks")
        {
            Description = "Notebooks with saved outputs, or figures saved as Plotly JSON (.json): files, or the beginning of a name in notebooks/ (01). Default: all notebooks.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var output = FolderOption.Create("The folder for the sheet. Default: reports/gallery in the repository.", "my-gallery");
        var command = new Command(
            "gallery",
            "Writes a contact sheet: every saved figure in light, grey, dark and VS Code's dark theme, at 390 px and as its saved picture. Runs no notebook.")
        {
            notebooks, output,
        };
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(async () =>
        {
            InstalledBrowser.Require();
            var repository = Repository.FindOrHere();
            var documents = repository.Select(parsed.GetValue(notebooks) ?? []).Select(Load).ToList();
            var folder = parsed.GetValue(output) ?? Path.Combine(repository.ReportsFolder, "gallery");
            WritableFolder.Require(folder, "the sheets belong there (choose another with --output)");
            var result = await FigureGallery.WriteAsync(documents, folder, new Lines(), cancellation);
            Console.WriteLine($"{result.Figures} figures on {result.SheetPaths.Count} sheets: {result.IndexPath}");
            return 0;
        }, cancellation));
        return command;
    }

    /// <summary>Loads a notebook, or a figure's JSON as a notebook with that one figure.</summary>
    private static NotebookDocument Load(string path) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? FigureGallery.OfFigure(File.ReadAllText(path), Path.GetFileNameWithoutExtension(path))
            : NotebookDocument.Load(path);

    // Progress<T> reports on other threads, out of order.
    private sealed class Lines : IProgress<string>
    {
        public void Report(string value) => Console.WriteLine(value);
    }
}

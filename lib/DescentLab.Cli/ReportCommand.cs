using System.CommandLine;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary><c>descentlab report</c>: writes reports of saved notebooks.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks")
        {
            Description = "Notebooks, of any author: files, or the beginning of a name in notebooks/ (01). Default: all in notebooks/.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var switches = new ReportSwitches();
        var command = new Command("report", "Writes reports of saved notebooks, without running them.") { notebooks };
        switches.AddTo(command);
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(async () =>
        {
            var request = switches.Read(parsed);
            Prepare(request);
            var repository = Repository.FindOrHere();
            var paths = repository.Select(parsed.GetValue(notebooks) ?? []);
            var documents = paths.Select(Read).OfType<NotebookDocument>().ToList();
            if (documents.Count == 0)
            {
                return 1;
            }

            var report = Begin(documents, request, repository);
            for (var i = 0; i < documents.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                Console.WriteLine(documents[i].Name);
                report.WritePage(i, new ReportEntry(documents[i]));
            }

            var written = await EndAsync(report);
            await PrintAsync(written, request, cancellation);
            Console.WriteLine($"Reports: {written.IndexPath}");
            return documents.Count == paths.Count ? 0 : 1;
        }, cancellation));
        return command;
    }

    /// <summary>Checks before any work is done that a request can be met.</summary>
    /// <exception cref="BrowserException">A PDF is requested, and no browser is installed.</exception>
    public static void Prepare(ReportRequest request)
    {
        if (request.Pdf)
        {
            InstalledBrowser.Require();
        }
    }

    /// <summary>Creates the folder, and checks that it can be written to.</summary>
    /// <exception cref="UserException">The folder cannot be written to.</exception>
    public static ReportFolder Begin(IReadOnlyList<NotebookDocument> documents, ReportRequest request, Repository repository)
    {
        var folder = Path.GetFullPath(request.Output ?? repository.ReportsFolder);
        WritableFolder.Require(folder, "the reports belong there (choose another with --output)");
        return new ReportFolder(documents, folder, request.Options);
    }

    /// <summary>Writes the index, and reports what could not be shown.</summary>
    public static async Task<ReportResult> EndAsync(ReportFolder report)
    {
        var written = report.WriteIndex();
        foreach (var warning in written.Warnings)
        {
            await Console.Error.WriteLineAsync($"Report: {warning}");
        }

        return written;
    }

    /// <summary>Prints the PDFs, if requested.</summary>
    public static async Task PrintAsync(ReportResult written, ReportRequest request, CancellationToken cancellation)
    {
        if (request.Pdf)
        {
            await ReportPrinter.PrintAsync(written, request.Options, cancellation);
        }
    }

    /// <summary>Reads a notebook; of one that cannot be read it says why, and the others still get their pages.</summary>
    private static NotebookDocument? Read(string path)
    {
        try
        {
            return NotebookDocument.Load(path);
        }
        catch (Exception e) when (e is NotebookFormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return null;
        }
    }
}

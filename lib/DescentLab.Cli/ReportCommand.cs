using System.CommandLine;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary><c>descentlab report</c>: writes reports of notebooks as they are saved.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks")
        {
            Description = "Notebooks, also of others: files, or the beginning of a name in notebooks/ (01). All in notebooks/ when left out.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var switches = new ReportSwitches();
        var command = new Command("report", "Writes reports of notebooks as they are saved, without running them.") { notebooks };
        switches.AddTo(command);
        command.SetAction((parsed, cancellation) => Ending.OfAsync(async () =>
        {
            var request = switches.Read(parsed);
            Prepare(request);
            var repository = Repository.FindOrHere();
            var documents = repository.Select(parsed.GetValue(notebooks) ?? []).Select(NotebookDocument.Load);
            var index = await WriteAsync([.. documents.Select(document => new ReportEntry(document))], request, repository, cancellation);
            Console.WriteLine($"Reports: {index}");
            return 0;
        }, cancellation));
        return command;
    }

    /// <summary>Fails before any work is done when a request cannot be met.</summary>
    /// <exception cref="BrowserException">A PDF is wanted, and there is no browser.</exception>
    public static void Prepare(ReportRequest request)
    {
        if (request.Pdf)
        {
            InstalledBrowser.Require();
        }
    }

    /// <summary>Writes the pages, the index and, if wanted, the PDFs; tells what could not be shown.</summary>
    /// <returns>The path of the index.</returns>
    public static async Task<string> WriteAsync(
        IReadOnlyList<ReportEntry> entries, ReportRequest request, Repository repository, CancellationToken cancellation)
    {
        var report = ReportWriter.Write(entries, Path.GetFullPath(request.Output ?? repository.ReportsFolder), request.Options);
        foreach (var warning in report.Warnings)
        {
            await Console.Error.WriteLineAsync($"Report: {warning}");
        }

        if (request.Pdf)
        {
            await ReportPrinter.PrintAsync(report, request.Options, cancellation);
        }

        return report.IndexPath;
    }
}

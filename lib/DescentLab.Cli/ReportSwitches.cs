using System.CommandLine;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary>The folder and the options of the reports.</summary>
internal sealed record ReportRequest
{
    /// <summary>The folder; null means <c>reports/</c> in the repository.</summary>
    public string? Output { get; init; }

    /// <summary>Whether to print each report as a PDF too.</summary>
    public bool Pdf { get; init; }

    /// <summary>The contents of the pages.</summary>
    public ReportOptions Options { get; init; } = new();
}

/// <summary>The options of every command that writes reports.</summary>
internal sealed class ReportSwitches
{
    private readonly Option<string?> output = FolderOption.Create(
        "The folder for the reports. Default: reports/ in the repository, or in this folder outside a repository.", "my-reports");

    private readonly Option<bool> hideCode = new("--hide-code") { Description = "Leaves the code out of the reports: prose, results and charts only." };

    private readonly Option<bool> pdf = new("--pdf") { Description = "Prints each report as a PDF too, with the installed Chromium, Chrome or Edge." };

    private readonly Option<bool> trust = new("--trust")
    {
        Description = "Lets scripts in the notebooks' markdown and HTML outputs run in the reports. Only for notebooks whose author you trust.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[output, hideCode, pdf, trust])
        {
            command.Options.Add(option);
        }
    }

    public ReportRequest Read(ParseResult parsed) => new()
    {
        Output = parsed.GetValue(output),
        Pdf = parsed.GetValue(pdf),
        Options = new ReportOptions { HideCode = parsed.GetValue(hideCode), Trust = parsed.GetValue(trust) },
    };
}

using System.Diagnostics;
using System.Text;
using static DescentLab.Notebooks.Tests.Reports.Reporting;

namespace DescentLab.Notebooks.Tests;

public sealed class ReportPrinterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pdf_OfAReport_HoldsItsTextAndItsCharts(bool hideCode)
    {
        Browsing.SkipWithout();
        var options = new ReportOptions { HideCode = hideCode };
        var report = ReportWriter.Write(
            [
                new(Named("first", Markdown("# Momentum\n\nA ball rolls."), Code("var secret = 1;", Figure(title: "Rolling")),
                    Code("var answer = 42;", Figure(title: "Folded away")).Tagged("solution"))),
                new(Named("second", Markdown("# Nesterov"))),
            ],
            folder.Path,
            options);

        var paths = await ReportPrinter.PrintAsync(report, options, TestContext.Current.CancellationToken);

        Assert.Equal([folder.File("first.pdf"), folder.File("second.pdf")], paths);
        Assert.All(paths, path => Assert.StartsWith("%PDF-", Encoding.Latin1.GetString(File.ReadAllBytes(path).AsSpan(0, 8)), StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp"));
        var text = await TextAsync(paths[0]);
        foreach (var expected in (string[])["Momentum", "A ball rolls.", "Rolling", "Folded away"])
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }

        Assert.Matches(@"1 ?/ ?\d", text);
        Assert.Equal(!hideCode, text.Contains("secret", StringComparison.Ordinal));
        Assert.Contains("Nesterov", await TextAsync(paths[1]), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(string path)
    {
        try
        {
            using var reader = Process.Start(new ProcessStartInfo("pdftotext", [path, "-"]) { RedirectStandardOutput = true })!;
            return await reader.StandardOutput.ReadToEndAsync();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("The PDFs have been written, but pdftotext is not installed to read them (Debian: poppler-utils).");
            throw;
        }
    }
}

namespace DescentLab.Cli.Tests;

/// <summary>Tests reports of a notebook from elsewhere, outside a repository.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private const string Foreign = """
        {
          "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": "# From Python\n\n<script>alert(1)</script>Some prose."},
            {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": ["secret = 1\n", "raise SystemError"], "outputs": [
              {"output_type": "stream", "name": "stdout", "text": "printed\n"},
              {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/html": "<b>bold</b><script>alert(2)</script>"}}]}
          ],
          "metadata": {"language_info": {"name": "python"}},
          "nbformat": 4, "nbformat_minor": 2
        }
        """;

    private readonly TemporaryFolder folder = new();

    public ReportCommandTests() => folder.Write("foreign.ipynb", Foreign);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", true, false)]
    [InlineData("--hide-code", false, false)]
    [InlineData("--trust", true, true)]
    public async Task Report_OfAForeignNotebook_ShowsItAsSaved(string option, bool showsCode, bool hasScripts)
    {
        var result = await Descentlab.RunAsync(folder, ["report", "foreign.ipynb", "--output", "made", .. option is "" ? Array.Empty<string>() : [option]]);

        Assert.True(result.Exit == 0, result.All);
        Assert.Contains(folder.File("made/index.html"), result.Output, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(folder.File("made/foreign.html"));
        Assert.Contains("From Python", page, StringComparison.Ordinal);
        Assert.Contains("printed", page, StringComparison.Ordinal);
        Assert.Contains("<b>bold</b>", page, StringComparison.Ordinal);
        Assert.Equal(showsCode, page.Contains("secret = 1", StringComparison.Ordinal));
        Assert.Equal(hasScripts, page.Contains("alert(1)", StringComparison.Ordinal) && page.Contains("alert(2)", StringComparison.Ordinal));
        Assert.Equal(Foreign, await File.ReadAllTextAsync(folder.File("foreign.ipynb")));
    }

    [Fact]
    public async Task Report_OfANotebookThatCannotBeRead_SaysWhyAndWritesTheOthers()
    {
        folder.Write("bad.ipynb", "{");
        var result = await Descentlab.RunAsync(folder, "report", "bad.ipynb", "foreign.ipynb", "--output", "made");

        Assert.Equal(1, result.Exit);
        Assert.Contains("bad.ipynb", result.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("made/foreign.html")));
        Assert.Contains("foreign.html", await File.ReadAllTextAsync(folder.File("made/index.html")), StringComparison.Ordinal);

        Assert.Equal(1, (await Descentlab.RunAsync(folder, "report", "bad.ipynb", "--output", "none")).Exit);
        Assert.False(Directory.Exists(folder.File("none")));
    }

    [Fact]
    public async Task Pdf_IsWrittenBesideThePage()
    {
        Assert.SkipUnless(DescentLab.Notebooks.InstalledBrowser.Find() is not null, "No Chromium, Chrome or Edge is installed.");

        var result = await Descentlab.RunAsync(folder, "report", "foreign.ipynb", "--output", "made", "--pdf");

        Assert.True(result.Exit == 0, result.All);
        Assert.Equal(["foreign.html", "foreign.pdf", "index.html"], Directory.GetFiles(folder.File("made")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("report", "foreign.ipynb", "--pdf")]
    [InlineData("run", "foreign.ipynb", "--pdf")]
    [InlineData("run", "foreign.ipynb", "--write", "--images")]
    public async Task Browser_ThatIsMissing_IsReportedBeforeAnyWork(params string[] arguments)
    {
        var result = await Descentlab.RunAsync(folder, [("CHROME_PATH", folder.File("none"))], arguments);

        Assert.Equal(1, result.Exit);
        Assert.Contains($"CHROME_PATH is {folder.File("none")}, and no such file exists", result.Errors, StringComparison.Ordinal);
        Assert.Equal(["foreign.ipynb"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Browser_ThatDoesNotStart_IsReportedWithAFix()
    {
        var broken = folder.Write("broken", "#!/bin/sh\nexit 3\n"); // on Windows no program at all
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(broken, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var path = folder.Write("text.ipynb", """{"cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# A"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""");

        var result = await Descentlab.RunAsync(folder, [("CHROME_PATH", broken)], "run", path, "--output", "made", "--pdf");

        Assert.Equal(1, result.Exit);
        Assert.Contains("Result", result.Output, StringComparison.Ordinal); // what has been run is shown
        Assert.Contains($"Reports: {folder.File("made/index.html")}", result.Output, StringComparison.Ordinal);
        Assert.Contains($"{broken} does not start as a headless browser", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Set CHROME_PATH", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_WithoutNotebooks_SaysWhatToGive()
    {
        folder.Write("Notebooks.sln", "");

        var result = await Descentlab.RunAsync(folder, "report");

        Assert.Equal(1, result.Exit);
        Assert.Contains("There is no notebook in", result.Errors, StringComparison.Ordinal);
    }
}

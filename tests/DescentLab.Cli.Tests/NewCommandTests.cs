using DescentLab.Notebooks;

namespace DescentLab.Cli.Tests;

public sealed class NewCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task New_InTheRepository_MakesANotebookThatRunsAndUsesWhatWasBuiltThere()
    {
        folder.Write("Notebooks.sln", "");
        var result = await Descentlab.RunAsync(folder, "new", "A canyon, of my own!");
        var notebook = NotebookDocument.Load(folder.File("notebooks/a-canyon-of-my-own.ipynb"));

        Assert.True(result.Exit == 0, result.All);
        Assert.StartsWith("#r \"../lib/bin/DescentLab.dll\"\n", notebook.CodeCells.First().Source, StringComparison.Ordinal);
        Assert.True(notebook.CodeCells.ElementAt(1).HasTag("parameters"));

        // Its cells are correct: here they find the library that this repository has built.
        notebook.CodeCells.First().Source = notebook.CodeCells.First().Source.Replace("../", $"{Descentlab.Root}/", StringComparison.Ordinal);
        notebook.Save(folder.File("moved.ipynb"));
        var run = await Descentlab.RunAsync(folder, "run", "moved.ipynb", "--write");
        Assert.True(run.Exit == 0, run.All);
        var cells = NotebookDocument.Load(folder.File("moved.ipynb")).CodeCells.ToList();
        Assert.Contains("after 20 steps", Assert.IsType<StreamOutput>(Assert.Single(cells[2].Outputs)).Text, StringComparison.Ordinal);
        Assert.True(Assert.IsType<DataOutput>(Assert.Single(cells[3].Outputs)).Data.Contains(Runner.PlotlyMimeType));
    }

    // The author of the notebook fixes these; everything else follows the rules.
    [Fact]
    public async Task New_Checked_LacksOnlyWhatAPersonMustWrite()
    {
        folder.Write("Notebooks.sln", "");
        await Descentlab.RunAsync(folder, "new", "Mine");

        Assert.Equal(
            ["it has 0 code cells tagged 'solution', fewer than 4", "the saved outputs are not those of one run from first cell to last: run it with --write"],
            NotebookRules.Check(NotebookDocument.Load(folder.File("notebooks/mine.ipynb"))).Select(violation => violation.Message));
    }

    [Fact]
    public async Task New_OutsideARepository_UsesThePackage()
    {
        var result = await Descentlab.RunAsync(folder, "new", "Mine", "sub");

        Assert.True(result.Exit == 0, result.All);
        Assert.Contains(" run \"sub", result.Output, StringComparison.Ordinal);
        Assert.Matches("^#r \"nuget: DescentLab, \\d+\\.\\d+\\.\\d+\"\n", NotebookDocument.Load(folder.File("sub/mine.ipynb")).CodeCells.First().Source);
    }

    [Fact]
    public async Task New_WithATakenName_LeavesTheFileAlone()
    {
        folder.Write("mine.ipynb", "somebody's work");
        var result = await Descentlab.RunAsync(folder, "new", "Mine");

        Assert.Equal(1, result.Exit);
        Assert.Contains("choose another title", result.Errors, StringComparison.Ordinal);
        Assert.Equal("somebody's work", await File.ReadAllTextAsync(folder.File("mine.ipynb")));
    }

    [Fact]
    public async Task New_WithoutALetter_SaysSo() =>
        Assert.Contains("no letter or digit", (await Descentlab.RunAsync(folder, "new", "!?")).Errors, StringComparison.Ordinal);

    // A limit on the size of files, as a full disk has.
    [Fact]
    public async Task New_OnAFullDisk_LeavesNoEmptyNotebook()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is set by sh.");
        var result = await Descentlab.ProgramAsync(
            "sh", folder.Path, [("DOTNET_EnableWriteXorExecute", "0")], "-c", "trap '' XFSZ; ulimit -f 1 && exec dotnet \"$@\"", "sh", Descentlab.Dll, "new", "Mine");

        Assert.Equal(1, result.Exit);
        Assert.DoesNotContain("already exists", result.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}

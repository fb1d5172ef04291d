using DescentLab.Notebooks;

namespace DescentLab.Cli.Tests;

public sealed class ConvertCommandTests : IDisposable
{
    private const string Dib = "#!markdown\n\n# Twice\n\n#!csharp\n\nvar x = 21;\n\n#!csharp\n\nConsole.WriteLine(2 * x);\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Convert_ToANotebookAndBack_KeepsTheCells()
    {
        folder.Write("a.dib", Dib);
        await RunAsync(0, "Wrote", "convert", "a.dib", "b.ipynb");
        var made = NotebookDocument.Load(folder.File("b.ipynb"));
        made.Cells[1].Metadata["tags"] = new System.Text.Json.Nodes.JsonArray("parameters");
        made.Save(made.Path!);
        await RunAsync(0, "cannot hold these; they remain in the notebook only: tags", "convert", "b.ipynb", "c.dib");

        Assert.Equal(["# Twice", "var x = 21;", "Console.WriteLine(2 * x);"], made.Cells.Select(cell => cell.Source));
        Assert.Equal(made.Cells.Select(cell => cell.Source), NotebookDocument.Load(folder.File("c.dib")).Cells.Select(cell => cell.Source));
    }

    [Fact]
    public void Convert_OfCellsWithALanguageInside_NamesThem()
    {
        var notebook = NotebookDocument.Load(folder.Write("a.dib", Dib));
        notebook.Cells[0].Source = "As in\n\n```\n#!csharp\nx\n```";
        notebook.Cells[1].Source = "#!html\n<b>\n";
        notebook.Cells[2].Source = "\nx\n";
        notebook.Save(folder.File("b.dib"));

        Assert.EndsWith("these cells are divided there: 1.", ConvertCommand.Divided(notebook, NotebookDocument.Load(folder.File("b.dib"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_OverAnExistingFile_AsksForForce()
    {
        folder.Write("a.dib", Dib);
        var mine = folder.Write("b.ipynb", "mine");

        await RunAsync(1, "--force", "convert", "a.dib", "b.ipynb");
        Assert.Equal("mine", await File.ReadAllTextAsync(mine));
        await RunAsync(0, "Wrote", "convert", "a.dib", "b.ipynb", "--force");
        Assert.Equal(3, NotebookDocument.Load(mine).Cells.Count);
    }

    [Fact]
    public async Task Convert_OfOneKindIntoTheSame_IsRefused()
    {
        folder.Write("a.dib", Dib);
        await RunAsync(1, "must be each kind", "convert", "a.dib", "b.dib");
        await RunAsync(1, "must be each kind", "convert", "a.dib", "b.txt");
    }

    [Fact]
    public async Task Commands_OnADibFile_AcceptIt()
    {
        folder.Write("a.dib", Dib);
        await RunAsync(0, "ok", "run", "a.dib", "--output", "ran");
        await RunAsync(0, "", "report", "a.dib", "--output", "saved");
        await RunAsync(0, "follows the rules", "check", "a.dib", "--fix");
        await RunAsync(1, "cannot hold outputs", "run", "a.dib", "--write");

        Assert.Contains("42", await File.ReadAllTextAsync(folder.File("ran/a.html")), StringComparison.Ordinal);
        Assert.Contains("Twice", await File.ReadAllTextAsync(folder.File("saved/a.html")), StringComparison.Ordinal);
        Assert.Equal(Dib, await File.ReadAllTextAsync(folder.File("a.dib")));
    }

    private async Task RunAsync(int exit, string saying, params string[] arguments)
    {
        var result = await Descentlab.RunAsync(folder, arguments);
        Assert.True(result.Exit == exit, result.All);
        Assert.Contains(saying, result.All, StringComparison.Ordinal);
    }
}

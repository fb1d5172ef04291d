using DescentLab.Notebooks;

namespace Notebooks.Tests;

/// <summary>Every notebook of the collection keeps the rules, runs from first cell to last, and shows what it was saved with.</summary>
public class NotebookTests
{
    private static readonly string Folder = Path.Combine(Root(), "notebooks");

    public static TheoryData<string> Names =>
        [.. Files().Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Collection_OnDisk_HasNotebooksWithOneSetupCell()
    {
        var notebooks = Files().Order(StringComparer.Ordinal).Select(NotebookDocument.Load).ToList();

        Assert.NotEmpty(notebooks);
        AssertNone(NotebookRules.CheckTogether(notebooks));
    }

    [Fact]
    public void Course_OnDisk_HasItsMapAndItsLinksUpToDate() => AssertNone(Course.Load(Folder).Check());

    [Theory]
    [MemberData(nameof(Names))]
    public void Notebook_AsSaved_KeepsTheRules(string name) =>
        AssertNone(NotebookRules.Check(NotebookDocument.Load(Path.Combine(Folder, name))));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Notebook_RunAgain_ShowsWhatItWasSavedWith(string name)
    {
        var saved = NotebookDocument.Load(Path.Combine(Folder, name));
        var run = await Runner.RunAsync(saved, cancellation: TestContext.Current.CancellationToken);

        Assert.True(run.Failure is null, run.FailureMessage);
        AssertNone(OutputComparison.Differences(saved, run.Document));
    }

    private static void AssertNone<T>(IReadOnlyCollection<T> faults) =>
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));

    private static string[] Files() => Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.ipynb") : [];

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Notebooks.sln")))
        {
            at = at.Parent ?? throw new DirectoryNotFoundException($"No Notebooks.sln above {AppContext.BaseDirectory}.");
        }

        return at.FullName;
    }
}

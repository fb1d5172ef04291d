using AngleSharp.Html.Parser;
using DescentLab.Notebooks;

namespace Notebooks.Tests;

/// <summary>Tests that every notebook of the collection follows the rules, runs from first cell to last, and reproduces its saved outputs.</summary>
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

    [Fact]
    public void Reports_OfTheSavedNotebooks_HaveNoBrokenLink()
    {
        var folder = Directory.CreateTempSubdirectory("descentlab-reports-").FullName;
        try
        {
            var entries = Files().Order(StringComparer.Ordinal).Select(path => new ReportEntry(NotebookDocument.Load(path)));
            var report = ReportWriter.Write([.. entries], folder);
            var pages = report.PagePaths.Append(report.IndexPath).ToDictionary(
                path => Path.GetFileName(path), path => new HtmlParser().ParseDocument(File.ReadAllText(path)));
            var dangling = from page in pages
                           from link in page.Value.QuerySelectorAll("a[href]")
                           let href = link.GetAttribute("href")!
                           where !href.Contains("://", StringComparison.Ordinal)
                           let parts = Uri.UnescapeDataString(href).Split('#')
                           let file = parts[0].Length > 0 ? parts[0] : page.Key
                           where !pages.TryGetValue(file, out var target) || (parts.Length > 1 && target.GetElementById(parts[1]) is null)
                           select $"{page.Key}: {href}";
            AssertNone(dangling.ToList());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Notebook_AsSaved_FollowsTheRules(string name) =>
        AssertNone(NotebookRules.Check(NotebookDocument.Load(Path.Combine(Folder, name))));

    [Theory]
    [MemberData(nameof(Names))]
    public void Notebook_InItsProse_ClaimsOnlyNumbersThatItsCellsShow(string name) =>
        AssertNone(ClaimedNumbers.WithoutACell(NotebookDocument.Load(Path.Combine(Folder, name))));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Notebook_RunAgain_ShowsWhatItWasSavedWith(string name)
    {
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("DESCENTLAB_COMPARED") == "1", "The gate's run of all notebooks has compared the outputs already.");
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

namespace DescentLab.Notebooks.Tests;

/// <summary>40 MB of output once took 1.7 GB: a tree of its lines, and a copy for every element around it. Counted on one thread: the same at every run.</summary>
public sealed class LargeOutputTests : IDisposable
{
    private const int Lines = 200_000;

    private static readonly string Text = string.Concat(Enumerable.Range(0, Lines).Select(i => $"line {i,13}\n"));

    public static TheoryData<string, CellOutput> Outputs => new()
    {
        { "lines", new StreamOutput(StreamOutput.StandardOutput, Text) },
        { "one line", new DataOutput(MimeBundle.Empty.With("text/plain", Text.Replace('\n', ' '))) },
        { "HTML", new DataOutput(MimeBundle.Empty.With("text/html", $"<p>{Text}</p>")) },
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Outputs), DisableDiscoveryEnumeration = true)]
    public void LargeOutput_StoredAndWritten_TakesLittleMoreThanItself(string name, CellOutput output)
    {
        var document = NotebookBuilder.Notebook("1");
        var path = Path.Combine(folder.Path, "a.ipynb");

        var storing = Allocated(() => document.Cells[0].Outputs = [output]);
        var saving = Allocated(() => document.Save(path));

        var size = new FileInfo(path).Length;
        Assert.InRange(size, Text.Length, 2 * Text.Length);
        Assert.True(storing < 1.5 * size, $"{name}: {storing / (double)size:F1} times the file to store it");
        Assert.True(saving < 0.5 * size, $"{name}: {saving / (double)size:F1} times the file to save it");
        Assert.Equal(output.ToJson().ToJsonString(), NotebookDocument.Load(path).Cells[0].Outputs.Single().ToJson().ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Outputs), DisableDiscoveryEnumeration = true)]
    public void LargeOutput_InAReport_IsNeitherCopiedAgainAndAgainNorLost(string name, CellOutput output)
    {
        var document = NotebookBuilder.Notebook("1");
        document.Cells[0].Outputs = [output];
        ReportWriter.Write([new ReportEntry(NotebookBuilder.Notebook("1"))], folder.Path); // what is loaded once

        var writing = Allocated(() => ReportWriter.Write([new ReportEntry(document)], folder.Path));

        var page = File.ReadAllText(Path.Combine(folder.Path, "small.html"));
        Assert.Contains("line        199999", page, StringComparison.Ordinal);
        Assert.True(writing < (name == "HTML" ? 24 : 16) * Text.Length, $"{name}: {writing / (double)Text.Length:F1} bytes a character");
    }

    private static long Allocated(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

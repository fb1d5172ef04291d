using static DescentLab.Notebooks.Tests.NotebookBuilder;

namespace DescentLab.Notebooks.Tests;

public class OutputComparisonTests
{
    [Fact]
    public void Differences_OfEqualOutputs_AreNone() => Assert.Empty(Compare(Text("a\nb\n"), Text("a\nb\n")));

    [Theory]
    [InlineData("a\nb\n", "a\nc\n", "line 2 of stdout was saved as 'b' and is now 'c'")]
    [InlineData("a\n", "a\nb\n", "line 2 of stdout was saved as '' and is now 'b'")]
    public void Differences_OfText_NameTheLine(string saved, string fresh, string difference) =>
        Assert.Contains(difference, Assert.Single(Compare(Text(saved), Text(fresh))), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"x":[0.1,2]}""", """{"x":[0.10000000000000002,2.0]}""")]
    [InlineData("""{"x":0}""", """{"x":-1e-17}""")]
    [InlineData("""{"x":1e300}""", """{"x":1.0000000001e300}""")]
    [InlineData("""{"x":1,"y":null}""", """{"y":null,"x":1}""")]
    public void Differences_OfFiguresToTheLastBits_AreNone(string saved, string fresh) => Assert.Empty(Compare(Figure(saved), Figure(fresh)));

    [Theory]
    [InlineData("""{"x":[0.1,2]}""", """{"x":[0.1,2.00001]}""", "/x/1 was saved as 2 and is now 2.00001")]
    [InlineData("""{"x":[1]}""", """{"x":[1,2]}""", "/x was saved as [1]")]
    [InlineData("""{"x":"1"}""", """{"x":1}""", "/x was saved as \"1\" and is now 1")]
    [InlineData("""{"x":1}""", """{"y":1}""", "was saved as {\"x\":1}")]
    [InlineData("""{"x":1}""", """{"x":null}""", "/x was saved as 1 and is now null")]
    public void Differences_OfFigures_NameThePlace(string saved, string fresh, string difference) =>
        Assert.Contains(difference, Assert.Single(Compare(Figure(saved), Figure(fresh))), StringComparison.Ordinal);

    [Fact]
    public void Differences_InPictures_DoNotCount() => Assert.Empty(Compare(
        new DataOutput(MimeBundle.Empty.With("text/plain", "f").With("image/png", "AAAA")),
        new DataOutput(MimeBundle.Empty.With("text/plain", "f"))));

    [Fact]
    public void Differences_InTheNumberOfCells_Count() =>
        Assert.Contains("saved with 2 code cells, run with 1", Assert.Single(OutputComparison.Differences(Notebook("1", "2"), Notebook("1"))), StringComparison.Ordinal);

    [Fact]
    public void Differences_InKindOrNumberOfOutputs_Count()
    {
        Assert.Contains("saved are [stdout], fresh are []", Assert.Single(Compare([Text("a")], [])), StringComparison.Ordinal);
        Assert.Single(Compare([Text("a")], [new StreamOutput("stderr", "a")]));
        Assert.Single(Compare([Text("a")], [Text("a"), Figure("{}")]));
    }

    [Fact]
    public void Differences_InATimingCell_CountOnlyByKind()
    {
        Assert.Empty(Compare([Text("1.2 s")], [Text("1.3 s")], OutputComparison.TimingTag));
        Assert.Single(Compare([Text("1.2 s")], [], OutputComparison.TimingTag));
    }

    // Microsoft's tool and Jupyter's nbconvert write these.
    [Fact]
    public void Differences_BetweenProgramsThatRunNotebooks_DoNotCount()
    {
        Assert.Empty(Compare([Text("a\nb\n")], [Text("a\n"), Text("b\n")]));
        Assert.Empty(Compare(Text("a\r\nb\r\n"), Text("a\nb\n")));
        Assert.Empty(Compare([], [Html("<div id='dotnet-interactive-this-cell-1'></div>")]));
        Assert.Empty(Compare([Figure("{}")], [new DataOutput(MimeBundle.Empty.With(Runner.PlotlyMimeType, "{}").With("text/html", "<p>"))]));
        Assert.Empty(Compare(
            [new DataOutput(MimeBundle.Empty.With("text/plain", "5"))],
            [new DataOutput(MimeBundle.Empty.With("text/html", "<div class=\"dni-plaintext\"><pre>5</pre></div>").With("text/plain", "5"))]));
        Assert.Single(Compare([Html("<p>a</p>")], [Html("<p>b</p>")]));
        Assert.Single(Compare([Text("a\n")], [Text("a\n"), new StreamOutput("stderr", "b")]));
    }

    [Fact]
    public void Differences_InErrors_Count() =>
        Assert.Single(Compare(new ErrorOutput("A", "x", []), new ErrorOutput("A", "y", [])));

    private static StreamOutput Text(string text) => new("stdout", text);

    private static DataOutput Html(string html) => new(MimeBundle.Empty.With("text/html", html));

    private static DataOutput Figure(string json) => new(MimeBundle.Empty.With(Runner.PlotlyMimeType, json));

    private static IReadOnlyList<string> Compare(CellOutput saved, CellOutput fresh) => Compare([saved], [fresh]);

    private static IReadOnlyList<string> Compare(CellOutput[] saved, CellOutput[] fresh, params string[] tags)
    {
        var (a, b) = (Notebook(("x", tags)), Notebook(("x", tags)));
        a.Cells[0].Outputs = saved;
        b.Cells[0].Outputs = fresh;
        return OutputComparison.Differences(a, b);
    }
}

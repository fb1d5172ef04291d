using static DescentLab.Notebooks.Tests.NotebookBuilder;

namespace DescentLab.Notebooks.Tests;

[Collection(CurrentDirectory.Tests)]
public class RunnerTests
{
    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_OfANotebook_FillsACopyWithFreshOutputs()
    {
        var document = Notebook("var x = 6;", "Console.WriteLine(\"hello\");\nx * 7");
        var before = document.ToJson();
        var run = await Runner.RunAsync(document, cancellation: TestEnd);

        Assert.Null(run.Failure);
        Assert.Null(run.FailureMessage);
        Assert.Equal(before, document.ToJson());
        Assert.Equal([1, 2], run.Document.Cells.Select(cell => cell.ExecutionCount));
        Assert.Empty(run.Document.Cells[0].Outputs);
        Assert.Equal(new StreamOutput("stdout", "hello\n"), run.Document.Cells[1].Outputs[0]);
        var result = Assert.IsType<DataOutput>(run.Document.Cells[1].Outputs[1]);
        Assert.Equal((true, 2, "42"), (result.IsResult, result.ExecutionCount, result.Data["text/plain"]));
        Assert.All(run.Cells, cell => Assert.True(cell.Elapsed > TimeSpan.Zero));
    }

    [Fact]
    public async Task Run_Twice_GivesTheSameBytes()
    {
        var document = Notebook("var random = new Random(1);", "random.Next()");
        var runs = new[] { await Runner.RunAsync(document, cancellation: TestEnd), await Runner.RunAsync(document, cancellation: TestEnd) };

        Assert.Equal(runs[0].Document.ToJson(), runs[1].Document.ToJson());
    }

    [Fact]
    public async Task Run_WithAFailingCell_StopsThereAndNamesNotebookCellLineAndError()
    {
        var run = await Runner.RunAsync(
            Notebook("var x = 1;", "x++;\nthrow new InvalidOperationException(\"too steep\");", "x"), cancellation: TestEnd);

        Assert.Equal("small: cell 2 (cell-2), line 2: InvalidOperationException: too steep", run.FailureMessage);
        Assert.Equal(2, run.Cells.Count);
        Assert.IsType<ErrorOutput>(Assert.Single(run.Document.Cells[1].Outputs));
        Assert.Null(run.Document.Cells[2].ExecutionCount);
        Assert.Empty(run.Document.Cells[2].Outputs);
    }

    [Fact]
    public async Task FailureMessage_OfALongException_IsCut_AndTheOutputIsNot()
    {
        var run = await Runner.RunAsync(Notebook("throw new Exception(new string('x', 100_000));"), cancellation: TestEnd);

        Assert.InRange(run.FailureMessage!.Length, 1000, 1100);
        Assert.Equal(100_000, Assert.IsType<ErrorOutput>(Assert.Single(run.Document.Cells[0].Outputs)).Value.Length);
    }

    [Fact]
    public async Task Run_WithACellThatMayFail_Continues()
    {
        var run = await Runner.RunAsync(
            Notebook(("int.Parse(\"x\")", ["raises-exception"]), ("\"after\"", [])), cancellation: TestEnd);

        Assert.Null(run.Failure);
        Assert.Equal("FormatException", run.Cells[0].Error?.Name);
        Assert.Single(run.Document.Cells[1].Outputs);
    }

    [Theory]
    [InlineData("var shown = display(0);", "shown.Update(1);")]
    [InlineData("var shown = display(0); var go = new TaskCompletionSource(); var late = Task.Run(async () => { await go.Task; shown.Update(1); });", "go.SetResult(); await late;")]
    public async Task Run_WithAValueThatALaterCellUpdates_ShowsTheNewValue(string first, string second)
    {
        var run = await Runner.RunAsync(Notebook(first, second), cancellation: TestEnd);

        Assert.Equal("1", Assert.IsType<DataOutput>(Assert.Single(run.Document.Cells[0].Outputs)).Data["text/plain"]);
        Assert.Empty(run.Document.Cells[1].Outputs);
    }

    [Fact]
    public async Task Run_WithATaskThatOutlivesItsCell_ShowsItsTextInThatCell()
    {
        const string Late = "Console.WriteLine(1); var go = new TaskCompletionSource(); var late = Task.Run(async () => { await go.Task; Console.WriteLine(2); });";
        var run = await Runner.RunAsync(Notebook(Late, "go.SetResult(); await late; Console.WriteLine(3);"), cancellation: TestEnd);

        Assert.Equal(new StreamOutput("stdout", "1\n2\n"), Assert.Single(run.Document.Cells[0].Outputs));
        Assert.Equal(new StreamOutput("stdout", "3\n"), Assert.Single(run.Document.Cells[1].Outputs));
    }

    [Fact]
    public async Task Run_OfAFigure_KeepsPlotlyAndPlainTextButNoHtml()
    {
        const string Figure = """
            class TypeFormatterSourceAttribute : Attribute
            {
                public TypeFormatterSourceAttribute(Type type) => FormatterSourceType = type;
                public Type FormatterSourceType { get; }
                public string[] PreferredMimeTypes { get; set; }
            }
            class Source { public IEnumerable<object> CreateTypeFormatters() => new[] { "application/vnd.plotly.v1+json", "text/html" }.Select(m => new F(m)); }
            record F(string MimeType) { public bool Format(object o, TextWriter w) { w.Write(MimeType == "text/html" ? "<b>" : "{\"data\":[1.50]}"); return true; } }
            [TypeFormatterSource(typeof(Source), PreferredMimeTypes = new[] { "application/vnd.plotly.v1+json", "text/html" })]
            class Figure { public override string ToString() => "a parabola"; }
            """;
        var run = await Runner.RunAsync(Notebook(Figure, "new Figure()"), cancellation: TestEnd);

        Assert.Null(run.FailureMessage);
        var data = Assert.IsType<DataOutput>(Assert.Single(run.Document.Cells[1].Outputs)).Data;
        Assert.Equal([Runner.PlotlyMimeType, "text/plain"], data.MimeTypes);
        Assert.Equal("""{"data":[1.5]}""", data[Runner.PlotlyMimeType]);
        Assert.Matches("\"application/vnd.plotly.v1\\+json\": \\{\\s+\"data\": \\[\\s+1.5\\s+\\]", run.Document.ToJson());
    }

    [Fact]
    public async Task Progress_OfARun_ReportsEveryCellAndItsOutput()
    {
        var listener = new Listener();
        await Runner.RunAsync(Notebook("var x = 1;", "Console.WriteLine(\"a\\nloss 0.5\");"), new() { Progress = listener }, TestEnd);

        Assert.Equal([new(1, 2, null), new(2, 2, null), new(2, 2, "loss 0.5")], listener.Received);
    }

    [Fact]
    public async Task Cancellation_WhileACellRuns_StopsTheRun()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Runner.RunAsync(Notebook("await Task.Delay(-1);"), cancellation: stop.Token).WaitAsync(TimeSpan.FromSeconds(20), TestEnd));
    }

    [Fact]
    public async Task Run_OfALoadedNotebook_StartsInItsFolder()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("a.ipynb"), Json(("Path.GetFileName(Environment.CurrentDirectory)", [])), TestEnd);
        var run = await Runner.RunAsync(NotebookDocument.Load(folder.File("a.ipynb")), cancellation: TestEnd);

        var place = Assert.IsType<DataOutput>(Assert.Single(run.Document.Cells[0].Outputs)).Data["text/plain"];
        Assert.Equal(Path.GetFileName(folder.Path), place);
    }

    private sealed class Listener : IProgress<RunProgress>
    {
        public List<RunProgress> Received { get; } = [];

        public void Report(RunProgress value) => Received.Add(value);
    }
}

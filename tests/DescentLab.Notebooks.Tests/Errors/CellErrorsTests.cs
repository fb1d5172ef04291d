using System.Text.RegularExpressions;

namespace DescentLab.Notebooks.Tests;

public sealed partial class CellErrorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Session session;
    private int cell;

    public CellErrorsTests() => session = new Session(folder.Path);

    public void Dispose()
    {
        session.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("nope")]
    [InlineData("throw new Exception(\"no\");")]
    [InlineData("var a = (1;")]
    [InlineData("#!nope")]
    [InlineData("int[] a = []; a[3]")]
    public async Task Error_OfAnyKind_HasPlainNamesAndAColouredTraceback(string code)
    {
        var error = await Fail(code);

        Assert.DoesNotContain('\u001b', error.Name + error.Value);
        Assert.NotEmpty(error.Traceback);
        Assert.Contains(error.Traceback, line => line.Contains("\u001b[0;31m", StringComparison.Ordinal));
        Assert.Contains(error.Value.Split(": ", 2)[^1], TerminalText.ToPlain(string.Join('\n', error.Traceback)), StringComparison.Ordinal);
    }

    // What VS Code does (extensions/notebook-renderers/src/stackTraceHelper.ts and the Jupyter extension's
    // findErrorLocation): the place becomes a link, what follows it in its line is dropped.
    [Theory]
    [InlineData("var a = 1;\nnope", 2)]
    [InlineData("var a = 1;\n\nthrow new Exception(\"no\");", 3)]
    [InlineData("int one = 1;\n#!nope", 2)]
    public async Task Error_InVSCode_IsALinkToItsLineAndLosesNothing(string code, int line)
    {
        var error = await Fail(code);
        var place = Assert.Single(error.Traceback, line => Place().IsMatch(line));

        Assert.Equal((cell, line), (int.Parse(Place().Match(place).Groups["cell"].Value), int.Parse(Place().Match(place).Groups["line"].Value)));
        Assert.Equal("Cell In[1], line " + line, TerminalText.ToPlain(place));
        Assert.Equal(line, int.Parse(FindErrorLocation().Match(TerminalText.ToPlain(string.Join('\n', error.Traceback))).Groups[1].Value));
    }

    [Fact]
    public async Task Exception_ThatIsItsOwnCause_IsShownOnce()
    {
        var error = await Fail("""
            var e = new Exception("round");
            typeof(Exception).GetField("_innerException", (System.Reflection.BindingFlags)36).SetValue(e, e);
            throw e;
            """);

        Assert.Equal(("Exception", "round"), (error.Name, error.Value));
        Assert.DoesNotContain(Lines(error), line => line.StartsWith("caused by", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Exception_WithThousandsOfCauses_ShowsTheFirst()
    {
        var error = await Fail("var e = new Exception(\"0\");\nfor (var i = 1; i < 20_000; i++) e = new Exception($\"{i}\", e);\nthrow e;");

        Assert.Equal("19999", error.Value);
        Assert.Equal(19, Lines(error).Count(line => line.StartsWith("caused by Exception", StringComparison.Ordinal)));
        Assert.Equal("… and 19980 more causes", Lines(error).Last());
    }

    [Fact]
    public async Task Exception_WhoseTextThrows_IsStillTheError()
    {
        var error = await Fail("class E : Exception { public override string ToString() => throw new Exception(\"no text\"); }\nthrow new E();");

        Assert.Equal("E", error.Name);
    }

    [Fact]
    public async Task Error_InAMethodOfAnEarlierCell_LinksBothCells()
    {
        await session.RunAsync("void Fail()\n{\n    throw new Exception(\"no\");\n}", ++cell, cancellation: TestContext.Current.CancellationToken);
        var error = await Fail("Fail();");

        Assert.Equal(["Cell In[1], line 3, in Fail", "Cell In[2], line 1"], Lines(error).Where(line => line.StartsWith("Cell", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Errors_MoreThanThree_AreCounted()
    {
        await session.RunAsync("1", ++cell, cancellation: TestContext.Current.CancellationToken);
        var error = await Fail("var b = a1 + a2 + a3 + a4 + a5 + a1;");

        Assert.Equal(3, Lines(error).Count(line => line.StartsWith("CS0103", StringComparison.Ordinal)));
        Assert.Equal("… and 2 more errors.", error.Traceback[^1]);
    }

    [Fact]
    public async Task Error_OfSeveralLinesOrTabs_IsMarkedInItsFirst()
    {
        var error = await Fail("\tMath.Max(\n1,\n\"a\", 3);");

        Assert.Contains("----> 1 \tMath.Max(", Lines(error));
        Assert.Contains("        \t     ^^^", Lines(error));
    }

    [Fact]
    public async Task Error_InALoadedFile_NamesTheFile()
    {
        await File.WriteAllTextAsync(folder.File("helpers.csx"), "int one = 1;\nint two = nope;", TestContext.Current.CancellationToken);
        var error = await Fail("#load \"helpers.csx\"\none");

        Assert.Contains($"File {folder.File("helpers.csx")}:2", Lines(error));
        Assert.Contains("----> 2 int two = nope;", Lines(error));
    }

    [Fact]
    public async Task Error_OfAnInfiniteRecursion_ShowsItsEndsOnly()
    {
        var error = await Fail("int F(int n) => F(n + 1) + 1;\nF(0)");

        Assert.Equal("InsufficientExecutionStackException", error.Name);
        Assert.InRange(error.Traceback.Count, 5, 40);
        Assert.Contains(error.Traceback, line => line.EndsWith(" calls between", StringComparison.Ordinal));
        Assert.Contains("----> 2 F(0)", Lines(error));
    }

    [Theory]
    [InlineData("throw new Shy();")]
    [InlineData("throw new IOException(\"outer\", new Shy());")]
    public async Task Error_WhoseMessageThrows_IsStillReported(string code)
    {
        var error = await Fail($"class Shy : Exception {{ public override string Message => throw new NotSupportedException(); }}\n{code}");

        Assert.Contains(Lines(error), line => line.EndsWith("Shy: (its Message throws NotSupportedException)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Environment.FailFast(\"enough\");", "would end the session")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill(); await Task.Delay(-1);", "would end the session")]
    [InlineData("var l = new List<object>(); l.Add(l);\nl", "contains itself")]
    [InlineData("var s = new HashSet<object>(); s.Add(s);\ns", "contains itself")]
    [InlineData("var held = new List<object>(); held.Add(held);\nnew { held }", "contains itself")]
    [InlineData("var paired = new List<object>(); paired.Add(paired);\n(1, paired)", "contains itself")]
    [InlineData("record Base(object Inside); record Box(object Inside) : Base(Inside); var boxed = new List<object>(); boxed.Add(boxed);\nnew[] { new Box(new Box(boxed)) }", "contains itself")]
    [InlineData(
        """
        class Self : IEnumerable<object>
        {
            public IEnumerator<object> GetEnumerator() { yield return 1; yield return this; }
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
        }
        new Self()
        """,
        "contains itself")]
    [InlineData("class Shy : Exception { public override string Message => throw new Exception(\"no message\"); }\nthrow new Shy();", "Shy")]
    [InlineData("class Wordless : Exception { public override string Message => null; }\nthrow new Wordless();", "Wordless")]
    [InlineData("Console.WriteLine(\"\\ud83d\"); throw new Exception(\"\\ud83d\");", "\ufffd")]
    [InlineData("#r \"native.so\"\n1", "native.so")]
    public async Task Error_OfAnOddValue_IsSavedAndReported(string code, string says)
    {
        await File.WriteAllTextAsync(folder.File("native.so"), "\u007fELF and no managed code");
        var document = NotebookBuilder.Notebook(code);
        document.Cells[0].Outputs = (await session.RunAsync(code, ++cell, cancellation: TestContext.Current.CancellationToken)).Outputs;
        document.Save(folder.File("odd.ipynb"));

        var saved = NotebookDocument.Load(folder.File("odd.ipynb"));
        var error = Assert.IsType<ErrorOutput>(saved.Cells[0].Outputs[^1]);
        Assert.Contains(says, $"{error.Name}: {error.Value}", StringComparison.Ordinal);
        Assert.Contains(says, await File.ReadAllTextAsync(ReportWriter.Write([new(saved)], folder.Path).PagePaths[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_AfterARerun_NamesTheLatestNumber()
    {
        await Fail("nope");
        Assert.Contains("Cell In[2], line 1", Lines(await Fail("nope")));
    }

    [GeneratedRegex("""(?<prefix>(?:\u001b\[.+?m)*Cell(?:\u001b\[.+?m|\s)*In(?:\u001b\[.+?m|\s)*\[(?<cell>\d+)\](?:\u001b\[.+?m|\s|,)+)(line (?<line>\d+)).*""")]
    private static partial Regex Place();

    [GeneratedRegex("""Cell\s+In\s*\[\d+\],\s*line (\d+).*""")]
    private static partial Regex FindErrorLocation();

    private static IEnumerable<string> Lines(ErrorOutput error) => error.Traceback.SelectMany(line => TerminalText.ToPlain(line).Split('\n'));

    private async Task<ErrorOutput> Fail(string code)
    {
        var result = await session.RunAsync(code, ++cell, cancellation: TestContext.Current.CancellationToken);
        return Assert.IsType<ErrorOutput>(result.Outputs[^1]);
    }
}

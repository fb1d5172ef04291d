namespace DescentLab.Notebooks.Tests;

[Collection(CurrentDirectory.Tests)]
public sealed class SessionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Session session;
    private int cell;

    public SessionTests() => session = new Session(folder.Path);

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        session.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task State_OfEarlierCells_IsSeenByLaterOnes()
    {
        await Run("int x = 20; int Twice(int n) => 2 * n; record Point(int X);");
        await Run("x++;");

        Assert.Equal("42", await PlainText("Twice(x)"));
        Assert.Equal("Point { X = 42 }", await PlainText("new Point(Twice(x)).ToString()"));
    }

    [Fact]
    public async Task LastExpression_WithAndWithoutSemicolon_IsAResultOnlyWithout()
    {
        Assert.Empty((await Run("Math.Max(1, 2);")).Outputs);
        Assert.Empty((await Run("var y = 3;")).Outputs);
        Assert.Empty((await Run("Console.Out.Flush()")).Outputs);
        Assert.Empty((await Run("// nothing but a comment")).Outputs);
        Assert.Empty((await Run("")).Outputs);
        var result = Assert.IsType<DataOutput>(Assert.Single((await Run("1 + 1")).Outputs));

        Assert.True(result.IsResult);
        Assert.Equal(cell, result.ExecutionCount);
        Assert.Equal(MimeBundle.Empty.With("text/plain", "2"), result.Data);
    }

    [Fact]
    public async Task LastExpression_ThatIsNull_IsShownAsNetInteractiveDoes() =>
        Assert.Equal("<null>", await PlainText("(string)null"));

    [Fact]
    public async Task Value_WithATypeFormatterSource_GivesAllItsMimeTypes()
    {
        await Run("""
            class TypeFormatterSourceAttribute : Attribute
            {
                public TypeFormatterSourceAttribute(Type type) => FormatterSourceType = type;
                public Type FormatterSourceType { get; }
                public string[] PreferredMimeTypes { get; set; }
            }
            class Source { public IEnumerable<object> CreateTypeFormatters() { yield return new Json(); yield return new Html(); } }
            class Json { public string MimeType => "application/x+json"; public bool Format(object o, TextWriter w) { w.Write("{\"a\":1}"); return true; } }
            class Html { public string MimeType => "text/html"; public bool Format(object o, TextWriter w) { w.Write("<b>"); return true; } }
            [TypeFormatterSource(typeof(Source), PreferredMimeTypes = new[] { "application/x+json", "text/html" })]
            class Shown { public override string ToString() => "shown"; }
            """);
        var result = Assert.IsType<DataOutput>(Assert.Single((await Run("new Shown()")).Outputs));

        Assert.Equal(["application/x+json", "text/html", "text/plain"], result.Data.MimeTypes);
        Assert.Equal("""{"a":1}""", result.Data["application/x+json"]);
        Assert.Equal("<b>", result.Data["text/html"]);
    }

    [Fact]
    public async Task Await_AtTopLevel_GivesTheTasksResult()
    {
        Assert.Equal("7", await PlainText("await Task.Run(async () => { await Task.Delay(5); return 7; })"));
        Assert.Equal("done", await PlainText("await Task.Delay(5);\nvar text = \"done\";\ntext"));
    }

    [Fact]
    public async Task Result_OfAnAsyncMethodThatBlocks_DoesNotDeadlock() =>
        Assert.Equal("3", await PlainText("async Task<int> Three() { await Task.Delay(5); return 3; }\nThree().Result"));

    [Fact]
    public async Task Console_OutAndErrorAndResult_KeepTheirOrder()
    {
        var received = new List<CellOutput>();
        var result = await session.RunAsync(
            """
            Console.Write("a"); Console.WriteLine(1); Console.Error.WriteLine("oh");
            await Task.Run(() => Console.WriteLine("from a task"));
            "value"
            """, 5, received.Add, cancellation: TestEnd);

        Assert.Equal(
            [new StreamOutput("stdout", "a1\n"), new StreamOutput("stderr", "oh\n"), new StreamOutput("stdout", "from a task\n")],
            result.Outputs.Take(3));
        Assert.Equal("value", Assert.IsType<DataOutput>(result.Outputs[3]).Data["text/plain"]);
        Assert.Equal("a", Assert.IsType<StreamOutput>(received[0]).Text);
        Assert.IsType<DataOutput>(received[^1]);
    }

    [Fact]
    public async Task Console_OfTwoSessionsAtOnce_DoesNotMix()
    {
        using var other = new Session(folder.Path);
        const string Code = "for (int i = 0; i < 200; i++) { Console.WriteLine(name); if (i % 50 == 0) await Task.Delay(1); }";
        await Run("var name = \"one\";");
        await other.RunAsync("var name = \"two\";", 1, cancellation: TestEnd);
        var results = await Task.WhenAll(session.RunAsync(Code, 2, cancellation: TestEnd), other.RunAsync(Code, 2, cancellation: TestEnd));

        Assert.Equal(string.Concat(Enumerable.Repeat("one\n", 200)), Assert.IsType<StreamOutput>(Assert.Single(results[0].Outputs)).Text);
        Assert.Equal(string.Concat(Enumerable.Repeat("two\n", 200)), Assert.IsType<StreamOutput>(Assert.Single(results[1].Outputs)).Text);
    }

    [Fact]
    public async Task Console_ReplacedByAnEarlierCell_IsCapturedAgain()
    {
        await Run("Console.SetOut(new StringWriter());");

        Assert.Equal(new StreamOutput("stdout", "here\n"), Assert.Single((await Run("Console.WriteLine(\"here\");")).Outputs));
    }

    [Fact]
    public async Task CompileError_OnALine_NamesCellLineAndShowsIt()
    {
        var result = await Run("var a = 1;\nvar b = a + nope;");

        Assert.Equal(new CellError("CompilationError", "CS0103: The name 'nope' does not exist in the current context", 2), result.Error);
        var output = Assert.IsType<ErrorOutput>(Assert.Single(result.Outputs));
        Assert.Equal(
            [
                "CS0103: The name 'nope' does not exist in the current context",
                "Cell In[1], line 2",
                "      1 var a = 1;",
                "----> 2 var b = a + nope;",
                "                    ^^^^",
            ],
            Plain(output).Skip(1));
        Assert.NotNull((await Run("a")).Error);
    }

    [Fact]
    public async Task SyntaxError_InACell_DoesNotEndTheSession()
    {
        Assert.Equal(1, (await Run("var a = (1;")).Error?.Line);
        Assert.Equal("3", await PlainText("1 + 2"));
    }

    // The compiler finds these only while it emits code.
    [Theory]
    [InlineData("{ Span<int> s = stackalloc int[2]; await Task.Yield(); s[0] = 1; }", "CS4007", 1)]
    [InlineData("Console.WriteLine();\nforeach (var c in \"abc\".AsSpan()) await Task.Delay(1);", "CS4007", 2)]
    [InlineData("async Task F() { Span<int> s = default; await Task.Yield(); s[0] = 1; }", "CS4007", 1)]
    public async Task CompileError_ThatOnlyEmittingFinds_IsTheCellsError(string code, string error, int line)
    {
        var result = await Run(code);

        Assert.StartsWith(error, result.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(line, result.Error?.Line);
        await Run("var x = 1;");
        Assert.Equal("2", await PlainText("x + 1"));
    }

    [Fact]
    public async Task Throw_AfterADeclaration_KeepsTheStateAndNamesTheLine()
    {
        var result = await Run("var kept = 5;\nkept++;\nConsole.WriteLine(\"before\");\nthrow new InvalidOperationException(\"no\");");

        Assert.Equal(new CellError("InvalidOperationException", "no", 4), result.Error);
        Assert.Equal(new StreamOutput("stdout", "before\n"), result.Outputs[0]);
        Assert.Equal(
            [
                "InvalidOperationException: no",
                "Cell In[1], line 4",
                "      3 Console.WriteLine(\"before\");",
                "----> 4 throw new InvalidOperationException(\"no\");",
            ],
            Plain(Assert.IsType<ErrorOutput>(result.Outputs[1])));
        Assert.Equal("6", await PlainText("kept"));
    }

    [Fact]
    public async Task Throw_InAMethodOfAnEarlierCell_ShowsBothCellsAndTheCallingLine()
    {
        await Run("int Fail(int n)\n{\n    return int.Parse(\"x\") / n;\n}");
        var result = await Run("\nFail(0)");

        Assert.Equal(2, result.Error?.Line);
        Assert.Equal(
            [
                "FormatException: The input string 'x' was not in a correct format.",
                "Cell In[1], line 3, in Fail",
                "Cell In[2], line 2",
                "----> 2 Fail(0)",
            ],
            Plain(Assert.IsType<ErrorOutput>(Assert.Single(result.Outputs))));
    }

    [Theory]
    [InlineData("int[] a = [];\n\na[3]", "IndexOutOfRangeException", 3)]
    [InlineData("int zero = 0;\nint one = 1 / zero;", "DivideByZeroException", 2)]
    [InlineData("string s = null;\nvar n = 1;\nn = s.Length;", "NullReferenceException", 3)]
    [InlineData("var n = 1;\nawait Task.Delay(1);\nint.Parse(\"x\");", "FormatException", 3)]
    [InlineData("double f(double[] x) =>\n  x[1];\n\nf([]);", "IndexOutOfRangeException", 2)]
    public async Task Throw_ByTheRuntime_NamesTheLine(string code, string error, int line)
    {
        var result = await Run(code);

        Assert.Equal((error, line), (result.Error?.Name, result.Error?.Line));
    }

    [Fact]
    public async Task Throw_WithACause_ShowsTheCauseToo()
    {
        var result = await Run("throw new IOException(\"outer\", new FormatException(\"inner\"));");

        Assert.Contains("caused by FormatException: inner", Plain(Assert.IsType<ErrorOutput>(Assert.Single(result.Outputs))));
    }

    [Fact]
    public async Task Throw_WhileAValueIsFormatted_IsTheCellsError()
    {
        await Run("class Shy { public int Value => throw new NotSupportedException(\"shy\"); public override string ToString() => throw new NotSupportedException(\"shy\"); }");
        var result = await Run("new Shy()");

        // The formatter may show or rethrow the exception of a property; the session survives both.
        Assert.NotEmpty(result.Outputs);
        Assert.Equal("1", await PlainText("1"));
    }

    [Fact]
    public async Task Folder_OfTheNotebook_IsCurrentWhileACellRunsAndOnlyThen()
    {
        await File.WriteAllTextAsync(folder.File("data.txt"), "from the folder", TestEnd);
        var before = Environment.CurrentDirectory;

        Assert.Equal("from the folder", await PlainText("File.ReadAllText(\"data.txt\")"));
        Assert.Equal(before, Environment.CurrentDirectory);
    }

    // The program ends with an error in a folder that a test beside it has deleted.
    [Theory]
    [InlineData("System.Diagnostics.Process.Start(\"dotnet\", \"--version\").WaitForExit();")]
    [InlineData("var p = new System.Diagnostics.Process { StartInfo = new(\"dotnet\", [\"--version\"]) };\np.Start();\nawait p.WaitForExitAsync();")]
    [InlineData("System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(\"dotnet\", \"--version\")).WaitForExit();")]
    public async Task Output_OfAProcessThatACellStarts_IsTheCells(string code) =>
        Assert.Matches(@"^\d+\.\d+\.\d+.*\n$", Assert.IsType<StreamOutput>(Assert.Single((await Run(code)).Outputs)).Text);

    [Fact]
    public async Task Reference_RelativeToTheNotebook_LoadsTheAssemblyAndItsDependencies()
    {
        var library = Directory.CreateDirectory(folder.File("lib")).FullName;
        Library.Compile(Path.Combine(library, "Inner.dll"), "public static class Inner { public static int Answer => 42; }");
        Library.Compile(
            Path.Combine(library, "Outer.dll"),
            "public static class Outer { public static int Answer => Inner.Answer; public static string Place => typeof(Outer).Assembly.Location; }",
            Path.Combine(library, "Inner.dll"));

        var notebooks = Directory.CreateDirectory(folder.File("notebooks")).FullName;
        using var inNotebooks = new Session(notebooks);
        var result = await inNotebooks.RunAsync("#r \"../lib/Outer.dll\"\nOuter.Answer", 1, cancellation: TestEnd);

        Assert.Null(result.Error);
        Assert.Equal("42", Assert.IsType<DataOutput>(Assert.Single(result.Outputs)).Data["text/plain"]);
        var place = await inNotebooks.RunAsync("Outer.Place", 2, cancellation: TestEnd);
        Assert.Equal(Path.Combine(library, "Outer.dll"), Assert.IsType<DataOutput>(Assert.Single(place.Outputs)).Data["text/plain"]);
    }

    [Fact]
    public async Task Reference_ToAnotherCopyOfAnAssemblyOfTheProgram_LoadsTheFileItNames()
    {
        // Markdig is beside this program, and in a kernel beside the engine.
        Library.Compile(folder.File("Markdig.dll"), "namespace Markdig; public static class Markdown { public static string Mine => typeof(Markdown).Assembly.Location; }");

        Assert.Equal(folder.File("Markdig.dll"), await PlainText("#r \"Markdig.dll\"\nMarkdig.Markdown.Mine"));
    }

    [Fact]
    public async Task Reference_ToTwoVersionsInTwoSessions_GivesEachItsOwn()
    {
        var places = new[] { "one", "two" }.Select(name => Path.Combine(Directory.CreateDirectory(folder.File(name)).FullName, "Lib.dll")).ToList();
        places.ForEach(place => Library.Compile(place, $"public static class Lib {{ public static string In{Path.GetFileName(Path.GetDirectoryName(place))} => typeof(Lib).Assembly.Location; }}"));
        using var other = new Session(folder.Path);

        Assert.Equal(places[0], await PlainText("#r \"one/Lib.dll\"\nLib.Inone"));
        var second = await other.RunAsync("#r \"two/Lib.dll\"\nLib.Intwo", 1, cancellation: TestEnd);
        Assert.Equal(places[1], Assert.IsType<DataOutput>(Assert.Single(second.Outputs)).Data["text/plain"]);
        Assert.Contains("Restart the kernel", (await Run("#r \"two/Lib.dll\"\nLib.Intwo")).Error?.Message, StringComparison.Ordinal);
        Assert.Equal(places[0], await PlainText("Lib.Inone"));
    }

    [Fact]
    public async Task Reference_ToAFileThatWasRebuilt_SaysToRestart()
    {
        Library.Compile(folder.File("Lib.dll"), "public static class Lib { public static int Answer() => 1; }");
        Assert.Equal("1", await PlainText("#r \"Lib.dll\"\nLib.Answer()"));
        File.Delete(folder.File("Lib.dll"));
        Library.Compile(folder.File("Lib.dll"), "public static class Lib { public static int Answer() => 2; }");

        Assert.Contains("has changed", (await Run("#r \"Lib.dll\"\nLib.Answer()")).Error?.Message, StringComparison.Ordinal);
    }

    // Roslyn runs g() on the variables of the cell of g(int): it would show another number, or end the process.
    [Theory]
    [InlineData("g()", 1)]
    [InlineData("// what it gives\nvar twice = 2 * new[] { 1 }.Select(_ => g()).Sum();", 2)]
    [InlineData("int g(double x) => g();", 1)]
    public async Task Call_OfAMethodWhoseOverloadIsInALaterCell_IsRejected(string code, int line)
    {
        await Run("var a = 1;");
        await Run("int g() => a;");
        await Run("int g(int x) => x;");
        var error = (await Run(code)).Error;

        Assert.Equal(line, error?.Line);
        Assert.Contains("'g()' of cell 2", error?.Message, StringComparison.Ordinal);
        Assert.Contains("Declare both in one cell", error?.Message, StringComparison.Ordinal);
        Assert.Equal("5", await PlainText("g(5)"));
        await Run("int g() => 7 * a;");
        Assert.Equal("7", await PlainText("g()"));
    }

    [Fact]
    public async Task Call_OfAMethodWithoutVariables_IsAllowed()
    {
        await Run("double Square(double x) => x * x;");
        await Run("double Square(double x, double y) => Square(x) + Square(y);");

        Assert.Equal("25", await PlainText("Square(3, 4)"));
        Assert.Equal("9", await PlainText("Square(3)"));
    }

    [Fact]
    public async Task Reference_ThatIsMissing_SaysToBuildIt()
    {
        var result = await Run("#r \"../lib/bin/None.dll\"");

        Assert.Equal(1, result.Error?.Line);
        Assert.Contains("../lib/bin/None.dll", result.Error?.Message, StringComparison.Ordinal);
        Assert.Contains("dotnet build", result.Error?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("await Task.Delay(1); Task.Delay(-1).Wait();")]
    public async Task Cancellation_OfACellThatNeverEnds_StopsItAndTheSessionContinues(string code)
    {
        await Run("var kept = 1;");
        using var stop = new CancellationTokenSource();
        var received = new List<CellOutput>();
        var running = session.RunAsync($"Console.WriteLine(\"go\"); kept = 2;\n{code}", 2, output =>
        {
            received.Add(output);
            stop.CancelAfter(50);
        }, cancellation: stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(20), TestEnd));
        Assert.Equal("go\n", string.Concat(received.OfType<StreamOutput>().Select(output => output.Text)));
        Assert.Equal("2", await PlainText("kept"));
    }

    [Fact]
    public async Task Task_ThatOutlivesItsCell_ContinuesAndIsReported()
    {
        var received = new TaskCompletionSource<string>();
        await session.RunAsync(
            "async Task Later() { for (int i = 0; i < 3; i++) await Task.Delay(20); Console.Write(\"late\"); }\nvar later = Later();",
            1,
            output => received.TrySetResult(Assert.IsType<StreamOutput>(output).Text),
            cancellation: TestEnd);

        Assert.Empty((await Run("await later;")).Outputs);
        Assert.Equal("late", await received.Task.WaitAsync(TimeSpan.FromSeconds(20), TestEnd));
    }

    [Theory]
    [InlineData("display(7);", "7")]
    [InlineData("7.Display();", "7")]
    [InlineData("\"7\".DisplayAs(\"text/plain\");", "7")]
    [InlineData("shown.Update(7);", "update 7")]
    [InlineData("clear_output();", "clear")]
    public async Task Display_ThatOutlivesItsCell_IsReported(string code, string reported)
    {
        var received = new TaskCompletionSource<string?>();
        await session.RunAsync(
            $"var shown = display(0);\nvar go = new TaskCompletionSource();\nvar late = Task.Run(async () => {{ await go.Task; {code} }});",
            1,
            output => _ = output switch
            {
                DataOutput { Data: var data } when data["text/plain"] is not "0" => received.TrySetResult(data["text/plain"]),
                DisplayUpdate { Data: var data } => received.TrySetResult("update " + data["text/plain"]),
                ClearedOutput => received.TrySetResult("clear"),
                _ => false,
            },
            cancellation: TestEnd);
        Assert.Empty((await Run("go.SetResult();\nawait late;")).Outputs);

        Assert.Equal(reported, await received.Task.WaitAsync(TimeSpan.FromSeconds(20), TestEnd));
    }

    [Fact]
    public async Task OperationCanceled_ThrownByTheCellItself_IsAnError() =>
        Assert.Equal("OperationCanceledException", (await Run("throw new OperationCanceledException(\"mine\");")).Error?.Name);

    [Fact]
    public async Task Language_IsCSharp14() =>
        Assert.Equal("List", await PlainText("class A { public string P { get => field ?? \"none\"; set; } }\nnameof(List<>)"));

    [Fact]
    public void Folder_ThatIsMissing_IsNamed() =>
        Assert.Contains("nowhere", Assert.Throws<DirectoryNotFoundException>(() => new Session(folder.File("nowhere"))).Message, StringComparison.Ordinal);

    private Task<CellResult> Run(string code) => session.RunAsync(code, ++cell, cancellation: TestEnd);

    // The lines, without colours.
    private static IEnumerable<string> Plain(ErrorOutput error) => error.Traceback.SelectMany(line => TerminalText.ToPlain(line).Split('\n'));

    private async Task<string?> PlainText(string code)
    {
        var result = await Run(code);
        Assert.Null(result.Error);
        return Assert.IsType<DataOutput>(Assert.Single(result.Outputs)).Data["text/plain"];
    }
}

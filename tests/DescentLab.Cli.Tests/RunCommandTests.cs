using System.Diagnostics;
using System.Text.Json;
using DescentLab.Notebooks;

namespace DescentLab.Cli.Tests;

/// <summary>Tests that the failure of one notebook does not affect the others.</summary>
public sealed class RunCommandTests : IDisposable
{
    private const string BadJson = """
        class TypeFormatterSourceAttribute : Attribute
        {
            public TypeFormatterSourceAttribute(Type type) => FormatterSourceType = type;
            public Type FormatterSourceType { get; }
            public string[] PreferredMimeTypes { get; set; }
        }
        class Source { public IEnumerable<object> CreateTypeFormatters() => new[] { "application/json" }.Select(m => new F(m)); }
        record F(string MimeType) { public bool Format(object o, System.IO.TextWriter w) { w.Write("{not json"); return true; } }
        [TypeFormatterSource(typeof(Source), PreferredMimeTypes = new[] { "application/json" })]
        class Figure { public override string ToString() => "a figure"; }
        new Figure()
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_OfANotebookWhoseSourceChanged_NamesTheCellThatDiffers()
    {
        Notebook("sum", "1 + 1", "2 + 2");
        Assert.DoesNotContain("Not as saved", (await Descentlab.RunAsync(folder, "run", "sum.ipynb", "--write", "--output", "reports")).Output, StringComparison.Ordinal);
        var path = folder.File("sum.ipynb");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("2 + 2", "2 + 3", StringComparison.Ordinal));

        var result = await Descentlab.RunAsync(folder, "run", "sum.ipynb", "--output", "reports");

        Assert.True(result.Exit == 0, result.All);
        Assert.Contains("ok, 1 cell differs", result.Output, StringComparison.Ordinal);
        Assert.Contains("Not as saved: sum, cell 2", result.Output, StringComparison.Ordinal);
    }

    // Most of them end its process. What leaves the process alive: CellErrorsTests.
    [Fact]
    public async Task Failures_OfManyKinds_AffectOnlyTheirOwnNotebook()
    {
        (string Name, string Cell, string Says)[] faults =
        [
            ("exit", "Environment.Exit(0);", "exit code 0"),
            ("thread", "var t = new System.Threading.Thread(() => throw new InvalidOperationException(\"too steep\"));\nt.Start(); t.Join();\nawait Task.Delay(-1);", "InvalidOperationException: too steep"),
            ("void", "async void F() { await Task.Yield(); throw new InvalidOperationException(\"too steep\"); }\nF();\nawait Task.Delay(-1);", "InvalidOperationException: too steep"),
            ("fatal", "typeof(Environment).GetMethod(\"FailFast\", [typeof(string)]).Invoke(null, [\"enough\"]);", "Process terminated"),
            ("json", BadJson, "wrote text that is not JSON"),
            ("half", """ "{\"x\": \"\\ud800\"}".DisplayAs("application/json"); """, "wrote text that is not JSON"),
            ("handler", "AppDomain.CurrentDomain.UnhandledException += (_, _) => System.Threading.Thread.Sleep(-1);\nvar t = new System.Threading.Thread(() => throw new InvalidOperationException(\"too steep\"));\nt.Start(); t.Join();", "InvalidOperationException: too steep"),
            ("killed", "typeof(System.Diagnostics.Process).GetMethod(\"Kill\", []).Invoke(System.Diagnostics.Process.GetCurrentProcess(), []); await Task.Delay(-1);", "cell 2"),
        ];
        Notebook("a-good", "1 + 1");
        foreach (var (name, cell, _) in faults)
        {
            Notebook(name, "Console.WriteLine(\"reached\");", cell, "\"after\"");
        }

        Notebook("z-good", "2 + 2");
        var result = await Descentlab.RunAsync(folder, ["run", "a-good.ipynb", .. faults.Select(fault => fault.Name + ".ipynb"), "z-good.ipynb", "--write", "--output", "reports"]);

        Assert.True(result.Exit == 1, result.All);
        foreach (var (name, _, says) in faults)
        {
            var line = result.Errors.Split('\n').Single(line => line.StartsWith($"{name}: cell 2", StringComparison.Ordinal));
            Assert.Contains(says, line, StringComparison.Ordinal);
            Assert.Contains("reached", await File.ReadAllTextAsync(folder.File($"reports/{name}.html")), StringComparison.Ordinal);
            Assert.Empty(NotebookDocument.Load(folder.File($"{name}.ipynb")).CodeCells.SelectMany(cell => cell.Outputs));
        }

        foreach (var good in (string[])["a-good", "z-good"])
        {
            Assert.True(File.Exists(folder.File($"reports/{good}.html")), result.All);
            Assert.Single(NotebookDocument.Load(folder.File($"{good}.ipynb")).CodeCells.Single().Outputs);
        }

        Assert.Contains("z-good.html", await File.ReadAllTextAsync(folder.File("reports/index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_ToANotebookThatCannotBeWritten_SaysSoBeforeTheRun()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The modes are Unix's.");
        Notebook("a", "System.IO.File.WriteAllText(\"ran\", \"\");");
        Notebook("b", "1");
        File.SetAttributes(folder.File("b.ipynb"), FileAttributes.ReadOnly);
        var result = await Descentlab.RunAsync(folder, "run", "a.ipynb", "b.ipynb", "--write", "--output", "reports");

        Assert.Equal(1, result.Exit);
        Assert.Contains("b.ipynb is read-only", result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("ran")));
    }

    [Fact]
    public async Task Write_WhenThePagesCannotBeWritten_StoresTheOutputs()
    {
        Notebook("a", "System.IO.Directory.Delete(\"reports\", true); 1 + 1");
        var result = await Descentlab.RunAsync(folder, "run", "a.ipynb", "--write", "--output", "reports");

        Assert.Equal(1, result.Exit);
        Assert.Contains("│ ok", result.Output, StringComparison.Ordinal);
        Assert.Contains("a: The folder", result.Errors, StringComparison.Ordinal);
        Assert.Single(NotebookDocument.Load(folder.File("a.ipynb")).CodeCells.Single().Outputs);
    }

    [Fact]
    public async Task Notebook_NamedTwice_RunsOnce()
    {
        Notebook("a", "System.IO.File.AppendAllText(\"runs\", \"x\");");
        var result = await Descentlab.RunAsync(folder, "run", "a.ipynb", "./a.ipynb", "--write", "--output", "reports");

        Assert.True(result.Exit == 0, result.All);
        Assert.Equal("x", await File.ReadAllTextAsync(folder.File("runs")));
    }

    [Fact]
    public async Task ForegroundThread_AndAHandlerThatHangs_DoNotKeepTheRunAlive()
    {
        Notebook("busy", """
            new System.Threading.Thread(() => System.Threading.Thread.Sleep(-1)).Start();
            AppDomain.CurrentDomain.ProcessExit += (_, _) => System.Threading.Thread.Sleep(-1);
            "done"
            """);
        var result = await Descentlab.RunAsync(folder, "run", "busy.ipynb", "--output", "reports");

        Assert.True(result.Exit == 0, result.All);
    }

    [Fact]
    public async Task Exception_OfAThread_WhoseHandlersHang_FailsTheNotebook_AtTheCellThatStartedIt()
    {
        Notebook("busy", """
            AppDomain.CurrentDomain.UnhandledException += (_, _) => System.Threading.Thread.Sleep(-1);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => System.Threading.Thread.Sleep(-1);
            new System.Threading.Thread(() => throw new InvalidOperationException("too steep")).Start();
            System.Threading.Thread.Sleep(500);
            """, "1 + 1");
        var result = await Descentlab.RunAsync(folder, "run", "busy.ipynb", "--output", "reports");

        Assert.True(result.Exit == 1, result.All);
        Assert.Contains("busy: cell 2 (cell-2): InvalidOperationException: too steep (in cell 1, line 3, after it had ended)", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_ThatACellDeletes_TakeNoOutputsWithThem()
    {
        Notebook("bad", "System.IO.Directory.Delete(\"reports\", recursive: true);\n1");
        Notebook("good", "while (System.IO.Directory.Exists(\"reports\")) { }\n2");
        var result = await Descentlab.RunAsync(folder, "run", "bad.ipynb", "good.ipynb", "--write", "--output", "reports");

        Assert.True(result.Exit == 1, result.All);
        Assert.Contains("│ good     │     1 │", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Reports:", result.Output, StringComparison.Ordinal);
        foreach (var name in (string[])["bad", "good"])
        {
            Assert.Contains($"{name}: The folder {folder.File("reports")} does not exist", result.Errors, StringComparison.Ordinal);
            Assert.Single(NotebookDocument.Load(folder.File($"{name}.ipynb")).CodeCells.Single().Outputs);
        }
    }

    [Fact]
    public async Task Text_WithoutAnExecutionContext_IsAnOutputOfItsCell()
    {
        Notebook("text", """
            class Point { ~Point() => Console.WriteLine("finalised"); }
            void Lose() => new Point();
            Lose(); GC.Collect(); GC.WaitForPendingFinalizers();
            System.Threading.ThreadPool.UnsafeQueueUserWorkItem(_ => Console.Error.WriteLine("queued"), null);
            System.Threading.Thread.Sleep(1000);
            """);
        var result = await Descentlab.RunAsync(folder, "run", "text.ipynb", "--write", "--output", "reports");

        Assert.True(result.Exit == 0, result.All);
        Assert.Equal(
            ["finalised\n", "queued\n"],
            NotebookDocument.Load(folder.File("text.ipynb")).CodeCells.Single().Outputs.Cast<StreamOutput>().Select(output => output.Text));
    }

    [Fact]
    public async Task Timeout_OfACell_EndsItsNotebookAndKeepsItsOutput()
    {
        Notebook("slow", "Console.WriteLine(\"half way\");\nwhile (true) { System.Threading.Thread.Sleep(10); }");
        Notebook("swift", "1");
        var result = await Descentlab.RunAsync(folder, "run", "slow.ipynb", "swift.ipynb", "--timeout", "8", "--output", "reports");

        Assert.True(result.Exit == 1, result.All);
        Assert.Contains("slow: cell 1", result.Errors, StringComparison.Ordinal);
        Assert.Contains("took longer than 8 s (--timeout)", result.Errors, StringComparison.Ordinal);
        Assert.Contains("half way", await File.ReadAllTextAsync(folder.File("reports/slow.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1e300")]
    [InlineData("NaN")]
    public async Task Timeout_OutOfRange_IsRefused(string seconds)
    {
        var result = await Descentlab.RunAsync(folder, "run", "any.ipynb", "--timeout", seconds);

        Assert.Equal(1, result.Exit);
        Assert.Contains("--timeout", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CtrlC_InTheSecondNotebook_KeepsTheFirst()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by kill.");
        Notebook("first", "1 + 1");
        Notebook("second", "System.IO.File.WriteAllText(\"id\", Environment.ProcessId.ToString()); System.IO.File.Move(\"id\", \"running\"); await Task.Delay(-1);");
        using var process = Start("run", "first.ipynb", "second.ipynb", "--write", "--output", "reports");
        using var late = new CancellationTokenSource(Patience);
        using var end = late.Token.Register(process.Kill);
        while (!File.Exists(folder.File("running")) || !File.Exists(folder.File("reports/first.html")))
        {
            await Task.Delay(50, late.Token);
        }

        Process.Start("kill", ["-INT", $"{process.Id}"]).Dispose();
        await process.WaitForExitAsync(late.Token);

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("first.html", await File.ReadAllTextAsync(folder.File("reports/index.html"), late.Token), StringComparison.Ordinal);
        Assert.NotEmpty(NotebookDocument.Load(folder.File("first.ipynb")).CodeCells.Single().Outputs);
        Assert.Contains("not finished", await process.StandardOutput.ReadToEndAsync(late.Token), StringComparison.Ordinal);
        Assert.False(IsAlive(await File.ReadAllTextAsync(folder.File("running"), late.Token)));
    }

    [Fact]
    public async Task Run_ThatIsKilled_LeavesNoProcessBehind()
    {
        Notebook("long", "System.IO.File.WriteAllText(\"id\", Environment.ProcessId.ToString()); System.IO.File.Move(\"id\", \"running\"); while (true) { }");
        using var process = Start("run", "long.ipynb", "--output", "reports");
        using var late = new CancellationTokenSource(Patience);
        using var end = late.Token.Register(process.Kill);
        while (!File.Exists(folder.File("running")))
        {
            await Task.Delay(50, late.Token);
        }

        var notebook = await File.ReadAllTextAsync(folder.File("running"), late.Token);
        process.Kill();
        while (IsAlive(notebook))
        {
            await Task.Delay(50, late.Token);
        }
    }

    [Fact]
    public async Task Output_WithoutAName_IsRefused()
    {
        foreach (var command in (string[])["run", "report"])
        {
            var result = await Descentlab.RunAsync(folder, command, "any.ipynb", "--output", "");

            Assert.Equal(1, result.Exit);
            Assert.Contains("--output needs the name of a folder", result.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Output_ThatIsAFile_IsRefusedBeforeTheFirstCell()
    {
        Notebook("any", "System.IO.File.WriteAllText(\"ran\", \"\");");
        folder.Write("taken", "");
        var result = await Descentlab.RunAsync(folder, "run", "any.ipynb", "--output", "taken");

        Assert.Equal(1, result.Exit);
        Assert.Contains("taken cannot be written to", result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("ran")));
    }

    private Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Descentlab.Dll, .. arguments])
    {
        WorkingDirectory = folder.Path,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static bool IsAlive(string id)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture));
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private void Notebook(string name, params string[] cells) => folder.Write(name + ".ipynb", JsonSerializer.Serialize(new
    {
        cells = cells.Select((source, i) => new
        {
            cell_type = "code",
            execution_count = (int?)null,
            id = $"cell-{i + 1}",
            metadata = new { },
            outputs = Array.Empty<string>(),
            source,
        }),
        metadata = new { },
        nbformat = 4,
        nbformat_minor = 5,
    }));
}

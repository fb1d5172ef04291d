using System.Diagnostics;

namespace DescentLab.Notebooks.Tests;

/// <summary>Tests that a stopped cell really stops: its counter stays constant, and the process is idle.</summary>
[Collection(nameof(InterruptTests))]
[CollectionDefinition(nameof(InterruptTests), DisableParallelization = true)]
public sealed class InterruptTests : IDisposable
{
    private const string Library = "../../../../../lib/bin/DescentLab.dll";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder folder = new();
    private readonly Session session;
    private int cell;

    public InterruptTests() => session = new Session(folder.Path);

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        session.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("while (true) turns++;")]
    [InlineData("for (;;) { turns++; }")]
    [InlineData("do turns++; while (true);")]
    [InlineData("again: turns++; goto again;")]
    [InlineData("void Again() { again: turns++; if (turns > 0) goto again; }\nAgain();")]
    [InlineData("switch (1) { case 1: turns++; goto case 2; case 2: turns++; goto case 1; }")]
    [InlineData("while (true) { try { turns++; } catch { } }")]
    [InlineData("while (true) try { turns++; throw new Exception(); } catch { } finally { turns++; }")]
    [InlineData("long Deep(int n) => turns++ + (n == 0 ? 0 : Deep(n - 1) + Deep(n - 1));\nDeep(60)")]
    [InlineData("Func<int, long> deep = null;\ndeep = n => turns++ + (n == 0 ? 0 : deep(n - 1) + deep(n - 1));\ndeep(60)")]
    [InlineData("IEnumerable<int> Endless() { while (true) yield return 1; }\nEndless().Select(n => turns++).Where(n => n < 0).First()")]
    [InlineData("Enumerable.Repeat(1, int.MaxValue).Sum(n => turns++ < 0 ? 1 : 0)")]
    [InlineData("(from n in Enumerable.Range(0, int.MaxValue) where turns++ < 0 select n).Count()")]
    [InlineData("Parallel.For(0L, long.MaxValue, n => turns++);")]
    [InlineData("Parallel.For(0, 4, n => { while (true) turns++; });")]
    [InlineData("await Task.Run(() => { while (true) turns++; });")]
    [InlineData("async Task Run() { while (true) { turns++; await Task.Yield(); } }\nawait Run();")]
    [InlineData("Spin();")]
    [InlineData("class Shown { public override string ToString() { while (true) Turn.s++; } }\nclass Turn { public static long s; }\nturns++;\nnew Shown()")]
    public async Task Cancellation_OfEndlessWork_EndsItAndTheSessionContinues(string code)
    {
        await Run("long turns = 0;\nint kept = 7;\nvoid Spin() { while (true) turns++; }");
        await StopAsync(code, isAtWork: () => session.Variables.Single(variable => variable.Name == "turns").Value is > 0L);

        var then = await Value("turns");
        Assert.NotEqual("0", then);
        // Running another cell must not be what stops the rest of the stopped one.
        await Task.Delay(100, TestEnd);
        Assert.Equal(then, await Value("turns"));
        Assert.Equal("7", await Value("kept"));
        await Run("for (var k = 0; k < 10; k++) kept++;");
        Assert.Equal("17", await Value("kept"));
    }

    [Theory]
    [InlineData("Descent.Run(BookFunctions.Parabola, new GradientDescent<double>(1e-9), [0.1], int.MaxValue);")]
    [InlineData("Training.Run(network, data, new Momentum<float>(0.2f, 0.9f), new() { Minibatches = 10_000_000 });")]
    [InlineData("Training.Repeat(4, network, data, new Momentum<float>(0.2f, 0.9f), new() { Minibatches = 10_000_000 });")]
    [InlineData("(Experiments.Momentum with { Minibatches = 10_000_000 }).Run();")]
    public async Task Cancellation_OfTheLibrarysWork_UsesNoProcessorAfterwards(string code)
    {
        Assert.SkipUnless(File.Exists(Path.Combine(AppContext.BaseDirectory, Library)), "lib/bin/DescentLab.dll is not built.");
        await Run($"#r \"{Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, Library)).Replace('\\', '/')}\"\nusing DescentLab;");
        await Run("var data = FashionMnist.Load(14);");
        await Run("var network = new Network<float>(14 * 14).FullyConnected(100).Sigmoid().FullyConnected(10).Sigmoid();");
        await StopAsync(code);

        // A stopped worker still tests its network, and the runtime continues to compile for a moment.
        var clock = Stopwatch.StartNew();
        double burnt;
        do
        {
            using var process = Process.GetCurrentProcess();
            var before = process.TotalProcessorTime;
            await Task.Delay(500, TestEnd);
            process.Refresh();
            burnt = (process.TotalProcessorTime - before).TotalMilliseconds;
        }
        while (burnt > 50 && clock.Elapsed < Soon);
        Assert.InRange(burnt, 0, 50);
    }

    [Fact]
    public async Task Cancellation_OfACell_KeepsTheTasksOfEarlierCells()
    {
        await Run("long turns = 0; var end = false;\nvar older = Task.Run(() => { while (!end) turns++; return \"ended by itself\"; });");
        await StopAsync("while (true) { }");
        var then = await Value("turns");
        var clock = Stopwatch.StartNew();
        while (await Value("turns") == then)
        {
            Assert.True(clock.Elapsed < Soon, "The earlier cell's task has stopped.");
        }

        await Run("end = true;");

        Assert.Equal("ended by itself", await Value("await older"));
    }

    [Fact]
    public async Task Recursion_WithoutEnd_IsAnErrorOfTheCell()
    {
        await Run("int Endless(int n) => 1 + Endless(n + 1);\nint kept = 7;");

        Assert.Equal("InsufficientExecutionStackException", (await Run("Endless(0)")).Error?.Name);
        Assert.Equal("7", await Value("kept"));
    }

    [Fact]
    public async Task Culture_ByItsName_IsThereForPackagesThatAskForIt() =>
        Assert.Equal("de-DE", await Value("new System.Globalization.CultureInfo(\"de-DE\").Name"));

    // Code that the rewriting must not break.
    [Theory]
    [InlineData("System.Linq.Expressions.Expression<Func<int, int>> twice = n => 2 * n;\n$\"{twice} {twice.Compile()(21)}\"", "n => (2 * n) 42")]
    [InlineData("ref struct Pair { public Span<int> A; public int Sum() { var s = 0; foreach (var a in A) s += a; return s; } }\nnew Pair { A = new int[] { 40, 2 } }.Sum()", "42")]
    [InlineData("interface IUnit<T> where T : IUnit<T> { static abstract T One { get; } }\nrecord Number(int N) : IUnit<Number> { public static Number One => new(42); }\nT Make<T>() where T : IUnit<T> => T.One;\nMake<Number>().N", "42")]
    [InlineData("var n = 0;\nfor (var i = 0; i < 10; i++)\n{\n    if (i % 2 == 0) continue;\n    foreach (var c in \"ab\") { n++; if (c == 'b') break; }\n}\nn", "10")]
    [InlineData("IEnumerable<int> Three() { try { yield return 1; yield return 2; } finally { Console.Write(\"\"); } }\nawait foreach (var x in Slow()) { }\nasync IAsyncEnumerable<int> Slow() { foreach (var x in Three()) { await Task.Delay(1); yield return x; } }\nThree().Sum()", "3")]
    public async Task Code_OfEveryKind_StillCompilesAndRuns(string code, string value) => Assert.Equal(value, await Value(code));

    private async Task StopAsync(string code, Func<bool>? isAtWork = null)
    {
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var running = session.RunAsync($"Console.WriteLine(\"go\");\n{code}", ++cell, _ => started.TrySetResult(), cancellation: stop.Token);
        await started.Task.WaitAsync(Soon, TestEnd);
        var clock = Stopwatch.StartNew();
        do
        {
            await Task.Delay(50, TestEnd);
            Assert.False(running.IsCompleted, "The cell ended before it was stopped.");
            Assert.True(clock.Elapsed < Soon, "The cell did not begin its work.");
        }
        while (isAtWork?.Invoke() is false);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Soon, TestEnd));
    }

    private Task<CellResult> Run(string code) => session.RunAsync(code, ++cell, cancellation: TestEnd);

    private async Task<string> Value(string code)
    {
        var result = await Run(code);
        Assert.Null(result.Error);
        return Assert.IsType<DataOutput>(Assert.Single(result.Outputs)).Data["text/plain"]!;
    }
}

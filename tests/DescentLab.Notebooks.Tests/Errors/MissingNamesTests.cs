using System.Text.Json.Nodes;

namespace DescentLab.Notebooks.Tests;

public sealed class MissingNamesTests : IDisposable
{
    private const string Above = "Run the cells above first (VS Code: Execute Above Cells; Jupyter: Run All Above Selected Cell):";
    private const string Below = "A cell below declares what is missing. Run it first:";

    private static readonly string[] Notebook =
    [
        "using System.Diagnostics;\nusing System.Globalization;",
        "// the knobs\ndouble eta = 0.1;   // the rate\nint steps = 5;",
        "double Twice(double x) => 2 * x;\nrecord Ball(double Height);",
        "var clock = Stopwatch.StartNew();\nvar ball = new Ball(Twice(eta));",
        "Console.WriteLine(ball.Height + later);",
        "var later = 3;\nvar (first, second) = (1, 2);",
        "first.ToString(CultureInfo.InvariantCulture)",
    ];

    private readonly TemporaryFolder folder = new();
    private readonly Session session;
    private int cell;

    public MissingNamesTests()
    {
        session = new Session(folder.Path);
        Save("notebook.ipynb", Notebook);
    }

    public void Dispose()
    {
        session.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(3, "  Stopwatch: the cell that begins with using System.Diagnostics;")]
    [InlineData(3, "  eta: the cell that begins with double eta = 0.1;   // the rate")]
    [InlineData(3, "  Ball, Twice: the cell that begins with double Twice(double x) => 2 * x;")]
    [InlineData(6, "  CultureInfo: the cell that begins with using System.Diagnostics;")]
    [InlineData(6, "  first: the cell that begins with var later = 3;")]
    public async Task Hint_InAFreshSession_NamesTheCellsToRun(int index, string line)
    {
        var hint = await HintOf(Notebook[index]);

        Assert.Equal(Above, hint[0]);
        Assert.Contains(line, hint);
    }

    [Fact]
    public async Task Hint_WhenOneCellWasSkipped_NamesThatOne()
    {
        await Run(Notebook[0], Notebook[2]);

        Assert.Equal([Above, "  eta: the cell that begins with double eta = 0.1;   // the rate"], await HintOf(Notebook[3]));
    }

    [Fact]
    public async Task Hint_WhenACellBelowDeclaresIt_SaysSo()
    {
        await Run(Notebook[0], Notebook[1], Notebook[2], Notebook[3]);

        Assert.Equal([Below, "  later: the cell that begins with var later = 3;"], await HintOf(Notebook[4]));
    }

    [Fact]
    public async Task Hint_AfterACellThatDidNotCompile_NamesIt()
    {
        await Run(Notebook[0]);
        await session.RunAsync("double eta = 0.1; nope", ++cell, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(["Cell [2] declares eta, but it did not compile. Run it again first."], await HintOf("eta"));
    }

    [Fact]
    public async Task Hint_OfANullThatAFailedCellLeft_NamesThatCell()
    {
        await Run("using System;");
        await session.RunAsync("var path = string.Join(' ', (string[])null);", ++cell, cancellation: TestContext.Current.CancellationToken);

        const string Hint = "Cell [2] declares path, but it ended with an error. Mend it and run it first.";
        Assert.Equal(Hint, (await HintOf("path.Length"))[0]);
        Assert.Equal(Hint, (await HintOf("ArgumentNullException.ThrowIfNull(path);"))[0]);
        Assert.NotEqual(Hint, (await HintOf("int.Parse(\"many\" + path)"))[0]);
        await Run("string path = null;");
        Assert.StartsWith("NullReferenceException", (await HintOf("path.Length"))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hint_AfterACellThatWasInterrupted_NamesIt()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            session.RunAsync("var best = 1; while (true) { }", ++cell, cancellation: stop.Token));

        Assert.Equal(["Cell [1] declares best, but it was interrupted. Run it again first."], await HintOf("best"));
    }

    [Fact]
    public async Task Hint_OfACellChangedSinceTheFileWasSaved_IsTheSame()
    {
        Assert.Contains(
            "  eta: the cell that begins with double eta = 0.1;   // the rate",
            await HintOf("var clock = Stopwatch.StartNew();\nvar ball = new Ball(Twice(eta));\nvar another = eta;"));
    }

    [Fact]
    public async Task Hint_BesideOtherNotebooks_ReadsTheRightOne()
    {
        Save("other.ipynb", Notebook[0], "double eta = 99;", "eta + 1");

        Assert.Contains("  eta: the cell that begins with double eta = 0.1;   // the rate", await HintOf(Notebook[3]));
    }

    [Theory]
    [InlineData("Twice(ete)")]
    [InlineData("new Bal(1)")]
    [InlineData("ball.Heigth")]
    [InlineData("1 + \"a\" - 2")]
    public async Task Hint_OfATypo_IsNotGiven(string code)
    {
        await Run(Notebook[0], Notebook[1], Notebook[2], Notebook[3]);

        Assert.Empty(await HintOf(code));
    }

    [Fact]
    public async Task Hint_WhenTheLibraryWasSkipped_NamesTheCellThatReferencesIt()
    {
        Library.Compile(folder.File("lib.dll"), "namespace Lib { public static class Tool { public static int One => 1; } }");
        Save("notebook.ipynb", "#r \"lib.dll\"", "using Lib;\nvar one = Tool.One;");

        Assert.Contains("  Lib, Tool: the cell that begins with #r \"lib.dll\"", await HintOf("using Lib;\nvar one = Tool.One;"));
    }

    [Fact]
    public async Task Hint_WithoutANotebook_MentionsTheSession()
    {
        File.Delete(folder.File("notebook.ipynb"));
        Assert.StartsWith("Nothing has run in this session yet. If cells above declare eta, run them first", Assert.Single(await HintOf("eta")), StringComparison.Ordinal);
        await Run("1");
        Assert.Empty(await HintOf("eta"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"cells": 3}""")]
    [InlineData("""{"cells": [{"cell_type": "code"}, 4]}""")]
    [InlineData("""{"cells": [{"cell_type": 1, "source": {}}]}""")]
    public async Task Hint_BesideAnInvalidNotebook_IsStillGiven(string content)
    {
        await File.WriteAllTextAsync(folder.File("broken.ipynb"), content, TestContext.Current.CancellationToken);

        Assert.Equal(Above, (await HintOf(Notebook[3]))[0]);
    }

    [Fact]
    public async Task Hint_BesideACellOfTooManyBrackets_IsStillGiven()
    {
        Save("notebook.ipynb", [new string('(', 20_000), .. Notebook]);

        Assert.Equal(Above, (await HintOf(Notebook[3]))[0]);
    }

    [Fact]
    public async Task Hint_BesideAPipe_IsStillGiven()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [folder.File("pipe.ipynb")]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        File.CreateSymbolicLink(folder.File("link.ipynb"), folder.File("pipe.ipynb"));
        Assert.Equal(Above, (await HintOf(Notebook[3]).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken))[0]);
    }

    [Fact]
    public async Task Hint_AfterTheCellsHaveRun_IsGone()
    {
        Assert.NotEmpty(await HintOf(Notebook[3]));
        await Run(Notebook[0], Notebook[1], Notebook[2], Notebook[3]);
    }

    private void Save(string name, params string[] cells) => File.WriteAllText(folder.File(name), new JsonObject
    {
        ["cells"] = new JsonArray(
        [
            new JsonObject { ["cell_type"] = "markdown", ["source"] = "var eta = 7;" },
            .. cells.Select(source => new JsonObject { ["cell_type"] = "code", ["source"] = new JsonArray([.. source.Split('\n').Select((line, i) => JsonValue.Create(i == 0 ? line : "\n" + line))]) }),
        ]),
    }.ToJsonString());

    private async Task Run(params string[] cells)
    {
        foreach (var code in cells)
        {
            Assert.Null((await session.RunAsync(code, ++cell, cancellation: TestContext.Current.CancellationToken)).Error);
        }
    }

    // The lines before the first error.
    private async Task<IReadOnlyList<string>> HintOf(string code)
    {
        var result = await session.RunAsync(code, ++cell, cancellation: TestContext.Current.CancellationToken);
        var error = Assert.IsType<ErrorOutput>(result.Outputs[^1]);
        return [.. error.Traceback.SelectMany(line => TerminalText.ToPlain(line).Split('\n')).TakeWhile(line => !line.StartsWith("CS", StringComparison.Ordinal))];
    }
}

namespace DescentLab.Notebooks.Tests;

/// <summary>Tests the features of Polyglot notebooks besides C#: magic commands, other languages, shared values, input.</summary>
public sealed class PolyglotTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Session session;
    private int cell;

    public PolyglotTests() => session = new Session(folder.Path);

    public void Dispose()
    {
        session.Dispose();
        folder.Dispose();
    }

    // Each of these lines is text, even if .NET Interactive's own parser reads it as a directive.
    [Theory]
    [InlineData("\"\"\"\n#!time\n#r \"nuget: x\"\n\"\"\"", "#!time\n#r \"nuget: x\"")]
    [InlineData("@\"\n#!html\n#i x\"", "\n#!html\n#i x")]
    [InlineData("$\"\"\"\n#!nonsense {1 + 1}\n#r {2}\n\"\"\"", "#!nonsense 2\n#r 2")]
    [InlineData("/*\n#!nonsense\n#r \"nuget: no.such.package\"\n*/ 7", "7")]
    [InlineData("#if NEVER\n#!nonsense\n#endif\n8", "8")]
    [InlineData("#!csharp\n\"\"\"\n#!html\n\"\"\"", "#!html")]
    public async Task Directive_InAStringOrComment_IsText(string code, string value) => Assert.Equal(value, await Value(code));

    [Theory]
    [InlineData("#!time\nvar a = 1;\nnope", 3)]
    [InlineData("\n  #!time\n\n\nnope", 5)]
    [InlineData("var a = 1;\n#!html\n<p>\n'\"\"\"\n#!csharp\nvar b = 1;\nnope", 7)]
    public async Task Line_AfterDirectives_IsTheCells(string code, int line) => Assert.Equal(line, (await Run(code)).Error?.Line);

    [Theory]
    [InlineData("#!html\n<b>x</b>", "text/html", "<b>x</b>")]
    [InlineData("#!markdown\n# Title", "text/markdown", "# Title")]
    [InlineData("#!md\n# Title", "text/markdown", "# Title")]
    [InlineData("#!mermaid\ngraph LR; A-->B", "text/vnd.mermaid", "graph LR; A-->B")]
    [InlineData("#!javascript\nlet x = 1;", "text/html", "<script type=\"text/javascript\">let x = 1;</script>")]
    [InlineData("display(HTML(\"<i>x</i>\"));", "text/html", "<i>x</i>")]
    [InlineData("\"<u>x</u>\".DisplayAs(\"text/html\");", "text/html", "<u>x</u>")]
    [InlineData("using Microsoft.DotNet.Interactive.Formatting;\n(LaTeXString)@\"x^2\"", "text/latex", "x^2")]
    [InlineData("using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;\nb(\"bold\")", "text/html", "<b>bold</b>")]
    [InlineData("using Microsoft.DotNet.Interactive.Formatting;\nrecord P(int X);\nFormatter.Register<P>(p => $\"<p>{p.X}</p>\", \"text/html\");\nnew P(3)", "text/html", "<p>3</p>")]
    public async Task Markup_InACell_HasItsMimeType(string code, string mimeType, string shown)
    {
        var result = await Run(code);

        Assert.Null(result.Error);
        Assert.Equal(shown, Assert.IsType<DataOutput>(Assert.Single(result.Outputs)).Data[mimeType]);
    }

    [Theory]
    [InlineData("new[] { new { A = 1, B = 2 } }.DisplayTable()", "<table><thead><tr><td><span>A</span>")]
    [InlineData("Javascript(\"let x = 1;\");", "<script type=\"text/javascript\">let x = 1;</script>")]
    [InlineData("CSS(\"b { color: red }\");", "b { color: red }")]
    [InlineData("using Microsoft.DotNet.Interactive.Formatting;\nusing static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;\nPocketView p = div(i[style: \"c\"](\"x\"));\np", "<div><i style=\"c\">x</i></div>")]
    public async Task Html_OfTheHelpers_IsShown(string code, string part)
    {
        var result = await Run(code);

        Assert.Null(result.Error);
        Assert.Contains(part, Assert.IsType<DataOutput>(Assert.Single(result.Outputs)).Data["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfADibFile_RunsItsCellsAndRefusesOtherLanguagesByName()
    {
        await File.WriteAllTextAsync(folder.File("a.dib"), "#!csharp\n\nvar fromDib = 42;\n\n#!markdown\n\n# Title\n");
        await File.WriteAllTextAsync(folder.File("f.dib"), "#!fsharp\n\nlet x = 1\n");
        await File.WriteAllTextAsync(folder.File("p.ipynb"), """
            {"cells": [{"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": ["print(1)"]}],
             "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}},
             "nbformat": 4, "nbformat_minor": 4}
            """);

        const string DefaultIsFSharp = """{"kernelInfo": {"defaultKernelName": "fsharp", "items": [{"name": "fsharp", "languageName": "fsharp"}]}}""";
        await File.WriteAllTextAsync(folder.File("f.ipynb"), FSharpNotebook("""{"kernelspec": {"display_name": ".NET (F#)", "language": "F#", "name": ".net-fsharp"}}"""));
        await File.WriteAllTextAsync(folder.File("g.ipynb"), FSharpNotebook($$"""
            {"kernelspec": {"display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp"}, "polyglot_notebook": {{DefaultIsFSharp}}}
            """));

        Assert.Equal("42", await Value("#!import a.dib\nfromDib"));
        foreach (var file in (string[])["f.dib", "f.ipynb", "g.ipynb"])
        {
            Assert.StartsWith("This cell is F#, which", (await Run($"#!import {file}")).Error?.Message, StringComparison.Ordinal);
        }

        Assert.StartsWith("This cell is Python, which", (await Run("#!import p.ipynb")).Error?.Message, StringComparison.Ordinal);

        static string FSharpNotebook(string metadata) => $$"""
            {"cells": [{"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": ["let x = 1"]}],
             "metadata": {{metadata}}, "nbformat": 4, "nbformat_minor": 4}
            """;
    }

    [Fact]
    public async Task Package_MicrosoftDataAnalysis_ShowsItsTable()
    {
        var restored = await Run("#r \"nuget: Microsoft.Data.Analysis, 0.23.1\"");
        Assert.SkipWhen(restored.Error?.Message.Contains("NU1301", StringComparison.Ordinal) is true, "There is no network to fetch the package.");
        Assert.Null(restored.Error);
        var frame = await Run("using Microsoft.Data.Analysis;\nnew DataFrame(new PrimitiveDataFrameColumn<int>(\"height\", new[] { 171, 172 }))");

        Assert.Null(frame.Error);
        var html = Assert.IsType<DataOutput>(Assert.Single(frame.Outputs)).Data["text/html"];
        Assert.StartsWith("<table id=", html, StringComparison.Ordinal);
        Assert.Contains("<th>height</th>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_BetweenKernels_AreShared()
    {
        Assert.Null((await Run("#!value --name greeting\nhello")).Error);
        Assert.Null((await Run("#!share greeting --from value")).Error);
        Assert.Equal("HELLO", await Value("greeting.ToUpper()"));
        Assert.Null((await Run("#!set --name n --value 7")).Error);
        Assert.Equal("7", await Value("n"));
        Assert.Null((await Run("var kept = new List<int> { 1, 2 };\n#!who")).Error);
        Assert.Contains("kept", ((DataOutput)(await Run("#!whos")).Outputs[^1]).Data["text/html"], StringComparison.Ordinal);
    }

    // Its text would overflow the stack.
    [Theory]
    [InlineData("#!who")]
    [InlineData("#!whos")]
    [InlineData("#!share circle --from csharp --as other")]
    public async Task Value_ThatContainsItself_IsNamed(string magic)
    {
        await Run("var kept = 1; var circle = new List<object>(); circle.Add(circle);");
        var result = await Run(magic);

        Assert.StartsWith("circle: The value cannot be shown", Assert.IsType<StreamOutput>(result.Outputs[0]).Text, StringComparison.Ordinal);
        Assert.Equal("1", await Value("kept"));
    }

    [Fact]
    public async Task Magics_AreListedAndDescribeTheEngine()
    {
        var listed = await Value("#!lsmagic");
        foreach (var name in (string[])["#!about", "#!csharp", "#!html", "#!import", "#!set", "#!share", "#!time", "#!value", "#!who", "#!whos", "#r"])
        {
            Assert.Contains(name, listed, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("fsharp", listed, StringComparison.Ordinal);
        Assert.Contains("Microsoft.DotNet.Interactive 1.0.0-beta.26120.1", await Value("#!about"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kernel_FromACell_RunsOtherCells()
    {
        const string Using = "using Microsoft.DotNet.Interactive;\nusing Microsoft.DotNet.Interactive.Commands;\n";
        Assert.Null((await Run(Using + "await Kernel.Root.SendAsync(new SubmitCode(\"int inner = 20;\", \"csharp\"));\nint outer = 22;")).Error);

        Assert.Equal("42", await Value("inner + outer"));
        Assert.Equal("csharp", await Value("KernelInvocationContext.Current.HandlingKernel.Name"));
    }

    [Fact]
    public async Task Input_ThatACellRequests_ComesFromTheReader()
    {
        var questions = new List<Question>();
        var result = await session.RunAsync(
            "using Microsoft.DotNet.Interactive;\n$\"{await Kernel.GetInputAsync(\"Name?\")} {await Kernel.GetPasswordAsync(\"Word?\") is not null} {Console.ReadLine()}\"",
            1,
            ask: question =>
            {
                questions.Add(question);
                return $"answer {questions.Count}";
            });

        Assert.Equal("answer 1 True answer 3", ((DataOutput)result.Outputs[^1]).Data["text/plain"]);
        Assert.Equal([new Question("Name?"), new Question("Word?", IsPassword: true), new Question("")], questions);
    }

    [Fact]
    public async Task Input_WithoutAnAnswer_IsTheCellsErrorInOneLine() =>
        Assert.Equal(
            "The cell reads a line, but no input is available here.",
            (await Run("using Microsoft.DotNet.Interactive;\nawait Kernel.GetInputAsync(\"Name?\")")).Error?.Message);

    [Theory]
    [InlineData("return 5;", "5")]
    [InlineData("if (DateTime.Now.Year > 2000) { return \"a\"; }\nreturn \"b\";", "a")]
    [InlineData("int f() { return 1; }\nvar g = () => { return 2; };\nf() + g()", "3")]
    public async Task Return_AtTopLevel_IsTheCellsValue(string code, string value) => Assert.Equal(value, await Value(code));

    [Theory]
    [InlineData("int f() { return 1; }")]
    [InlineData("class C { public int M() { return 1; } }")]
    [InlineData("var g = () => { return 2; };")]
    [InlineData("return;")]
    public async Task Return_OfAFunction_IsNotTheCellsValue(string code) => Assert.Empty((await Run(code)).Outputs);

    [Theory]
    [InlineData("display(5)")]
    [InlineData("5.Display()")]
    [InlineData("var d = display(5);\nd")]
    public async Task Display_AsTheLastExpression_ShowsTheValueOnce(string code) =>
        Assert.Equal("5", Assert.IsType<DataOutput>(Assert.Single((await Run(code)).Outputs)).Data["text/plain"]);

    [Theory]
    [InlineData("new Shy()")]
    [InlineData("display(new Shy());")]
    public async Task Formatter_ThatThrows_FallsBackToTheTypesOwnText(string code)
    {
        await Run("""
            using Microsoft.DotNet.Interactive.Formatting;
            class Shy { public override string ToString() => "a shy one"; }
            Formatter.Register<Shy>((Shy s, System.IO.TextWriter w) => throw new NotSupportedException(), "text/html");
            """);
        var result = await Run(code);

        Assert.Null(result.Error);
        Assert.Equal("a shy one", Assert.IsType<DataOutput>(Assert.Single(result.Outputs)).Data["text/plain"]);
    }

    // In the package, both overflow the stack.
    [Theory]
    [InlineData("new Odd()")]
    [InlineData("display(new Odd());")]
    [InlineData("new Odd().ToDisplayString(\"text/html\")")]
    public async Task PreferredMimeType_WithoutAFormatter_IsAnErrorThatNamesIt(string code)
    {
        await Run("""
            using Microsoft.DotNet.Interactive.Formatting;
            class Odd { }
            Formatter.SetPreferredMimeTypesFor(typeof(Odd), "text/latex", "text/plain");
            """);
        var result = await Run(code);

        Assert.Contains("Odd prefers text/latex, but nothing formats it so", result.Error?.Message, StringComparison.Ordinal);
        await Run("Formatter.Register<Odd>(_ => \"$x$\", \"text/latex\");");
        Assert.Equal("$x$", Assert.IsType<DataOutput>(Assert.Single((await Run("new Odd()")).Outputs)).Data["text/latex"]);
    }

    [Fact]
    public async Task Formatter_ThatShowsItsOwnValue_FallsBackToTheTypesOwnText()
    {
        await Run("""
            using Microsoft.DotNet.Interactive.Formatting;
            class Mirror { public override string ToString() => "a mirror"; }
            Formatter.Register<Mirror>((Mirror m, System.IO.TextWriter w) => w.Write(m.ToDisplayString("text/html")), "text/html");
            """);

        Assert.Equal("a mirror", await Value("new Mirror()"));
    }

    [Theory]
    [InlineData("Environment.Exit(3);", "would end the session with exit code 3")]
    [InlineData("Environment.FailFast(\"enough\");", "FailFast(\"enough\") would end the session")]
    [InlineData("Environment.FailFast(\"enough\", new Exception());", "would end the session")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill();", "would end the session")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill(true);", "would end the session")]
    public async Task End_OfTheProcess_ByACell_EndsTheCellOnly(string code, string says)
    {
        await Run("var kept = 1;");

        Assert.Contains(says, (await Run(code)).Error?.Message, StringComparison.Ordinal);
        Assert.Equal("1", await Value("kept"));
    }

    // The detour redirects the output: another start with the reader's object must not find that.
    [Theory]
    [InlineData("var start = new System.Diagnostics.ProcessStartInfo(\"echo\", \"a\");\nfor (int i = 0; i < 2; i++) System.Diagnostics.Process.Start(start).WaitForExit();\nstart.RedirectStandardOutput")]
    [InlineData("var p = new System.Diagnostics.Process { StartInfo = new(\"echo\", \"a\") };\nfor (int i = 0; i < 2; i++) { p.Start(); p.WaitForExit(); }\np.StartInfo.RedirectStandardOutput")]
    public async Task Output_OfAProcessThatACellStartsTwice_IsTheCells(string code)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "echo is no program there.");
        var outputs = (await Run(code)).Outputs;

        Assert.Equal(new StreamOutput("stdout", "a\na\n"), outputs[0]);
        Assert.Equal("False", Assert.IsType<DataOutput>(outputs[1]).Data["text/plain"]);
    }

    [Theory]
    [InlineData("var s = Console.OpenStandardOutput();\nforeach (var b in System.Text.Encoding.UTF8.GetBytes(\"é\\n\")) { s.WriteByte(b); }")]
    [InlineData("Console.SetOut(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });\nConsole.WriteLine(\"é\");")]
    public async Task StandardOutput_OpenedByACell_IsTheCells(string code) =>
        Assert.Equal("é\n", Assert.IsType<StreamOutput>(Assert.Single((await Run(code)).Outputs)).Text);

    [Fact]
    public async Task Restore_ThatFailed_IsReportedAgainAndBreaksNothing()
    {
        for (var i = 0; i < 2; i++)
        {
            var result = await Run("#r \"nuget: No.Such.Package.Here, 1.0.0\"");
            Assert.Contains("No.Such.Package.Here", result.Error?.Message, StringComparison.Ordinal);
            Assert.Single(result.Outputs);
        }

        Assert.Null((await Run("#r \"nuget: MathNet.Numerics, 5.0.0\"")).Error);
        Assert.Equal("6", await Value("(int)Math.Round(MathNet.Numerics.SpecialFunctions.Gamma(4))"));
        using var later = new Session(folder.Path);
        Assert.Contains("No.Such.Package.Here", (await later.RunAsync("#r \"nuget: No.Such.Package.Here, 1.0.0\"", 1)).Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_ThatDoesNotAnswer_DoesNotPreventOthers()
    {
        Assert.Null((await Run("#i \"nuget: https://127.0.0.1:9/index.json\"")).Error);
        Assert.Contains("127.0.0.1:9", (await Run("#r \"nuget: No.Such.Package.Here, 1.0.0\"")).Error?.Message, StringComparison.Ordinal);
        Assert.Null((await Run("#r \"nuget: MathNet.Numerics, 5.0.0\"")).Error);
        Assert.Equal("6", await Value("(int)Math.Round(MathNet.Numerics.SpecialFunctions.Gamma(4))"));
    }

    [Theory]
    [InlineData("csharp", null)]
    [InlineData("C#", null)]
    [InlineData(".net-csharp", null)]
    [InlineData("F#", "F#")]
    [InlineData("fsharp", "F#")]
    [InlineData("python", "Python")]
    [InlineData("Klingon", "Klingon")]
    public async Task Language_InTheMetadata_IsRunOrRejectedByName(string language, string? refused)
    {
        var error = (await session.RunAsync("1", 1, language: language)).Error;

        Assert.Equal(refused is null, error is null);
        Assert.StartsWith(refused is null ? "" : $"This cell is {refused}, which", error?.Message ?? "", StringComparison.Ordinal);
    }

    // Microsoft's kernel, through the same code.
    [Fact]
    public async Task StockEngine_RunsTheSameCells()
    {
        using var stock = new Session(folder.Path, CSharpEngine.Stock);
        var first = await stock.RunAsync("var a = 20;\nConsole.WriteLine(\"printed\");\na + 22", 1);
        var failed = await stock.RunAsync("nope", 2);
        var about = await stock.RunAsync("#!about", 3);

        Assert.Equal(new StreamOutput("stdout", "printed\n"), first.Outputs[0]);
        Assert.Equal("42", Assert.IsType<DataOutput>(first.Outputs[1]).Data["text/plain"]);
        Assert.Contains("CS0103", failed.Error?.Message, StringComparison.Ordinal);
        Assert.Contains("Microsoft.DotNet.Interactive.CSharp.CSharpKernel", ((DataOutput)about.Outputs[0]).Data["text/plain"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task StockEngine_WithADirectiveInAString_KeepsTheString()
    {
        using var stock = new Session(folder.Path, CSharpEngine.Stock);
        var result = await stock.RunAsync("var s = \"\"\"\n#!time\n#r \"nuget: x\"\n\"\"\";\ns + s.Length", 1);

        Assert.Equal("#!time\n#r \"nuget: x\"20", Assert.IsType<DataOutput>(Assert.Single(result.Outputs)).Data["text/plain"]);
    }

    // Its extension is what a package's interactive-extensions/dotnet folder holds; the charts are shown as Plotly JSON, which draws offline.
    [Theory]
    [InlineData(CSharpEngine.Own)]
    [InlineData(CSharpEngine.Stock)]
    public async Task Package_PlotlyNetInteractive_IsLoadedAndItsChartsShow(CSharpEngine engine)
    {
        using var chosen = new Session(folder.Path, engine);
        var restored = await chosen.RunAsync("#r \"nuget: Plotly.NET.Interactive, 6.0.0\"", 1);
        Assert.SkipWhen(restored.Error?.Message.Contains("NU1301", StringComparison.Ordinal) is true, "There is no network to fetch the package.");
        Assert.Null(restored.Error);
        var chart = await chosen.RunAsync("""
            using Plotly.NET;
            var line = new Trace2D("scatter");
            line.SetProperty("x", new[] { 1, 2, 3 });
            line.SetProperty("y", new[] { 3, 1, 2 });
            GenericChart.ofTraceObject(true, line)
            """, 2);

        Assert.Null(chart.Error);
        var shown = Assert.IsType<DataOutput>(Assert.Single(chart.Outputs)).Data;
        Assert.Contains("\"type\":\"scatter\"", shown["application/vnd.plotly.v1+json"], StringComparison.Ordinal);
        Assert.Contains("newPlot", shown["text/html"], StringComparison.Ordinal);
    }

    private Task<CellResult> Run(string code) => session.RunAsync(code, ++cell);

    private async Task<string> Value(string code)
    {
        var result = await Run(code);
        Assert.True(result.Error is null, $"{code}: {result.Error}");
        return ((DataOutput)result.Outputs[^1]).Data["text/plain"]!;
    }
}

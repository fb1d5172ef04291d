namespace DescentLab.Notebooks.Tests;

public sealed class DirectivesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Session session;
    private int cell;

    public DirectivesTests() => session = new Session(folder.Path);

    public void Dispose()
    {
        session.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Cell_OfTooManyBrackets_IsRefusedAlsoWhenItIsImported()
    {
        await File.WriteAllTextAsync(folder.File("deep.cs"), new string('(', 20_000));

        Assert.Contains("would crash the compiler", (await Run(new string('(', 20_000))).Error?.Message, StringComparison.Ordinal);
        Assert.Contains("would crash the compiler", (await Run("#!import deep.cs")).Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Magic_ThatIsUnknown_IsNamedWithItsLine()
    {
        var error = (await Run("var x = 1;\n#!nonsense\nvar y = 2;")).Error;

        Assert.Equal(2, error?.Line);
        Assert.Contains("#!nonsense", error?.Message, StringComparison.Ordinal);
        Assert.Equal("1", await PlainText("1"));
    }

    [Theory]
    [InlineData("#i \"nuget:\"", "A directive of this cell cannot be read: ")]
    [InlineData("#r \"nuget: A\" \"nuget: B\"", "A directive of this cell cannot be read: ")]
    [InlineData("#!import two words.cs", "#!import needs one file, in quotes if its name has spaces")]
    [InlineData("#!set --name x --value @nope:y", "There is no kernel 'nope' with values")]
    [InlineData("#!set", "Missing required parameter '--name'\nMissing required parameter '--value'")]
    public async Task Directive_ThatCannotBeRead_IsAnErrorInPlainWords(string code, string message)
    {
        var result = await Run(code);

        Assert.StartsWith(message, result.Error?.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error!.Message, StringComparison.Ordinal);
        Assert.IsType<ErrorOutput>(Assert.Single(result.Outputs));
    }

    [Fact]
    public async Task Import_OfACellThatThrows_HasThatErrorOnly()
    {
        await File.WriteAllTextAsync(folder.File("inner.csx"), "throw new Exception(\"boom\");");
        await File.WriteAllTextAsync(folder.File("outer.csx"), "#!import inner.csx");

        Assert.Equal("boom", Assert.IsType<ErrorOutput>(Assert.Single((await Run("#!import outer.csx")).Outputs)).Value);
    }

    [Theory]
    [InlineData("#!fsharp\nlet y = 2", "F#")]
    [InlineData("var x = 1;\n#!f#\nlet y = 2", "F#")]
    [InlineData("#!pwsh\nGet-Date", "PowerShell")]
    [InlineData("#!sql\nselect 1", "SQL")]
    [InlineData("#!python\nprint(1)", "Python")]
    public async Task Language_ThatIsNotSupported_IsRejectedByName(string code, string language)
    {
        var error = (await Run(code)).Error;

        Assert.StartsWith($"This cell is {language}, which is not supported here", error?.Message, StringComparison.Ordinal);
        Assert.Equal("1", await PlainText("1"));
    }

    [Fact]
    public async Task Time_OfACell_IsTheLastOutput()
    {
        var outputs = (await Run("#!time\n1 + 1")).Outputs;

        Assert.Equal("2", ((DataOutput)outputs[0]).Data["text/plain"]);
        Assert.Matches(@"^Wall time: \d+\.\d ms$", ((DataOutput)outputs[1]).Data["text/plain"]);
    }

    [Fact]
    public async Task Line_OfAnError_CountsDirectivesToo() =>
        Assert.Equal(3, (await Run("#!csharp\n\nnope")).Error?.Line);

    [Fact]
    public async Task Import_OfFilesAndNotebooks_DeclaresWhatTheyDeclare()
    {
        await File.WriteAllTextAsync(folder.File("helpers.cs"), "int Twice(int n) => 2 * n;");
        await File.WriteAllTextAsync(folder.File("other.ipynb"), NotebookBuilder.Json(("var a = 10;", []), ("a += 11;", [])));

        Assert.Equal("42", await PlainText("#!import helpers.cs\n#!import \"other.ipynb\"\nTwice(a)"));
        Assert.Contains("does not exist", (await Run("#!import none.cs")).Error?.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File("self.csx"), "#!import self.csx");
        Assert.Contains("imports itself", (await Run("#!import self.csx")).Error?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.fsx", "let a = 1", "This cell is F#, which")]
    [InlineData("a.ps1", "Get-Date", "This cell is PowerShell, which")]
    [InlineData("a.py", "print(1)", "This cell is Python, which")]
    [InlineData("a.sql", "select 1", "This cell is SQL, which")]
    [InlineData("a.dib", "#!fsharp\n\nlet a = 1", "This cell is F#, which")]
    [InlineData("python.ipynb", """{"cells":[{"cell_type":"code","execution_count":null,"metadata":{},"outputs":[],"source":"print(1)"}],"metadata":{"kernelspec":{"display_name":"Python 3","language":"python","name":"python3"}},"nbformat":4,"nbformat_minor":4}""", "This cell is Python, which")]
    [InlineData("fsharp.ipynb", """{"cells":[{"cell_type":"code","execution_count":null,"metadata":{},"outputs":[],"source":"let a = 1"}],"metadata":{"kernelspec":{"display_name":".NET (F#)","language":"F#","name":".net-fsharp"}},"nbformat":4,"nbformat_minor":4}""", "This cell is F#, which")]
    [InlineData("a.txt", "text", "#!import: a.txt is not a .ipynb")]
    [InlineData("broken.ipynb", "{\"cells\": [", "#!import: broken.ipynb is not a notebook")]
    public async Task Import_OfAFileThatIsNotSupported_SaysWhatItIs(string file, string text, string message)
    {
        await File.WriteAllTextAsync(folder.File(file), text);

        Assert.StartsWith(message, (await Run($"#!import {file}")).Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reference_WithACommentBehindIt_IsRead() =>
        Assert.Equal("JsonSerializer", await PlainText("#r \"System.Text.Json\" // for the weights\ntypeof(System.Text.Json.JsonSerializer).Name"));

    [Theory]
    [InlineData("#load \"thrower.csx\"\nThrow();")]
    [InlineData("#!import thrower.csx\nThrow();")]
    public async Task Error_InAFile_NamesItsLine(string code)
    {
        await File.WriteAllTextAsync(folder.File("thrower.csx"), "void Throw() =>\n    throw new Exception();");

        var trace = Assert.IsType<ErrorOutput>((await Run(code)).Outputs[^1]).Traceback;

        Assert.Contains(trace, line => line.Contains("thrower.csx:2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Load_OfAFile_DeclaresWhatItDeclares()
    {
        await File.WriteAllTextAsync(folder.File("loaded.csx"), "int Thrice(int n) => 3 * n;");

        Assert.Equal("42", await PlainText("#load \"loaded.csx\"\nThrice(14)"));
    }

    [Fact]
    public async Task Display_OfAValueThatChanges_KeepsTheLastOne()
    {
        var outputs = (await Run("var bar = display(1);\nfor (var i = 2; i < 5; i++) bar.Update(i);\n\"end\".Display();")).Outputs;

        Assert.Equal(["4", "end"], outputs.Cast<DataOutput>().Select(output => output.Data["text/plain"]));
        Assert.All(outputs.Cast<DataOutput>(), output => Assert.False(output.IsResult));
    }

    [Fact]
    public async Task ClearOutput_NowOrWithTheNext_LeavesWhatComesAfter()
    {
        Assert.Empty((await Run("Console.WriteLine(1);\nclear_output();")).Outputs);
        Assert.Single((await Run("Console.WriteLine(1);\nclear_output(wait: true);")).Outputs);
        Assert.Equal("2", Assert.IsType<StreamOutput>(Assert.Single((await Run("display(1); Console.Write(1);\nclear_output(wait: true);Console.Write(2);")).Outputs)).Text);
    }

    [Fact]
    public async Task Html_AsTheLastExpression_IsShownAsHtml() =>
        Assert.Equal("<i>x</i>", ((DataOutput)Assert.Single((await Run("HTML(\"<i>x</i>\")")).Outputs)).Data["text/html"]);

    [Fact]
    public async Task ReadLine_WithoutInput_SaysSo() =>
        Assert.Contains("no input is available", (await Run("Console.ReadLine()")).Error?.Message, StringComparison.Ordinal);

    // A version that this repository restores: it is in the machine's package folder, and no network is needed.
    [Fact]
    public async Task Package_ByNameAndVersion_IsRestoredAndCanBeUsedByLaterCells()
    {
        Assert.Null((await Run("#r \"nuget: MathNet.Numerics, 5.0.0\"")).Error);
        Assert.Equal("6", await PlainText("using MathNet.Numerics;\n(int)Math.Round(SpecialFunctions.Gamma(4))"));
    }

    [Fact]
    public async Task Package_PlotlyNet_ShowsItsChartsAsCharts()
    {
        Assert.Null((await Run("#r \"nuget: Plotly.NET, 6.0.0\"\nusing Plotly.NET;")).Error);
        var result = await Run("""
            var line = new Trace2D("scatter");
            line.SetProperty("x", new[] { 1, 2, 3 });
            line.SetProperty("y", new[] { 3, 1, 2 });
            GenericChart.ofTraceObject(true, line)
            """);

        Assert.Null(result.Error);
        var shown = Assert.IsType<DataOutput>(Assert.Single(result.Outputs)).Data;
        Assert.Equal(["application/vnd.plotly.v1+json", "text/html", "text/plain"], shown.MimeTypes);
        Assert.StartsWith("""{"data":[{"type":"scatter","x":[1,2,3],"y":[3,1,2]}],"layout":{""", shown["application/vnd.plotly.v1+json"], StringComparison.Ordinal);
        Assert.Contains("newPlot", shown["text/html"], StringComparison.Ordinal);
        Assert.Equal("Chart (scatter)", shown["text/plain"]);
    }

    [Fact]
    public async Task Package_WithANativeLibrary_FindsIt()
    {
        var restored = (await Run("#r \"nuget: SQLitePCLRaw.lib.e_sqlite3, 2.1.11\"")).Error;
        Assert.SkipWhen(restored?.Message.Contains("NU1301", StringComparison.Ordinal) is true, "There is no network to fetch the package.");
        Assert.Null(restored);

        Assert.Equal("3", await PlainText("""
            using System.Runtime.InteropServices;
            [DllImport("e_sqlite3")] static extern IntPtr sqlite3_libversion();
            Marshal.PtrToStringUTF8(sqlite3_libversion()).Split('.')[0]
            """));
    }

    [Fact]
    public async Task Package_WithoutVersionAndWithoutNetwork_SaysWhatIsMissing()
    {
        await File.WriteAllTextAsync(folder.File("nuget.config"), """
            <configuration>
              <packageSources><clear /><add key="dead" value="https://127.0.0.1:9/index.json" protocolVersion="3" /></packageSources>
              <config><add key="maxHttpRequestsPerSource" value="1" /></config>
            </configuration>
            """);
        var error = (await Run("#r \"nuget: No.Such.Package.Here\"")).Error;

        Assert.Contains("Is the network available?", error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_ThatDoesNotExist_IsTheReadersError()
    {
        Directory.CreateDirectory(folder.File("feed"));
        await File.WriteAllTextAsync(folder.File("nuget.config"), """<configuration><packageSources><clear /><add key="local" value="feed" /></packageSources></configuration>""");
        var error = (await Run("#r \"nuget: No.Such.Package.Here, 1.0.0\"")).Error;

        Assert.Contains("No.Such.Package.Here", error?.Message, StringComparison.Ordinal);
        Assert.Equal("2", await PlainText("1 + 1"));
    }

    private Task<CellResult> Run(string code) => session.RunAsync(code, ++cell);

    private async Task<string?> PlainText(string code)
    {
        var result = await Run(code);
        Assert.Null(result.Error);
        return ((DataOutput)result.Outputs[^1]).Data["text/plain"];
    }
}

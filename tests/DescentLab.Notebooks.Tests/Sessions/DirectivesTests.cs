namespace DescentLab.Notebooks.Tests;

[Collection(CurrentDirectory.Tests)]
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
    public async Task Magic_ThatIsUnknown_NamesTheKnownOnesAndTheLine()
    {
        var error = (await Run("var x = 1;\n#!fsharp\nlet y = 2")).Error;

        Assert.Equal(2, error?.Line);
        Assert.Contains("#!fsharp", error?.Message, StringComparison.Ordinal);
        Assert.Contains("#!csharp, #!import, #!time", error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_OfACell_IsTheLastOutput()
    {
        var outputs = (await Run("#!time\n1 + 1")).Outputs;

        Assert.Equal("2", ((DataOutput)outputs[0]).Data["text/plain"]);
        Assert.Matches(@"^Wall time: \d+\.\d ms$", ((DataOutput)outputs[1]).Data["text/plain"]);
    }

    [Fact]
    public async Task Line_OfAnError_CountsTheOrdersToo() =>
        Assert.Equal(3, (await Run("#!csharp\n\nnope")).Error?.Line);

    [Fact]
    public async Task Import_OfFilesAndNotebooks_DeclaresWhatTheyDeclare()
    {
        await File.WriteAllTextAsync(folder.File("helpers.cs"), "int Twice(int n) => 2 * n;");
        await File.WriteAllTextAsync(folder.File("other.ipynb"), NotebookBuilder.Json(("var a = 10;", []), ("a += 11;", [])));

        Assert.Equal("42", await PlainText("#!import helpers.cs\n#!import \"other.ipynb\"\nTwice(a)"));
        Assert.Contains("there is no file", (await Run("#!import none.cs")).Error?.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File("self.csx"), "#!import self.csx");
        Assert.Contains("imports itself", (await Run("#!import self.csx")).Error?.Message, StringComparison.Ordinal);
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
    public async Task ReadLine_WithNobodyThere_SaysSo() =>
        Assert.Contains("nobody is there", (await Run("Console.ReadLine()")).Error?.Message, StringComparison.Ordinal);

    // A version that this repository restores: the machine's package folder has it, and no network is asked.
    [Fact]
    public async Task Package_ByNameAndVersion_IsRestoredAndCanBeUsedByLaterCells()
    {
        Assert.Null((await Run("#r \"nuget: MathNet.Numerics, 5.0.0\"")).Error);
        Assert.Equal("6", await PlainText("using MathNet.Numerics;\n(int)Math.Round(SpecialFunctions.Gamma(4))"));
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

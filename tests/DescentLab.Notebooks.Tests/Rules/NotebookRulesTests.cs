using System.Text.Json.Nodes;

namespace DescentLab.Notebooks.Tests;

public class NotebookRulesTests
{
    private const string Plotly = """{"data":[]}""";

    [Fact]
    public void Check_OfANotebookThatFollowsTheRules_FindsNothing() => Assert.Empty(Check(_ => { }));

    [Fact]
    public void Check_OfTheNotebook_FindsEveryViolation()
    {
        Finds("not 4.5", root => root["nbformat_minor"] = 4);
        Finds("the metadata must hold", root => root["metadata"]!["kernelspec"]!["name"] = "csharp");
        Finds("the metadata must hold", root => root["metadata"] = new JsonObject());
        Finds("the metadata must hold", root => root["metadata"] = new JsonObject { ["kernelspec"] = 5, ["language_info"] = new JsonArray() });
        Finds("the cell id 'c1' occurs 2 times", root => Code(root, 2)["id"] = "c1");
        Finds("must be the setup", root => Code(root, 0)["source"] = Lines("using System;"));
        Finds("only the setup cell", root => Code(root, 2)["source"] = Lines("#r \"a.dll\""));
        Finds("must be tagged 'parameters'", root => Tag(root, 1));
        Finds("must be tagged 'parameters'", root => Tag(root, 2, "parameters"));
        Finds("no variable to a plain literal", root => Code(root, 1)["source"] = Lines("var x = Math.Sqrt(2);"));
        Finds("3 code cells tagged 'solution'", root => Tag(root, 5));
        Finds("one run from first cell to last", root => Code(root, 3)["execution_count"] = 9);
        Finds("one run from first cell to last", root => Code(root, 3)["execution_count"] = null);
    }

    [Fact]
    public void Check_OfACell_FindsEveryViolation()
    {
        Finds("the id must be", root => Code(root, 2)["id"] = "c 3");
        Finds("the id must be", root => ((JsonObject)Code(root, 2)).Remove("id"));
        Finds("array of lines", root => Code(root, 2)["source"] = "var y = 2;");
        Finds("kernelName = csharp", root => ((JsonObject)Code(root, 2)["metadata"]!).Remove("polyglot_notebook"));
        Finds("an editor left its own entries in the metadata: vscode", root => Code(root, 2)["metadata"]!["vscode"] = new JsonObject());
        Finds("kernelName = csharp", root => Code(root, 2)["metadata"]!["dotnet_interactive"] = 7);
        Finds("line 2 has 101 characters, more than 100", root => Code(root, 2)["source"] = Lines($"var y = 2;\n//{new string('x', 99)}"));
        Finds("16 lines, more than 15", root => Code(root, 2)["source"] = Lines(string.Concat(Enumerable.Repeat("x++;\n\n", 16))));
        Finds("saved with an error: E: no", root => Code(root, 2)["outputs"] = new JsonArray(new ErrorOutput("E", "no", []).ToJson()));
        Finds("more than one figure", root => Code(root, 2)["outputs"] = new JsonArray(Figure(), Figure()));
        Finds("must not have text/html", root => Code(root, 2)["outputs"] = new JsonArray(Figure("text/html")));
    }

    [Fact]
    public void Check_OfACellThatMayFail_AllowsItsError() => Assert.Empty(Check(root =>
    {
        Code(root, 2)["outputs"] = new JsonArray(new ErrorOutput("E", "no", []).ToJson());
        Tag(root, 2, "raises-exception", "solution");
    }));

    [Theory]
    [InlineData("#!time\nx", "the magic command '#!time'")]
    [InlineData("#load \"a.csx\"", "#load")]
    [InlineData("display(x);", "display()")]
    [InlineData("HTML(\"<b>\")", "HTML()")]
    [InlineData("namespace A { }", "namespaces")]
    [InlineData("static class A { public static int Twice(this int n) => 2 * n; }", "extension methods")]
    [InlineData("using var file = File.OpenRead(\"x\");", "using var")]
    [InlineData("Span<double> v = new double[2];", "Span")]
    [InlineData("string? name = null;", "'string?' needs")]
    public void Check_OfCSharpThatIsNotPortable_SaysWhat(string source, string fault) =>
        Finds(fault, root => Code(root, 2)["source"] = Lines(source));

    [Theory]
    [InlineData("// display(x) and #!time are only spoken of here")]
    [InlineData("#nullable enable\nstring? name = null;")]
    [InlineData("int? n = null;")]
    [InlineData("using (var file = new StringReader(\"x\")) { Console.Write(file.ReadToEnd()); }")]
    [InlineData("void F(double[] x) { Span<double> v = x; v.Clear(); }")]
    [InlineData("figure.display()")]
    [InlineData("void F() { using var file = new StringReader(\"x\"); }")]
    public void Check_OfPortableCSharp_FindsNothing(string source) =>
        Assert.Empty(Check(root => Code(root, 2)["source"] = Lines(source)));

    [Fact]
    public void Check_OfALargeFile_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var root = Good();
        Code(root, 2)["outputs"] = new JsonArray(new StreamOutput("stdout", new string('x', 1_500_000)).ToJson());
        Parse(root, "a").Save(folder.File("a.ipynb"));

        Assert.Contains("more than 1,500,000", Assert.Single(NotebookRules.Check(NotebookDocument.Load(folder.File("a.ipynb")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfWhatDotNetInteractiveSaves_FindsNothing() => Assert.Empty(Check(root =>
    {
        root["metadata"]!["kernelspec"]!["language"] = "C#";
        root["metadata"]!["language_info"] = JsonNode.Parse("""{"name": "C#", "file_extension": ".cs", "mimetype": "text/x-csharp", "pygments_lexer": "csharp", "version": "13.0"}""");
        Code(root, 2)["metadata"]!["execution"] = JsonNode.Parse("""{"iopub.status.busy": "2026-11-25T18:00:00.000000Z", "shell.execute_reply": "2026-11-25T18:00:01.000000Z"}""");
        root["metadata"]!["authors"] = new JsonArray("A. Reader");
    }));

    [Fact]
    public void Normalise_OfANotebook_KeepsEverythingElse()
    {
        var root = Good();
        root["metadata"]!["authors"] = new JsonArray("A. Reader");
        root["metadata"]!["widgets"] = JsonNode.Parse("""{"application/vnd.jupyter.widget-state+json": {"state": {}}}""");
        root["metadata"]!["kernelspec"]!["env"] = "mine";
        root["from_the_future"] = 1;
        Code(root, 2)["metadata"]!["slideshow"] = new JsonObject { ["slide_type"] = "skip" };
        Code(root, 2)["outputs"] = new JsonArray(JsonNode.Parse("""
            {"output_type": "display_data", "data": {"text/plain": ["x"]}, "metadata": {"isolated": true}, "from_the_future": 2}
            """));
        root["cells"]!.AsArray().Add(JsonNode.Parse("""{"cell_type": "markdown", "id": "m", "metadata": {}, "attachments": {"a.png": {"image/png": "AAAA"}}, "source": ["![](attachment:a.png)"]}"""));
        var before = Parse(root, "a");

        Assert.Equal(before.ToJson(), NotebookRules.Normalise(before).ToJson());
    }

    [Fact]
    public void Normalise_OfWhatAnEditorSaved_FixesIt()
    {
        var root = Good();
        var good = Parse(root, "a").ToJson();
        root["nbformat_minor"] = "4";
        root["metadata"]!["kernelspec"]!["name"] = "descentlab-csharp";
        root["metadata"]!["language_info"] = new JsonObject { ["name"] = "C#" };
        Code(root, 2)["metadata"]!["vscode"] = new JsonObject { ["languageId"] = "csharp" };
        ((JsonObject)Code(root, 3)["metadata"]!).Remove("polyglot_notebook");
        ((JsonObject)Code(root, 4)).Remove("outputs");

        Assert.Equal(good, NotebookRules.Normalise(Parse(root, "a")).ToJson());
    }

    [Theory]
    [InlineData("""{"kernelspec": {"name": "python3", "language": "python"}, "language_info": {"name": "python"}}""", "python")]
    [InlineData("""{"kernelspec": {"name": ".net-fsharp", "language": "F#"}}""", "F#")]
    [InlineData("""{"language_info": {"name": "julia"}}""", "julia")]
    [InlineData("{}", "names no language")]
    public void Normalise_OfAnotherLanguage_RejectsIt(string metadata, string language)
    {
        var root = Good();
        root["metadata"] = JsonNode.Parse(metadata);

        var error = Assert.Throws<NotebookFormatException>(() => NotebookRules.Normalise(Parse(root, "a")));
        Assert.Contains(language, error.Message, StringComparison.Ordinal);
        Assert.Contains("was not changed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Normalise_OfACellInAnotherLanguage_LeavesItsLanguage()
    {
        var root = Good();
        Code(root, 3)["metadata"] = JsonNode.Parse("""{"dotnet_interactive": {"language": "fsharp"}, "polyglot_notebook": {"kernelName": "fsharp"}, "vscode": {"languageId": "fsharp"}}""");
        var before = Parse(root, "a");

        Assert.Equal(before.ToJson(), NotebookRules.Normalise(before).ToJson());
    }

    [Theory]
    [InlineData("""{"dotnet_interactive": {"language": "fsharp"}}""")]
    [InlineData("""{"polyglot_notebook": {"kernelName": "html"}}""")]
    [InlineData("""{"vscode": {"languageId": "html"}}""")]
    [InlineData("""{"vscode": {"languageId": "dotnet-interactive.html"}}""")]
    public void Normalise_OfACellThatNamesAnotherLanguageOnce_LeavesIt(string metadata)
    {
        var root = Good();
        Code(root, 3)["metadata"] = JsonNode.Parse(metadata);
        var before = Parse(root, "a");

        Assert.Equal(before.ToJson(), NotebookRules.Normalise(before).ToJson());
    }

    [Fact]
    public void Check_OfAFileInAnotherForm_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.ipynb");
        File.WriteAllText(path, Good().ToJsonString());

        Assert.Contains("not in normal form", Assert.Single(NotebookRules.Check(NotebookDocument.Load(path))).Message, StringComparison.Ordinal);
        NotebookDocument.Load(path).Save(path);
        Assert.Empty(NotebookRules.Check(NotebookDocument.Load(path)));
    }

    [Fact]
    public void CheckTogether_OfDifferentSetups_NamesTheOneThatDiffers()
    {
        var other = Good();
        Code(other, 0)["source"] = Lines("#r \"../other.dll\"");
        var documents = new[] { Parse(Good(), "01"), Parse(Good(), "02"), Parse(other, "03") };

        Assert.Equal("03", Assert.Single(NotebookRules.CheckTogether(documents)).Notebook);
        Assert.Empty(NotebookRules.CheckTogether(documents[..2]));
        Assert.Empty(NotebookRules.CheckTogether([]));
    }

    [Fact]
    public void Check_OfACellOfTooManyBrackets_FindsThem() =>
        Finds("would crash the compiler", root => Code(root, 0)["source"] = Lines(new string('(', 20_000)));

    private static void Finds(string fault, Action<JsonObject> spoil) =>
        Assert.Contains(Check(spoil), violation => violation.ToString().Contains(fault, StringComparison.Ordinal));

    private static IReadOnlyList<RuleViolation> Check(Action<JsonObject> spoil)
    {
        var root = Good();
        spoil(root);
        return NotebookRules.Check(Parse(root, "a"));
    }

    private static NotebookDocument Parse(JsonObject root, string name) => NotebookDocument.Parse(root.ToJsonString(), name);

    private static JsonNode Code(JsonObject root, int index) => root["cells"]![index]!;

    private static void Tag(JsonObject root, int cell, params string[] tags) =>
        Code(root, cell)["metadata"]!["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]);

    private static JsonArray Lines(string source) =>
        [.. source.Split('\n').Select(line => JsonValue.Create(line + "\n"))];

    private static JsonObject Figure(params string[] more) => new DataOutput(
        more.Aggregate(MimeBundle.Empty.With(Runner.PlotlyMimeType, Plotly), (bundle, mimeType) => bundle.With(mimeType, "x"))).ToJson();

    private static JsonObject Good()
    {
        var root = new JsonObject
        {
            ["cells"] = new JsonArray([.. Enumerable.Range(1, 6).Select(n => new JsonObject
            {
                ["cell_type"] = "code",
                ["execution_count"] = n,
                ["id"] = $"c{n}",
                ["metadata"] = new JsonObject
                {
                    ["dotnet_interactive"] = new JsonObject { ["language"] = "csharp" },
                    ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "csharp" },
                },
                ["outputs"] = new JsonArray(),
                ["source"] = Lines(n == 1 ? "#r \"../lib/bin/DescentLab.dll\"\nusing System;" : n == 2 ? "double η = 0.03;" : "η"),
            })]),
            ["metadata"] = JsonNode.Parse("""
                {
                  "kernelspec": {"display_name": ".NET (C#)", "language": "csharp", "name": ".net-csharp"},
                  "language_info": {"name": "csharp", "file_extension": ".cs", "mimetype": "text/x-csharp", "pygments_lexer": "csharp", "version": "14.0"},
                  "polyglot_notebook": {"kernelInfo": {"defaultKernelName": "csharp", "items": [{"name": "csharp", "languageName": "csharp", "aliases": []}]}}
                }
                """),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        Tag(root, 1, "parameters");
        for (var i = 2; i < 6; i++)
        {
            Tag(root, i, "solution");
        }

        return root;
    }
}

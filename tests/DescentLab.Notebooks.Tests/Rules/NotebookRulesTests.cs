using System.Text.Json.Nodes;

namespace DescentLab.Notebooks.Tests;

public class NotebookRulesTests
{
    private const string Plotly = """{"data":[]}""";

    [Fact]
    public void Check_OfANotebookThatKeepsTheRules_FindsNothing() => Assert.Empty(Check(_ => { }));

    [Fact]
    public void Check_OfTheNotebook_FindsEveryFault()
    {
        Finds("not 4.5", root => root["nbformat_minor"] = 4);
        Finds("the metadata must be exactly", root => root["metadata"]!["kernelspec"]!["name"] = "csharp");
        Finds("the metadata must be exactly", root => root["metadata"]!["extra"] = 1);
        Finds("more than 1,500,000", root => Code(root, 2)["outputs"] = new JsonArray(new StreamOutput("stdout", new string('x', 1_500_000)).ToJson()));
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
    public void Check_OfACell_FindsEveryFault()
    {
        Finds("the id must be", root => Code(root, 2)["id"] = "c 3");
        Finds("the id must be", root => ((JsonObject)Code(root, 2)).Remove("id"));
        Finds("array of lines", root => Code(root, 2)["source"] = "var y = 2;");
        Finds("kernelName = csharp", root => ((JsonObject)Code(root, 2)["metadata"]!).Remove("polyglot_notebook"));
        Finds("an editor left its notes in the metadata: vscode", root => Code(root, 2)["metadata"]!["vscode"] = new JsonObject());
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
                  "kernelspec": {"display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp"},
                  "language_info": {"name": "C#", "file_extension": ".cs", "mimetype": "text/x-csharp", "pygments_lexer": "csharp", "version": "14.0"},
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

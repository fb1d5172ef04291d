using System.Text.Json.Nodes;

namespace DescentLab.Notebooks.Tests;

/// <summary>
/// What a reader's notebook looks like after it was opened in VS Code, run from first cell to last, and saved: as before.
/// </summary>
[Collection(CurrentDirectory.Tests)]
public sealed class VsCodeSaveTests
{
    private const string Kernel = """{ "argv": [], "display_name": ".NET (C#)", "language": "csharp" }""";

    public static TheoryData<string> Names => [.. Notebooks("01-*.ipynb"), .. Notebooks("05-*.ipynb")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Notebook_RunAndSaved_IsAsBefore(string name)
    {
        using var folder = new TemporaryFolder();
        var before = Copy(name, folder);
        var after = RunAndSave(before, folder);

        Assert.True(before == after, Diff.Of(before, after));
    }

    [Fact]
    public void Notebook_OpenedAndSaved_IsAsBefore()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in Notebooks("*.ipynb"))
        {
            var before = Copy(name, folder);

            Assert.Equal(before, VsCode.RunAndSave(before, Kernel, info: null, _ => default));
        }
    }

    // The reader turns a knob: what changes is that line, and what depends on it. A chart that is new has no picture yet.
    [Fact]
    public void Notebook_ChangedRunAndSaved_DiffersInWhatTheReaderChanged()
    {
        using var folder = new TemporaryFolder();
        var before = Copy(Notebooks("01-*.ipynb")[0], folder);
        var document = NotebookDocument.Parse(before);
        var untouched = document.CodeCells.Where(cell => cell.Outputs is [DataOutput { Data: var data }] && data.Contains("image/png")).Select(cell => cell.Id).First();
        var knobs = document.CodeCells.ElementAt(1);
        knobs.Source += "\n// mine";
        var after = NotebookDocument.Parse(RunAndSave(document.ToJson(), folder));
        var mended = NotebookRules.Normalise(after);

        Assert.Equal(document.ToJson(), mended.ToJson());
        Assert.NotNull(mended.Cells.Single(cell => cell.Id == untouched));
    }

    private static string RunAndSave(string notebook, TemporaryFolder folder)
    {
        using var client = new KernelClient(folder.Path) { UserName = "0d4ce1a4-5b8f-4d52-9c35-3f7c1f0ce2a1" };
        var info = client.Ask("kernel_info_request", [])["language_info"];
        return VsCode.RunAndSave(notebook, Kernel, info, source =>
        {
            var (reply, shown) = client.Run(source);
            Assert.True((string?)reply["status"] == "ok", reply.ToJsonString());
            return ((int)reply["execution_count"]!, Outputs(shown));
        });
    }

    // As the extension keeps them: text that goes on with the last output of its kind belongs to it.
    private static JsonArray Outputs(List<Heard> shown)
    {
        var outputs = new JsonArray();
        foreach (var heard in shown)
        {
            var output = (JsonObject)heard.Content.DeepClone();
            output["output_type"] = heard.Type;
            if (heard.Type == "stream" && outputs is [.., JsonObject last] && (string?)last["output_type"] == "stream" && (string?)last["name"] == (string?)output["name"])
            {
                last["text"] = (string)last["text"]! + (string)output["text"]!;
            }
            else
            {
                outputs.Add(output);
            }
        }

        return outputs;
    }

    // The notebook in the collection's form, which names the built library by its full path.
    private static string Copy(string name, TemporaryFolder folder)
    {
        var document = NotebookRules.Normalise(NotebookDocument.Load(Path.Combine(CommandLine.Repository, "notebooks", name)));
        var setup = document.CodeCells.First();
        setup.Source = setup.Source.Replace("../lib", Path.Combine(CommandLine.Repository, "lib").Replace('\\', '/'), StringComparison.Ordinal);
        document.Save(folder.File(name));
        return document.ToJson();
    }

    private static string[] Notebooks(string pattern) =>
        [.. Directory.GetFiles(Path.Combine(CommandLine.Repository, "notebooks"), pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}

using System.Text.Json.Nodes;

namespace DescentLab.Notebooks.Tests;

/// <summary>
/// Tests that a notebook is unchanged after it was opened in VS Code, run from first cell to last, and saved.
/// </summary>
[Collection(CurrentDirectory.Tests)]
public sealed class VsCodeSaveTests
{
    private const string Kernel = """{ "argv": [], "display_name": ".NET (C#)", "language": "csharp" }""";

    public static TheoryData<string> Names => [.. Notebooks("01-*.ipynb"), .. Notebooks("05-*.ipynb")];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Notebook_RunAndSaved_IsAsBefore(string name)
    {
        using var folder = new TemporaryFolder();
        var before = await RunAsync(Copy(name, folder), folder.File(name));
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

    // The reader changes a parameter: only that line changes, and the figure that depends on it, which has no picture yet.
    [Fact]
    public async Task Notebook_ChangedRunAndSaved_DiffersInWhatTheReaderChanged()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("small.ipynb");
        var small = NotebookBuilder.Notebook(
            $"#r \"{Path.Combine(CommandLine.Repository, "lib", "bin", "DescentLab.dll").Replace('\\', '/')}\"\nusing DescentLab;\nusing static DescentLab.Lab;", "double eta = 0.1;", "Plot.Curve(BookFunctions.Parabola)", "Plot.Lines([(\"a\", [1, eta])])");
        small.Metadata["kernelspec"] = new JsonObject { ["language"] = "csharp" };
        small.Save(path);
        var document = NotebookDocument.Parse(await RunAsync(NotebookRules.Normalise(NotebookDocument.Load(path)).ToJson(), path));
        document.CodeCells.ElementAt(1).Source = "double eta = 0.2;";
        var after = NotebookDocument.Parse(RunAndSave(document.ToJson(), folder));
        var (same, changed) = (after.Cells[2], after.Cells[3]);

        Assert.Equal(document.Cells.Take(3).Select(Stored), after.Cells.Take(3).Select(Stored));
        Assert.True(Assert.IsType<DataOutput>(Assert.Single(same.Outputs)).Data.Contains("image/png"));
        Assert.Equal([Runner.PlotlyMimeType, "text/plain"], Assert.IsType<DataOutput>(Assert.Single(changed.Outputs)).Data.MimeTypes);
    }

    private static string Stored(NotebookCell cell) =>
        cell.Json.ToJsonString() + string.Concat((cell.StoredOutputs ?? []).Select(output => System.Text.Encoding.UTF8.GetString(output.Json.Span)));

    // As run --write --images stores it. No browser is needed: any picture with the hash of its figure works.
    private static async Task<string> RunAsync(string notebook, string path)
    {
        await File.WriteAllTextAsync(path, notebook);
        var run = await Runner.RunAsync(NotebookDocument.Load(path), cancellation: TestContext.Current.CancellationToken);
        Assert.True(run.Failure is null, run.FailureMessage);
        foreach (var cell in run.Document.CodeCells)
        {
            cell.Outputs = [.. cell.Outputs.Select(output => output is DataOutput shown && FigureJson.Of(shown.Data) is { } figure ? FigurePictures.With(shown, figure, "AAAA") : output)];
        }

        run.Document.Save(path);
        return run.Document.ToJson();
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

    // As the extension does: text is appended to the last output of the same stream.
    private static JsonArray Outputs(List<PublishedMessage> shown)
    {
        var outputs = new JsonArray();
        foreach (var message in shown)
        {
            var output = (JsonObject)message.Content.DeepClone();
            output["output_type"] = message.Type;
            if (message.Type == "stream" && outputs is [.., JsonObject last] && (string?)last["output_type"] == "stream" && (string?)last["name"] == (string?)output["name"])
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

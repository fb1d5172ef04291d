using System.Text.Json;
using System.Text.Json.Nodes;
using DescentLab.Notebooks;

namespace DescentLab.Cli.Tests;

/// <summary>The settings and tasks that come with the folder.</summary>
public sealed class WorkspaceTests : IDisposable
{
    private static readonly JsonDocumentOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AllowedCharacters_InTheSettings_AreThoseOfTheNotebooks()
    {
        var allowed = ((JsonObject)Read("settings.json")["editor.unicodeHighlight.allowedCharacters"]!).Select(member => member.Key).ToHashSet();
        var missing = Directory.GetFiles(Path.Combine(Descentlab.Root, "notebooks"), "*.ipynb")
            .SelectMany(path => NotebookDocument.Load(path).Cells)
            .SelectMany(cell => cell.Source.EnumerateRunes()).Where(rune => !rune.IsAscii).Select(rune => rune.ToString())
            .Where(rune => !allowed.Contains(rune)).Distinct().Order(StringComparer.Ordinal).ToList();

        Assert.True(missing.Count == 0, $"Add to .vscode/settings.json: {string.Join(", ", missing.Select(rune => $"\"{rune}\": true"))}");
        Assert.Superset(new HashSet<string>("−ηνραγσ×μβθε∇".EnumerateRunes().Select(rune => rune.ToString())), allowed);
    }

    [Fact]
    public async Task Tasks_OfTheFolder_CallCommandsThatExist()
    {
        var tasks = Read("tasks.json")["tasks"]!.AsArray().Where(task => (string?)task!["command"] == "./descentlab.sh").ToList();

        Assert.Contains(tasks, task => (string?)task!["label"] == "Tidy the open notebook");
        foreach (var task in tasks)
        {
            var words = task!["args"]!.AsArray().OfType<JsonValue>().Select(word => (string)word!).ToArray();
            var said = await Descentlab.RunAsync(folder, [.. words, "--help"]);

            Assert.True(said.Exit == 0, said.All);
            Assert.DoesNotContain("Unrecognized", said.All, StringComparison.Ordinal);
            Assert.Equal(".\\descentlab.cmd", (string?)task["windows"]!["command"]);
        }
    }

    // With a dotnet that only notes what it is asked for.
    [Fact]
    public async Task Script_WithoutAChange_BuildsNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There it is descentlab.cmd.");
        var script = folder.Write("descentlab.sh", await File.ReadAllTextAsync(Path.Combine(Descentlab.Root, "descentlab.sh")));
        folder.Write("Directory.Build.props", "");
        folder.Write("global.json", "{}");
        folder.Write("lib/DescentLab.Cli/bin/Release/net10.0/DescentLab.Cli.dll", "");
        folder.Write("lib/DescentLab.Cli/obj/other", "");
        folder.Write("stubs/dotnet", "#!/bin/sh\necho \"$1\" >> \"$ASKED\"\n");
        await Descentlab.ProgramAsync("chmod", folder.Path, [], "+x", folder.File("stubs/dotnet"));

        Assert.Equal(["build", "run"], await AskedAsync());
        Assert.Equal(["run"], await AskedAsync());
        folder.Write("lib/DescentLab.Cli/obj/another", "");
        folder.Write("lib/DescentLab.Cli/bin/another", "");
        Assert.Equal(["run"], await AskedAsync());
        folder.Write("lib/DescentLab/New.cs", "");
        Assert.Equal(["build", "run"], await AskedAsync());
        Assert.Equal(["run"], await AskedAsync());

        async Task<string[]> AskedAsync()
        {
            var log = folder.File("asked");
            File.Delete(log);
            await Task.Delay(20); // file times are coarse
            var said = await Descentlab.ProgramAsync(
                "sh", folder.Path, [("PATH", folder.File("stubs") + ":" + Environment.GetEnvironmentVariable("PATH")), ("ASKED", log)], script, "doctor");
            Assert.True(said.Exit == 0, said.All);
            return [.. (await File.ReadAllLinesAsync(log)).Select(line => line == "build" ? "build" : "run")];
        }
    }

    private static JsonObject Read(string name) =>
        (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(Descentlab.Root, ".vscode", name)), documentOptions: Commented)!;
}

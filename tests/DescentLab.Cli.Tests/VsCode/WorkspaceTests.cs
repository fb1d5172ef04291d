using System.Text.Json;
using System.Text.Json.Nodes;
using DescentLab.Notebooks;

namespace DescentLab.Cli.Tests;

/// <summary>Tests the settings and tasks of the repository.</summary>
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
            var result = await Descentlab.RunAsync(folder, [.. words, "--help"]);

            Assert.True(result.Exit == 0, result.All);
            Assert.DoesNotContain("Unrecognized", result.All, StringComparison.Ordinal);
            Assert.Equal(".\\descentlab.cmd", (string?)task["windows"]!["command"]);
        }
    }

    // Uses a stub of dotnet that only records its arguments.
    [Fact]
    public async Task Script_WithoutAChange_BuildsNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows uses descentlab.cmd.");
        var script = folder.Write("descentlab.sh", await File.ReadAllTextAsync(Path.Combine(Descentlab.Root, "descentlab.sh")));
        folder.Write("Directory.Build.props", "");
        folder.Write("global.json", "{}");
        folder.Write("lib/DescentLab.Cli/bin/Release/net10.0/DescentLab.Cli.dll", "");
        folder.Write("lib/DescentLab.Cli/obj/other", "");
        folder.Write("stubs/dotnet", "#!/bin/sh\necho \"$1\" >> \"$LOG\"\n");
        await Descentlab.ProgramAsync("chmod", folder.Path, [], "+x", folder.File("stubs/dotnet"));

        Assert.Equal(["build", "run"], await CommandsAsync());
        Assert.Equal(["run"], await CommandsAsync());
        folder.Write("lib/DescentLab.Cli/obj/another", "");
        folder.Write("lib/DescentLab.Cli/bin/another", "");
        Assert.Equal(["run"], await CommandsAsync());
        folder.Write("lib/DescentLab/New.cs", "");
        Assert.Equal(["build", "run"], await CommandsAsync());
        Assert.Equal(["run"], await CommandsAsync());

        async Task<string[]> CommandsAsync()
        {
            var log = folder.File("log");
            File.Delete(log);
            await Task.Delay(20); // file times are coarse
            var result = await Descentlab.ProgramAsync(
                "sh", folder.Path, [("PATH", folder.File("stubs") + ":" + Environment.GetEnvironmentVariable("PATH")), ("LOG", log)], script, "doctor");
            Assert.True(result.Exit == 0, result.All);
            return [.. (await File.ReadAllLinesAsync(log)).Select(line => line == "build" ? "build" : "run")];
        }
    }

    private static JsonObject Read(string name) =>
        (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(Descentlab.Root, ".vscode", name)), documentOptions: Commented)!;
}

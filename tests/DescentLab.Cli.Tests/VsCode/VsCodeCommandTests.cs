namespace DescentLab.Cli.Tests;

public sealed class VsCodeCommandTests : IDisposable
{
    private const string Mine = """
        {
          // my settings
          "editor.fontSize": 15, /* large */
          "jupyter.completionTriggerCharacters": { "rust": ["."] },
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task VsCode_WithSettings_AddsAndRemovesTheLine()
    {
        var code = folder.Write("editors/Code/User/settings.json", Mine);
        var insiders = folder.Write("editors/Code - Insiders/User/settings.json", "");
        Directory.CreateDirectory(folder.File("editors/VSCodium/User"));
        var result = await RunAsync();

        Assert.True(result.Exit == 0, result.All);
        Assert.Equal(Mine.Replace("""["."] }""", """["."], "csharp":["."] }""", StringComparison.Ordinal), await File.ReadAllTextAsync(code));
        Assert.Equal(Mine, await File.ReadAllTextAsync(code + ".descentlab-backup"));
        Assert.Contains("\"csharp\": [\".\"]", await File.ReadAllTextAsync(insiders), StringComparison.Ordinal);
        Assert.Contains("\"csharp\": [\".\"]", await File.ReadAllTextAsync(folder.File("editors/VSCodium/User/settings.json")), StringComparison.Ordinal);
        Assert.Contains("Reload Window", result.Output, StringComparison.Ordinal);

        Assert.Contains("already completes C#", (await RunAsync()).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("--remove")).Exit);
        Assert.Equal(Mine, await File.ReadAllTextAsync(code));
    }

    [Fact]
    public async Task VsCode_WithInvalidAndReadOnlySettings_DoesNotChangeThemAndSaysWhatToDo()
    {
        var code = folder.Write("editors/Code/User/settings.json", "{\n  \"a\": \n}");
        var insiders = folder.Write("editors/Code - Insiders/User/settings.json", "{}");
        File.SetAttributes(insiders, FileAttributes.ReadOnly);
        Directory.CreateDirectory(folder.File("editors/VSCodium/User"));
        var result = await RunAsync();
        File.SetAttributes(insiders, FileAttributes.Normal);

        Assert.Equal(1, result.Exit);
        Assert.Contains("Insiders: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("is read-only", result.Errors, StringComparison.Ordinal);
        Assert.Contains("VSCodium: added", result.Output, StringComparison.Ordinal);
        Assert.Contains("not valid JSON at line 3", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Open User Settings (JSON)", result.Errors, StringComparison.Ordinal);
        Assert.Equal("{\n  \"a\": \n}", await File.ReadAllTextAsync(code));
    }

    [Fact]
    public async Task VsCode_WithoutVsCode_SaysWhatToAddByHand()
    {
        var result = await RunAsync();

        Assert.Equal(0, result.Exit);
        Assert.Contains("\"jupyter.completionTriggerCharacters\": { \"csharp\": [\".\"] }", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PlatformID.Win32NT, @"C:\Users\a\AppData\Roaming", "Code - Insiders")]
    [InlineData(PlatformID.MacOSX, "/Users/a/Library/Application Support", "Code")]
    [InlineData(PlatformID.Unix, "/home/a/.config", "VSCodium")]
    public void Places_OfEverySystem_AreThoseOfItsEditors(PlatformID system, string settings, string editor)
    {
        var places = VsCodeInstallation.Places(system, name => (system, name) switch
        {
            (PlatformID.Win32NT, "APPDATA") => @"C:\Users\a\AppData\Roaming",
            (PlatformID.MacOSX, "HOME") => "/Users/a",
            (PlatformID.Unix, "HOME") => "/home/a",
            _ => null,
        });

        Assert.Contains(Path.Combine(settings, editor, "User", "settings.json"), places.Select(place => place.Settings));
    }

    private Task<ProgramResult> RunAsync(params string[] arguments) =>
        Descentlab.RunAsync(folder, [(VsCodeInstallation.Variable, folder.File("editors"))], ["vscode", .. arguments]);
}

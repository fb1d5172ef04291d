namespace DescentLab.Cli.Tests;

/// <summary>Runs the doctor in a repository that the test has built piece by piece.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    private static readonly string Bundled = Path.Combine(Descentlab.Root, "data", "fashion-mnist");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Doctor_WithEverythingInstalled_FindsNoProblem()
    {
        MakeWhole();
        var result = await Descentlab.RunAsync(folder, "doctor");

        Assert.True(result.Exit == 0, result.All);
        Assert.DoesNotContain("BAD", result.Output, StringComparison.Ordinal);
        Assert.Contains("note  MNIST", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("Everything needed is installed.", result.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_AfterAnEditOfTheLibrary_SaysToBuild()
    {
        MakeWhole();
        File.SetLastWriteTimeUtc(folder.Write("lib/DescentLab/Descent.cs", ""), DateTime.UtcNow.AddHours(1));
        await AssertBadAsync("library:", "is older than", "dotnet build -c Release Notebooks.sln");
    }

    [Fact]
    public async Task Doctor_WithoutCharts_SaysToBuild()
    {
        MakeWhole();
        File.Delete(folder.File("lib/bin/charts/DescentLab.Charts.dll"));
        await AssertBadAsync("charts:", "is not built", "dotnet build -c Release Notebooks.sln");
    }

    [Fact]
    public async Task Doctor_WithADamagedFile_NamesItAndHowToGetIt()
    {
        MakeWhole();
        File.Delete(folder.File("data/fashion-mnist/t10k-labels-idx1-ubyte.gz"));
        folder.Write("data/fashion-mnist/t10k-labels-idx1-ubyte.gz", "");
        await AssertBadAsync("Fashion-MNIST:", "t10k-labels-idx1-ubyte.gz is damaged", "data get fashion-mnist");
    }

    [Fact]
    public async Task Doctor_WithoutAKernel_SaysHowToRegisterIt()
    {
        MakeWhole();
        Directory.Delete(folder.File("jupyter"), recursive: true);
        var result = await Descentlab.RunAsync(folder, "doctor");

        // Reports need no kernel; another engine's kernel on this machine also works.
        Assert.True(result.Exit == 0, result.All);
        Assert.True(result.Output.Contains("kernel install", StringComparison.Ordinal) || result.Output.Contains("another engine is registered", StringComparison.Ordinal), result.Output);
    }

    [Fact]
    public async Task Doctor_WithAKernelWhoseEngineIsMissing_SaysToInstallItAgain()
    {
        MakeWhole();
        folder.Write("jupyter/kernels/.net-csharp/kernel.json", """{ "argv": ["dotnet", "/gone.dll"], "display_name": ".NET (C#)", "metadata": { "descentlab": true } }""");
        await AssertBadAsync("kernel:", "its engine is missing", "kernel install");
    }

    [Fact]
    public async Task Doctor_WithAKernelOlderThanTheBuild_WritesANote()
    {
        MakeWhole();
        File.SetLastWriteTimeUtc(folder.File("jupyter/kernels/.net-csharp/kernel.json"), DateTime.UtcNow.AddYears(-30));
        var result = await Descentlab.RunAsync(folder, "doctor");

        Assert.True(result.Exit == 0, result.All);
        Assert.Contains("is older than this build", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_WithAVsCodeThatCompletesNoCSharp_SaysHow()
    {
        MakeWhole();
        folder.Write("editors/Code/User/settings.json", "{ /* nothing */ }");
        folder.Write("editors/VSCodium/User/settings.json", $"{{ {CompletionSetting.Line} }}");
        var result = await Descentlab.RunAsync(folder, [(VsCodeInstallation.Variable, folder.File("editors"))], "doctor");

        Assert.True(result.Exit == 0, result.All);
        Assert.Contains("note  Code: does not complete C# in notebooks", result.Output, StringComparison.Ordinal);
        Assert.Contains(" vscode", result.Output, StringComparison.Ordinal);
        Assert.Contains("ok    VSCodium: completes C# in notebooks", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_OutsideARepository_DoesNotRequireABuild()
    {
        var result = (await Descentlab.RunAsync(folder, "doctor")).Output;

        Assert.Contains("#r \"nuget: DescentLab\"", result, StringComparison.Ordinal);
        Assert.DoesNotContain("library:", result, StringComparison.Ordinal);
    }

    private async Task AssertBadAsync(string what, string state, string remedy)
    {
        var result = await Descentlab.RunAsync(folder, "doctor");
        var lines = result.Output.ReplaceLineEndings("\n").Split('\n');
        var bad = Array.FindIndex(lines, line => line.StartsWith($"BAD   {what}", StringComparison.Ordinal));

        Assert.Equal(1, result.Exit);
        Assert.True(bad >= 0, result.All);
        Assert.Contains(state, lines[bad], StringComparison.Ordinal);
        Assert.StartsWith("      → ", lines[bad + 1], StringComparison.Ordinal);
        Assert.Contains(remedy, lines[bad + 1], StringComparison.Ordinal);
        Assert.EndsWith("1 problem to fix: see the command after the arrow.", result.Output.TrimEnd(), StringComparison.Ordinal);
    }

    private void MakeWhole()
    {
        folder.Write("Notebooks.sln", "");
        folder.Write("lib/DescentLab/Descent.cs", "");
        folder.Write("lib/DescentLab.Charts/Plotly.cs", "");
        folder.Write("lib/bin/DescentLab.dll", "");
        folder.Write("lib/bin/charts/DescentLab.Charts.dll", "");
        Directory.CreateDirectory(folder.File("data/fashion-mnist"));
        foreach (var file in PublicData.FashionMnist.Files)
        {
            File.Copy(Path.Combine(Bundled, file.Name), folder.File($"data/fashion-mnist/{file.Name}"));
        }

        var engine = folder.Write("engine.dll", "").Replace('\\', '/');
        folder.Write("jupyter/kernels/.net-csharp/kernel.json", $$"""{ "argv": ["dotnet", "{{engine}}"], "display_name": ".NET (C#)", "metadata": { "descentlab": true } }""");
    }
}

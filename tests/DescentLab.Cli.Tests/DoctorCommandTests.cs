namespace DescentLab.Cli.Tests;

/// <summary>The doctor in a repository that a test has made, piece by piece.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    private static readonly string Bundled = Path.Combine(Descentlab.Root, "data", "fashion-mnist");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Doctor_WhereAllIsThere_EndsWell()
    {
        MakeWhole();
        var said = await Descentlab.RunAsync(folder, "doctor");

        Assert.True(said.Exit == 0, said.All);
        Assert.DoesNotContain("BAD", said.Output, StringComparison.Ordinal);
        Assert.Contains("note  MNIST", said.Output, StringComparison.Ordinal);
        Assert.EndsWith("All that is needed is there.", said.Output.TrimEnd(), StringComparison.Ordinal);
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
        var said = await Descentlab.RunAsync(folder, "doctor");

        // Whoever only writes reports needs none; another engine's kernel of this machine may serve as well.
        Assert.True(said.Exit == 0, said.All);
        Assert.True(said.Output.Contains("kernel install", StringComparison.Ordinal) || said.Output.Contains("another engine's", StringComparison.Ordinal), said.Output);
    }

    [Fact]
    public async Task Doctor_WithAKernelWhoseEngineIsGone_SaysToInstallItAgain()
    {
        MakeWhole();
        folder.Write("jupyter/kernels/.net-csharp/kernel.json", """{ "argv": ["dotnet", "/gone.dll"], "display_name": ".NET (C#)", "metadata": { "descentlab": true } }""");
        await AssertBadAsync("kernel:", "its engine is gone", "kernel install");
    }

    [Fact]
    public async Task Doctor_WithAKernelOlderThanTheBuild_IsContentButSaysSo()
    {
        MakeWhole();
        File.SetLastWriteTimeUtc(folder.File("jupyter/kernels/.net-csharp/kernel.json"), DateTime.UtcNow.AddYears(-30));
        var said = await Descentlab.RunAsync(folder, "doctor");

        Assert.True(said.Exit == 0, said.All);
        Assert.Contains("is older than this build", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_WithAVsCodeThatCompletesNoCSharp_SaysHow()
    {
        MakeWhole();
        folder.Write("editors/Code/User/settings.json", "{ /* nothing */ }");
        folder.Write("editors/VSCodium/User/settings.json", $"{{ {CompletionSetting.Line} }}");
        var said = await Descentlab.RunAsync(folder, [(VsCodeInstallation.Variable, folder.File("editors"))], "doctor");

        Assert.True(said.Exit == 0, said.All);
        Assert.Contains("note  Code: does not complete C# in notebooks", said.Output, StringComparison.Ordinal);
        Assert.Contains(" vscode", said.Output, StringComparison.Ordinal);
        Assert.Contains("ok    VSCodium: completes C# in notebooks", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_OutsideARepository_AsksForNoBuild()
    {
        var said = (await Descentlab.RunAsync(folder, "doctor")).Output;

        Assert.Contains("#r \"nuget: DescentLab\"", said, StringComparison.Ordinal);
        Assert.DoesNotContain("library:", said, StringComparison.Ordinal);
    }

    private async Task AssertBadAsync(string what, string state, string remedy)
    {
        var said = await Descentlab.RunAsync(folder, "doctor");
        var lines = said.Output.ReplaceLineEndings("\n").Split('\n');
        var bad = Array.FindIndex(lines, line => line.StartsWith($"BAD   {what}", StringComparison.Ordinal));

        Assert.Equal(1, said.Exit);
        Assert.True(bad >= 0, said.All);
        Assert.Contains(state, lines[bad], StringComparison.Ordinal);
        Assert.StartsWith("      → ", lines[bad + 1], StringComparison.Ordinal);
        Assert.Contains(remedy, lines[bad + 1], StringComparison.Ordinal);
        Assert.EndsWith("1 thing to mend, by the command after the arrow.", said.Output.TrimEnd(), StringComparison.Ordinal);
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

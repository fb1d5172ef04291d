using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks.Tests;

public sealed class KernelSpecsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Install_WithAFreeName_UsesItAndCopiesTheEngine()
    {
        var spec = Install();
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(spec.Folder, "kernel.json")))!;

        Assert.Equal(".net-csharp", spec.Name);
        Assert.Equal(".NET (C#)", (string?)json["display_name"]);
        Assert.Equal("message", (string?)json["interrupt_mode"]);
        Assert.Equal("0", (string?)json["env"]!["DOTNET_EnableWriteXorExecute"]);
        Assert.Equal(["kernel", "start", "--connection-file", "{connection_file}"], json["argv"]!.AsArray().Skip(2).Select(part => (string?)part));
        Assert.True(File.Exists((string?)json["argv"]![1]));
        Assert.StartsWith(spec.Folder, (string?)json["argv"]![1], StringComparison.Ordinal);
    }

    [Fact]
    public void Install_OfAnEngine_CopiesTheScriptsThatDrawFigures()
    {
        var served = Install().Folder;

        Assert.StartsWith("/**\n* plotly.js v2.", File.ReadAllText(Path.Combine(served, "plotly.min.js")), StringComparison.Ordinal);
        Assert.Contains("\ndefine(", File.ReadAllText(Path.Combine(served, "kernel.js")), StringComparison.Ordinal);
    }

    // A whole engine takes two minutes of processor time.
    [Fact]
    public async Task Precompile_OfAnEngine_AddsMachineCodeInPlace()
    {
        string[] assemblies = ["Mono.Cecil.dll", "System.Reactive.dll"];
        var engine = Directory.CreateDirectory(folder.File("an engine; 100%20")).FullName;
        foreach (var name in (string[])[.. assemblies, "Markdig.dll"])
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), Path.Combine(engine, name));
        }

        var message = await Precompilation.ApplyAsync(engine);

        Assert.SkipWhen(message.Contains("could not be downloaded", StringComparison.Ordinal), message);
        Assert.Equal("Precompiled 2 assemblies.", message);
        Assert.All(assemblies, name => Assert.True(HasMachineCode(name), name));
        Assert.False(HasMachineCode("Markdig.dll"));

        bool HasMachineCode(string name)
        {
            using var reader = new PEReader(File.OpenRead(Path.Combine(engine, name)));
            return reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
        }
    }

    [Fact]
    public async Task Precompile_ThatTakesTooLong_SaysSoAndDoesNotBlameNuGet()
    {
        var engine = Directory.CreateDirectory(folder.File("engine")).FullName;
        File.Copy(typeof(Session).Assembly.Location, Path.Combine(engine, "DescentLab.Notebooks.dll"));
        var message = await Precompilation.ApplyAsync(engine, TimeSpan.FromMilliseconds(20));

        Assert.Contains("it took longer than", message, StringComparison.Ordinal);
        Assert.DoesNotContain("NuGet", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Install_Again_KeepsTheNameAndTheEngineOfARunningKernel()
    {
        var engines = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            var spec = Install();
            Assert.Equal(".net-csharp", spec.Name);
            engines.Add(Path.GetDirectoryName((string)JsonNode.Parse(File.ReadAllText(Path.Combine(spec.Folder, "kernel.json")))!["argv"]![1]!)!);
        }

        Assert.Equal(engines[^2..], Directory.GetDirectories(folder.File("kernels/.net-csharp")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Install_WithATakenName_UsesItsOwnAndKeepsTheOther()
    {
        var other = Directory.CreateDirectory(folder.File("kernels/.net-csharp")).FullName;
        File.WriteAllText(Path.Combine(other, "kernel.json"), """{ "argv": [], "display_name": "Other", "language": "C#" }""");

        Assert.Equal("descentlab-csharp", Install().Name);
        Assert.Equal("descentlab-csharp", Assert.Single(KernelSpecs.Uninstall(folder.File("kernels"))).Name);
        Assert.Equal("Other", Assert.Single(KernelSpecs.List([folder.File("kernels")])).DisplayName);
    }

    private KernelSpec Install()
    {
        var engine = Directory.CreateDirectory(folder.File("engine/sub")).Parent!.FullName;
        File.WriteAllText(Path.Combine(engine, "program.dll"), "");
        return KernelSpecs.Install(folder.File("kernels"), engine, "program.dll");
    }
}

using System.Xml.Linq;

namespace DescentLab.Notebooks;

/// <summary>Compiles the compiler: with machine code beside its IL (ReadyToRun) Roslyn need not be compiled again at every start.</summary>
public static class Precompilation
{
    private static readonly string[] Worthwhile =
        ["Microsoft.CodeAnalysis*.dll", "DescentLab*.dll", "Microsoft.DotNet.Interactive.Formatting.dll", "Mono.Cecil*.dll", "NetMQ.dll", "AsyncIO.dll"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Precompiles an engine in place, if the SDK's ahead-of-time compiler can be had; the engine runs without, too.</summary>
    /// <param name="engine">The folder of the engine.</param>
    /// <returns>What to tell the user.</returns>
    public static async Task<string> ApplyAsync(string engine)
    {
        var work = Directory.CreateTempSubdirectory("descentlab-precompile-").FullName;
        try
        {
            var assemblies = Worthwhile.SelectMany(pattern => Directory.GetFiles(engine, pattern)).ToList();
            var others = Directory.GetFiles(engine, "*.dll").Except(assemblies).ToList();
            var project = SdkProject.Create(
                [new XElement("PublishReadyToRun", "true"), new XElement("GenerateAssemblyInfo", "false")],
                [
                    // What they need to be compiled against is referenced too, but left as it is.
                    .. assemblies.Concat(others).Select(path => new XElement("Reference", new XAttribute("Include", path))),
                    .. others.Select(path => new XElement("PublishReadyToRunExclude", new XAttribute("Include", Path.GetFileName(path)))),
                ]);
            var output = Path.Combine(work, "out");
            if (!await PublishAsync(SdkProject.Save(work, project), output))
            {
                return "Not precompiled (that needs a package from NuGet): the first cell takes longer, all else is the same.";
            }

            foreach (var path in assemblies)
            {
                File.Copy(Path.Combine(output, Path.GetFileName(path)), path, overwrite: true);
            }

            return $"Precompiled {assemblies.Count} assemblies.";
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<bool> PublishAsync(string project, string output)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            return (await SdkProject.RunAsync("publish", project, ["-c", "Release", "-o", output], late.Token)).Succeeded;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

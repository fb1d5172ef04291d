using System.Xml.Linq;

namespace DescentLab.Notebooks;

/// <summary>Compiles the compiler: with machine code beside its IL (ReadyToRun) Roslyn need not be compiled again at every start.</summary>
public static class Precompilation
{
    private static readonly string[] Worthwhile =
    [
        "Microsoft.CodeAnalysis.dll", "Microsoft.CodeAnalysis.CSharp*.dll", "Microsoft.CodeAnalysis.Workspaces.dll", "Microsoft.CodeAnalysis.Features.dll",
        "DescentLab*.dll", "Microsoft.DotNet.Interactive*.dll", "System.Reactive.dll", "Mono.Cecil*.dll", "NetMQ.dll", "AsyncIO.dll",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Precompiles an engine in place, if the SDK's ahead-of-time compiler can be had; the engine runs without, too.</summary>
    /// <param name="engine">The folder of the engine.</param>
    /// <returns>What to tell the user.</returns>
    public static Task<string> ApplyAsync(string engine) => ApplyAsync(engine, Patience);

    /// <summary>As the other, with less patience.</summary>
    internal static async Task<string> ApplyAsync(string engine, TimeSpan patience)
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
            if (await PublishAsync(SdkProject.Save(work, project), output, patience) is { } reason)
            {
                return $"Not precompiled: {reason}. The first cell takes longer, all else is the same.";
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

    // Why it failed; null when it did not.
    private static async Task<string?> PublishAsync(string project, string output, TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience);
        try
        {
            var (succeeded, said) = await SdkProject.RunAsync("publish", project, ["-c", "Release", "-o", output], late.Token);
            return succeeded ? null
                : said.Contains(": error NU", StringComparison.Ordinal) ? "that needs a package from NuGet, which cannot be had now"
                : $"the SDK said: {said.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim() ?? said.Trim()}";
        }
        catch (OperationCanceledException)
        {
            return $"it took longer than {patience.TotalMinutes:0.##} minutes; install the kernel again when the machine is less busy";
        }
    }
}

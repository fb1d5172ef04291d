using System.Xml.Linq;

namespace DescentLab.Notebooks;

/// <summary>Precompiles the engine to machine code (ReadyToRun), so that Roslyn is not compiled again at every start.</summary>
public static class Precompilation
{
    private static readonly string[] Assemblies =
    [
        "Microsoft.CodeAnalysis.dll", "Microsoft.CodeAnalysis.CSharp*.dll", "Microsoft.CodeAnalysis.Workspaces.dll", "Microsoft.CodeAnalysis.Features.dll",
        "DescentLab*.dll", "Microsoft.DotNet.Interactive*.dll", "System.Reactive.dll", "Mono.Cecil*.dll",
    ];

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(15);

    /// <summary>Precompiles an engine in place, if the SDK's ahead-of-time compiler is available; the engine also runs without it.</summary>
    /// <param name="engine">The folder of the engine.</param>
    /// <returns>The message for the user.</returns>
    public static Task<string> ApplyAsync(string engine) => ApplyAsync(engine, Timeout);

    /// <summary>Precompiles an engine, with a time limit.</summary>
    internal static async Task<string> ApplyAsync(string engine, TimeSpan timeout)
    {
        var work = Directory.CreateTempSubdirectory("descentlab-precompile-").FullName;
        try
        {
            var assemblies = Assemblies.SelectMany(pattern => Directory.GetFiles(engine, pattern)).ToList();
            var others = Directory.GetFiles(engine, "*.dll").Except(assemblies).ToList();
            // From here: a semicolon or %20 in the engine's own path would be a separator and a blank to MSBuild, escaped or not.
            var copies = Directory.CreateDirectory(Path.Combine(work, "engine")).Name;
            foreach (var path in assemblies.Concat(others))
            {
                File.Copy(path, Path.Combine(work, copies, Path.GetFileName(path)));
            }

            var project = SdkProject.Create(
                [new XElement("PublishReadyToRun", "true"), new XElement("GenerateAssemblyInfo", "false")],
                [
                    // Their dependencies are referenced too, but not compiled.
                    .. assemblies.Concat(others).Select(path => new XElement("Reference", new XAttribute("Include", $"{copies}/{Path.GetFileName(path)}"))),
                    .. others.Select(path => new XElement("PublishReadyToRunExclude", new XAttribute("Include", Path.GetFileName(path)))),
                ]);
            var output = Path.Combine(work, "out");
            if (await PublishAsync(SdkProject.Save(work, project), output, timeout) is { } reason)
            {
                return $"Not precompiled: {reason}. The first cell takes longer; everything else works the same.";
            }

            if (assemblies.Find(path => !File.Exists(Path.Combine(output, Path.GetFileName(path)))) is { } missing)
            {
                return $"Not precompiled: the SDK left out {Path.GetFileName(missing)}. The first cell takes longer; everything else works the same.";
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

    // Returns why it failed; null on success.
    private static async Task<string?> PublishAsync(string project, string output, TimeSpan timeout)
    {
        using var late = new CancellationTokenSource(timeout);
        try
        {
            var (succeeded, text) = await SdkProject.RunAsync("publish", project, ["-c", "Release", "-o", output], late.Token);
            return succeeded ? null
                : text.Contains(": error NU", StringComparison.Ordinal) ? "the package that it needs could not be downloaded from NuGet"
                : $"the SDK reported: {text.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim() ?? text.Trim()}";
        }
        catch (OperationCanceledException)
        {
            return $"it took longer than {timeout.TotalMinutes:0.##} minutes; install the kernel again when the machine is less busy";
        }
    }
}

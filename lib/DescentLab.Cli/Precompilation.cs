using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace DescentLab.Cli;

/// <summary>Compiles the compiler: with machine code beside its IL (ReadyToRun) Roslyn need not be compiled again at every start.</summary>
internal static class Precompilation
{
    private static readonly string[] Worthwhile =
        ["Microsoft.CodeAnalysis*.dll", "DescentLab*.dll", "Microsoft.DotNet.Interactive.Formatting.dll", "NetMQ.dll", "AsyncIO.dll", "System.CommandLine.dll", "System.Reactive.dll"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Precompiles an engine in place, if the SDK's ahead-of-time compiler can be had; the engine runs without, too.</summary>
    /// <returns>What to tell the user.</returns>
    public static string Apply(string engine)
    {
        var work = Directory.CreateTempSubdirectory("descentlab-precompile-").FullName;
        try
        {
            var assemblies = Worthwhile.SelectMany(pattern => Directory.GetFiles(engine, pattern)).ToList();
            var project = Path.Combine(work, "precompile.csproj");
            new XElement(
                "Project",
                new XAttribute("Sdk", "Microsoft.NET.Sdk"),
                new XElement(
                    "PropertyGroup",
                    new XElement("TargetFramework", $"net{Environment.Version.Major}.{Environment.Version.Minor}"),
                    new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
                    new XElement("SelfContained", "false"),
                    new XElement("UseAppHost", "false"),
                    new XElement("PublishReadyToRun", "true"),
                    new XElement("GenerateAssemblyInfo", "false")),
                new XElement(
                    "ItemGroup",
                    assemblies.Select(path => new XElement("Reference", new XAttribute("Include", path))),
                    // What these need to be compiled against, unchanged itself.
                    Directory.GetFiles(engine, "*.dll").Except(assemblies).Select(path => new XElement("Reference", new XAttribute("Include", path))),
                    Directory.GetFiles(engine, "*.dll").Except(assemblies)
                        .Select(path => new XElement("PublishReadyToRunExclude", new XAttribute("Include", Path.GetFileName(path)))))).Save(project);
            foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            {
                File.WriteAllText(Path.Combine(work, name), "<Project />");
            }

            var output = Path.Combine(work, "out");
            if (!Publish(project, output))
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

    private static bool Publish(string project, string output)
    {
        using var publish = Process.Start(
            new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-o", output, "--nologo", "-v", "quiet", "-nodeReuse:false"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        publish.OutputDataReceived += (_, _) => { };
        publish.ErrorDataReceived += (_, _) => { };
        publish.BeginOutputReadLine();
        publish.BeginErrorReadLine();
        if (!publish.WaitForExit(Patience))
        {
            publish.Kill(entireProcessTree: true);
            return false;
        }

        return publish.ExitCode == 0;
    }
}

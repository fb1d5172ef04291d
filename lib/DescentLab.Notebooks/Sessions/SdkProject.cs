using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace DescentLab.Notebooks;

/// <summary>A temporary project that runs a command of the .NET SDK, for this machine and this .NET.</summary>
internal static class SdkProject
{
    public static XElement Create(IEnumerable<XElement> properties, IEnumerable<XElement> items) => new(
        "Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement(
            "PropertyGroup",
            new XElement("TargetFramework", $"net{Environment.Version.Major}.{Environment.Version.Minor}"),
            new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
            new XElement("SelfContained", "false"),
            new XElement("UseAppHost", "false"),
            properties),
        new XElement("ItemGroup", items));

    /// <summary>Writes a project into a folder.</summary>
    /// <returns>The project's file.</returns>
    public static string Save(string folder, XElement project)
    {
        Directory.CreateDirectory(folder);
        // The SDK looks for these in all folders above; the reader's own files must not apply here.
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            AtomicFile.WriteAllText(Path.Combine(folder, name), "<Project />");
        }

        var file = Path.Combine(folder, "project.csproj");
        AtomicFile.WriteAllText(file, project.ToString());
        return file;
    }

    /// <summary>Runs the SDK on a project.</summary>
    /// <returns>Whether it succeeded, and its output.</returns>
    /// <exception cref="OperationCanceledException">The command and its child processes were stopped.</exception>
    public static async Task<(bool Succeeded, string Output)> RunAsync(string command, string project, string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", [command, project, .. arguments, "--nologo", "-v", "quiet", "-nodeReuse:false"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(project)!,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var sdk = Process.Start(start)!;
        try
        {
            var output = sdk.StandardOutput.ReadToEndAsync(cancellation);
            var errors = sdk.StandardError.ReadToEndAsync(cancellation);
            await sdk.WaitForExitAsync(cancellation);
            return (sdk.ExitCode == 0, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            sdk.Kill(entireProcessTree: true);
            throw;
        }
    }
}

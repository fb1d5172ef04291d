using System.Diagnostics;

namespace DescentLab.Notebooks.Tests;

/// <summary>Runs the program <c>descentlab</c> in a separate process.</summary>
internal static class CommandLine
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The repository's folder.</summary>
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    /// <summary>The assembly that <c>dotnet</c> runs.</summary>
    public static string Program { get; } = Path.Combine(Repository, "lib/DescentLab.Cli/bin", Configuration, "net10.0/DescentLab.Cli.dll");

    /// <summary>Runs a command, which must succeed.</summary>
    public static async Task RunAsync(string folder, params string[] arguments)
    {
        var (exit, output) = await ChildProcess.RunAsync(new ProcessStartInfo("dotnet", [Program, .. arguments]) { WorkingDirectory = folder });
        Assert.True(exit == 0, output);
    }
}

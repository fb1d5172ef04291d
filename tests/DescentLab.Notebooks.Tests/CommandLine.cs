using System.Diagnostics;

namespace DescentLab.Notebooks.Tests;

/// <summary>The program <c>descentlab</c>, in a process of its own.</summary>
internal static class CommandLine
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The repository's folder.</summary>
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    /// <summary>What <c>dotnet</c> runs.</summary>
    public static string Program { get; } = Path.Combine(Repository, "lib/DescentLab.Cli/bin", Configuration, "net10.0/DescentLab.Cli.dll");

    /// <summary>Runs a command to its end, which must be a good one.</summary>
    public static async Task RunAsync(string folder, params string[] arguments)
    {
        var (exit, said) = await ChildProcess.RunAsync(new ProcessStartInfo("dotnet", [Program, .. arguments]) { WorkingDirectory = folder });
        Assert.True(exit == 0, said);
    }
}

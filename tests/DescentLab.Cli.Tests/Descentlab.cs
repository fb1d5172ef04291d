using System.Diagnostics;

namespace DescentLab.Cli.Tests;

/// <summary>The output of the program and its exit code.</summary>
internal sealed record ProgramResult(int Exit, string Output, string Errors)
{
    public string All => Output + Errors;
}

/// <summary>Runs <c>descentlab</c> as a user does: in a folder, with arguments.</summary>
internal static class Descentlab
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static string Dll { get; } = Path.Combine(AppContext.BaseDirectory, "DescentLab.Cli.dll");

    /// <summary>The repository that contains these tests.</summary>
    public static string Root { get; } = Repository.Around(AppContext.BaseDirectory)!.Root;

    public static Task<ProgramResult> RunAsync(TemporaryFolder folder, params string[] arguments) => RunAsync(folder, [], arguments);

    /// <summary>Runs with more environment variables. The user's Jupyter and VS Code settings are neither read nor written.</summary>
    public static Task<ProgramResult> RunAsync(TemporaryFolder folder, (string Name, string Value)[] environment, params string[] arguments) => ProgramAsync(
        "dotnet",
        folder.Path,
        [
            .. ((string[])["JUPYTER_DATA_DIR", "JUPYTER_PATH"]).Select(name => (name, folder.File("jupyter"))),
            (VsCodeInstallation.Variable, folder.File("editors")),
            .. ((string[])["VIRTUAL_ENV", "CONDA_PREFIX", "DESCENTLAB_DATA"]).Select(name => (name, "")),
            .. environment,
        ],
        [Dll, .. arguments]);

    public static async Task<ProgramResult> ProgramAsync(string program, string folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(late.Token), process.StandardError.ReadToEndAsync(late.Token));
            await process.WaitForExitAsync(late.Token);
            return new(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}

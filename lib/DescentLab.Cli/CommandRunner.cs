using System.Diagnostics;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary>Runs a command and gives its exit code: the command's own, 1 after an error that its message explains, 130 after Ctrl-C.</summary>
internal static class CommandRunner
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The exit code after Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>Ends the process, even if cells have left threads or exit handlers that never end.</summary>
    /// <returns>The exit code, for the compiler.</returns>
    public static int Exit(int exitCode)
    {
        var last = new Thread(static () =>
        {
            Thread.Sleep(Patience);
            Process.GetCurrentProcess().Kill();
        });
        last.IsBackground = true;
        last.Start();
        Environment.Exit(exitCode);
        return exitCode;
    }

    /// <summary>Runs a command; writes the message of an expected error to the error stream.</summary>
    /// <param name="action">The command; returns its exit code.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    /// <param name="stopped">The message after Ctrl-C.</param>
    public static async Task<int> RunAsync(Func<Task<int>> action, CancellationToken cancellation, string stopped = "Stopped.")
    {
        try
        {
            return await action();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(stopped);
            return Interrupted;
        }
        catch (Exception e) when (e is UserException or NotebookFormatException or NotebookParameterException or BrowserException
            or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}

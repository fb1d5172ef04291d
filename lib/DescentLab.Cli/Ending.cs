using System.Diagnostics;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary>How a command ends: with its own exit code, with 1 after a mistake that the message alone explains, with 130 after Ctrl-C.</summary>
internal static class Ending
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>After Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>Ends the process now, whatever threads and exit handlers cells have left in it.</summary>
    /// <returns>The exit code, for the compiler.</returns>
    public static int WithAllThreads(int exitCode)
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

    /// <param name="action">What the command does.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    /// <param name="stopped">What to say after Ctrl-C.</param>
    public static async Task<int> OfAsync(Func<Task<int>> action, CancellationToken cancellation, string stopped = "Stopped.")
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

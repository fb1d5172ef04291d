using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace DescentLab.Cli;

/// <summary>The process that started the kernel. A client that crashes sends no shutdown request, so on Linux and macOS the kernel ends when that process ends.</summary>
internal static class ClientProcess
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the client ends: the process that Jupyter names, or else the parent process (VS Code starts kernels itself).</summary>
    /// <param name="end">Called when the client has ended.</param>
    /// <param name="ended">Cancelled when the kernel ends before its client.</param>
    public static async Task OnEndAsync(Action end, CancellationToken ended)
    {
        // On Windows the variable holds a handle, not a process id, and a parent's id may later belong to another process.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            if (FindClient() is { } client)
            {
                using (client)
                {
                    await client.WaitForExitAsync(ended);
                }
            }
            else if (getppid() is > 1 and var parent)
            {
                // A process whose parent ends gets another parent.
                while (getppid() == parent)
                {
                    await Task.Delay(Pause, ended);
                }
            }
            else
            {
                return; // usually in a container: there is no process to wait for
            }

            end();
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The kernel has ended before its client.
        }
    }

    private static Process? FindClient()
    {
        try
        {
            return int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), CultureInfo.InvariantCulture, out var id)
                ? Process.GetProcessById(id)
                : null;
        }
        catch (ArgumentException)
        {
            return null; // not visible from this process
        }
    }

#pragma warning disable SYSLIB1054 // A number without arguments needs no generated code.
    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int getppid();
#pragma warning restore SYSLIB1054
}

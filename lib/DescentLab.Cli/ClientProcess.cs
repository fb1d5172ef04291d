using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace DescentLab.Cli;

/// <summary>The process that has started the kernel. One that crashed sends no shutdown: the kernel ends when it does.</summary>
internal static class ClientProcess
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Waits for the end of the client that Jupyter names, or else of the parent process (VS Code starts kernels itself).</summary>
    /// <param name="end">What to do then.</param>
    /// <param name="ended">The kernel has ended before its client.</param>
    public static async Task OnEndAsync(Action end, CancellationToken ended)
    {
        // On Windows the variable holds a handle, not a process id, and a parent's id may be another's tomorrow.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            if (Named() is { } client)
            {
                using (client)
                {
                    await client.WaitForExitAsync(ended);
                }
            }
            else if (getppid() is > 1 and var parent)
            {
                // A process whose parent ends gets another one.
                while (getppid() == parent)
                {
                    await Task.Delay(Pause, ended);
                }
            }
            else
            {
                return; // in a container mostly: nobody to wait for
            }

            end();
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The kernel has ended before its client.
        }
    }

    private static Process? Named()
    {
        try
        {
            return int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), CultureInfo.InvariantCulture, out var id)
                ? Process.GetProcessById(id)
                : null;
        }
        catch (ArgumentException)
        {
            return null; // not to be seen from here
        }
    }

#pragma warning disable SYSLIB1054 // A number without arguments needs no generated code.
    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int getppid();
#pragma warning restore SYSLIB1054
}

using System.ComponentModel;
using System.Diagnostics;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary>A notebook as it was last committed to git: where pictures come from that an editor has dropped.</summary>
internal static class CommittedNotebook
{
    /// <summary>Reads it; null where there is no git, no commit, or no such notebook in it.</summary>
    /// <param name="path">The notebook's file.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static async Task<NotebookDocument?> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["show", $"HEAD:./{Path.GetFileName(path)}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetDirectoryName(path),
            })!;
            var errors = git.StandardError.ReadToEndAsync(cancellation);
            var text = await git.StandardOutput.ReadToEndAsync(cancellation);
            await errors;
            await git.WaitForExitAsync(cancellation);
            return git.ExitCode == 0 ? NotebookDocument.Parse(text, path) : null;
        }
        catch (Exception e) when (e is Win32Exception or NotebookFormatException)
        {
            return null;
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary>The last committed version of a notebook, from which pictures that an editor has dropped are restored.</summary>
internal static class CommittedNotebook
{
    /// <summary>Reads the last committed version; null without git, without a commit, or if the notebook is not in it.</summary>
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

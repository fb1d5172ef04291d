namespace DescentLab;

/// <summary>Writes a file completely or not at all: at any moment there is the old file or the complete new one.</summary>
internal static class WholeFile
{
    private const int LongestName = 60;

    /// <summary>The file that a path leads to: for a symbolic link its target, which may not exist yet.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Target(string path)
    {
        // .NET resolves a link only from its full path.
        var full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    /// <summary>Writes the file under a temporary name, then moves it. A replaced file keeps its mode; for a symbolic link, its target is replaced.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="write">Writes the complete content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Target(path);
        // Part of a long name is enough: with the ending, the whole would be longer than a name may be.
        var name = Path.GetFileName(target);
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $"{(name.Length > LongestName ? name[..LongestName] : name)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}

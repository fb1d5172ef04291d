using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace DescentLab.Notebooks;

/// <summary>
/// Writes a file whole or not at all: a reader, or a crash, never sees half of it. A file that is replaced keeps its mode and
/// its owner; a symbolic link stays one, and the file that it names is replaced.
/// </summary>
public static partial class AtomicFile
{
    private static readonly UTF8Encoding Utf8WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes the text as UTF-8 beside its destination under a temporary name, then moves it there.</summary>
    /// <param name="path">The file to make or to replace; its folder exists.</param>
    /// <param name="text">The whole content.</param>
    /// <exception cref="IOException">The folder is missing, or the disk refuses.</exception>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, Utf8WithoutMark.GetBytes(text));

    /// <summary>Writes the bytes beside their destination under a temporary name, then moves them there.</summary>
    /// <param name="path">The file to make or to replace; its folder exists.</param>
    /// <param name="bytes">The whole content.</param>
    /// <exception cref="IOException">The folder is missing, or the disk refuses.</exception>
    public static void WriteAllBytes(string path, byte[] bytes) => Write(path, output => output.Write(bytes));

    /// <summary>Writes beside the destination under a temporary name, then moves the file there.</summary>
    /// <param name="path">The file to make or to replace; its folder exists.</param>
    /// <param name="write">Writes the whole content.</param>
    /// <exception cref="IOException">The folder is missing, or the disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    internal static void Write(string path, Action<IBufferWriter<byte>> write)
    {
        var target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        if (File.Exists(target) && IsReadOnly(target))
        {
            throw new UnauthorizedAccessException($"{path} is read-only: it is left as it is.");
        }

        var temporary = $"{target}.{Environment.ProcessId}-{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var file = Create(temporary))
            {
                var output = new BufferedOutput(piece => file.Write(piece.Span));
                write(output);
                output.Flush();
            }

            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
                if (!KeepsOwner(temporary, target))
                {
                    // Moved there, it would belong to somebody else.
                    File.Copy(temporary, target, overwrite: true);
                    File.Delete(temporary);
                    return;
                }
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    // Nobody may write it. (FileInfo.IsReadOnly asks about this user, and says of others' files that root may not.)
    private static bool IsReadOnly(string path)
    {
        const UnixFileMode Writable = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        return OperatingSystem.IsWindows() ? new FileInfo(path).IsReadOnly : (File.GetUnixFileMode(path) & Writable) == 0;
    }

    private static FileStream Create(string temporary)
    {
        try
        {
            return File.Create(temporary);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"The folder {Path.GetDirectoryName(Path.GetFullPath(temporary))} is read-only, or not yours to write in.", e);
        }
    }

    private static bool KeepsOwner(string temporary, string target) =>
        Stat(target, out var old) != 0 || Stat(temporary, out var mine) != 0
        || (old.Uid, old.Gid) == (mine.Uid, mine.Gid) || ChangeOwner(temporary, old.Uid, old.Gid) == 0;

    // .NET has no public way to a file's owner; this is the call that File.GetUnixFileMode makes.
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Stat(string path, out FileStatus status);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string path, uint owner, uint group);

    // Its beginning is what is read; the rest is room.
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct FileStatus
    {
        public int Flags;
        public int Mode;
        public uint Uid;
        public uint Gid;
    }
}

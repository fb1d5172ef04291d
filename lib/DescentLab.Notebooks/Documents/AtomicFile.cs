using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace DescentLab.Notebooks;

/// <summary>
/// Writes a file completely or not at all: no reader sees half of it, even after a crash. A replaced file keeps its mode and
/// its owner; for a symbolic link, its target is replaced.
/// </summary>
/// <remarks>
/// One exception: only the administrator can give a file away, so another user's file is written in place, after its new content is
/// complete beside it. Where that fails half-way (the disk is full), the new content stays there, and the exception names it.
/// </remarks>
public static partial class AtomicFile
{
    private static readonly UTF8Encoding Utf8WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes the text as UTF-8 beside its destination under a temporary name, then moves it there.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="text">The complete content.</param>
    /// <exception cref="IOException">The folder does not exist, or the file cannot be written.</exception>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, Utf8WithoutMark.GetBytes(text));

    /// <summary>Writes the bytes beside their destination under a temporary name, then moves them there.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="bytes">The complete content.</param>
    /// <exception cref="IOException">The folder does not exist, or the file cannot be written.</exception>
    public static void WriteAllBytes(string path, byte[] bytes) => Write(path, output => output.Write(bytes));

    /// <summary>Writes beside the destination under a temporary name, then moves the file there.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="write">Writes the complete content.</param>
    /// <param name="complete">Called when the content is complete, just before it replaces the old; an exception keeps the old.</param>
    /// <exception cref="IOException">The folder does not exist, or the file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    internal static void Write(string path, Action<IBufferWriter<byte>> write, Action? complete = null) =>
        Write(path, Target(path), File.Exists(path), write, complete);

    /// <summary>
    /// Writes a page or picture, which a folder of reports can lose. A symbolic link in its place is replaced, not followed: in a
    /// stranger's folder it may lead to any file of the reader.
    /// </summary>
    /// <inheritdoc cref="Write(string, Action{IBufferWriter{byte}}, Action?)"/>
    internal static void WritePage(string path, Action<IBufferWriter<byte>> write) =>
        Write(path, path, File.Exists(path) && new FileInfo(path).LinkTarget is null, write, complete: null);

    /// <inheritdoc cref="WritePage(string, Action{IBufferWriter{byte}})"/>
    internal static void WritePage(string path, byte[] bytes) => WritePage(path, output => output.Write(bytes));

    /// <summary>Checks that an existing file can be replaced, before the work whose results it will hold.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be written, or its folder cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    public static void RequireWritable(string path)
    {
        var target = Target(path);
        if (IsReadOnly(target))
        {
            throw ReadOnly(path);
        }

        var probe = Temporary(target);
        Create(probe).Dispose();
        try
        {
            if (!OperatingSystem.IsWindows() && !KeepsOwner(probe, target))
            {
                using var inPlace = File.OpenWrite(target);
            }
        }
        finally
        {
            File.Delete(probe);
        }
    }

    private static void Write(string path, string target, bool replaces, Action<IBufferWriter<byte>> write, Action? complete)
    {
        if (replaces && IsReadOnly(target))
        {
            throw ReadOnly(path);
        }

        var temporary = Temporary(target);
        var keepsOwner = true;
        try
        {
            using (var file = Create(temporary))
            {
                var output = new BufferedOutput(piece => file.Write(piece.Span));
                write(output);
                output.Flush();
            }

            if (!OperatingSystem.IsWindows() && replaces)
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
                keepsOwner = KeepsOwner(temporary, target);
            }

            complete?.Invoke();
            if (keepsOwner)
            {
                File.Move(temporary, target, overwrite: true);
                return;
            }
        }
        catch
        {
            // Without a folder, Delete would throw too, and hide the message.
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            throw;
        }

        // A moved file would have another owner.
        WriteInPlace(path, temporary, target);
    }

    private static string Target(string path) =>
        File.Exists(path) ? File.ResolveLinkTarget(Path.GetFullPath(path), returnFinalTarget: true)?.FullName ?? path : path;

    // Part of a long name is enough: with the ending, the whole would be longer than a name may be.
    private static string Temporary(string target)
    {
        const int Longest = 60;
        var name = Path.GetFileName(target);
        return Path.Combine(
            Path.GetDirectoryName(Path.GetFullPath(target))!,
            $"{name[..TextPiece.Length(name, Longest)]}.{Environment.ProcessId}-{Path.GetRandomFileName()}.tmp");
    }

    private static UnauthorizedAccessException ReadOnly(string path) => new($"{path} is read-only: it was not changed.");

    private static void WriteInPlace(string path, string complete, string target)
    {
        try
        {
            File.Copy(complete, target, overwrite: true);
        }
        catch (IOException e)
        {
            throw new IOException($"{path} was written only in part ({e.Message}). Its complete new content is in {complete}.", e);
        }
        catch (UnauthorizedAccessException)
        {
            // It was not opened.
            File.Delete(complete);
            throw;
        }

        File.Delete(complete);
    }

    // No user has write permission. (FileInfo.IsReadOnly checks the current user, and reports other users' files as read-only even for root.)
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
        catch (DirectoryNotFoundException e)
        {
            throw new DirectoryNotFoundException($"The folder {Path.GetDirectoryName(Path.GetFullPath(temporary))} does not exist: create it first, or choose another.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"The folder {Path.GetDirectoryName(Path.GetFullPath(temporary))} is read-only, or you have no write access to it.", e);
        }
    }

    private static bool KeepsOwner(string temporary, string target) =>
        Stat(target, out var old) != 0 || Stat(temporary, out var mine) != 0
        || (old.Uid, old.Gid) == (mine.Uid, mine.Gid) || ChangeOwner(temporary, old.Uid, old.Gid) == 0;

    // .NET has no public API for a file's owner; this is the call that File.GetUnixFileMode makes.
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Stat(string path, out FileStatus status);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string path, uint owner, uint group);

    // Only the first fields are read; the rest reserves space.
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct FileStatus
    {
        public int Flags;
        public int Mode;
        public uint Uid;
        public uint Gid;
    }
}

namespace DescentLab.Notebooks;

/// <summary>
/// The folder of a browser's profile, in the temporary folder. A process that is killed leaves it behind; the next one deletes it,
/// once the lock that its owner held is free: the system frees it when the owner ends, however it ends.
/// </summary>
internal sealed class BrowserProfile : IDisposable
{
    private const string Prefix = "descentlab-browser-";
    private const string LockExtension = ".lock";

    private readonly FileStream held;

    private BrowserProfile(string folder, FileStream held) => (Folder, this.held) = (folder, held);

    /// <summary>The profile's folder.</summary>
    public string Folder { get; }

    /// <summary>Creates a profile, and deletes those of processes that have ended.</summary>
#pragma warning disable CA2000 // The profile owns its lock.
    public static BrowserProfile Create()
    {
        var temporary = Path.GetTempPath();
        foreach (var path in Directory.GetFiles(temporary, $"{Prefix}*{LockExtension}"))
        {
            if (TryLock(path, FileMode.Open) is { } abandoned)
            {
                new BrowserProfile(Path.ChangeExtension(path, null), abandoned).Dispose();
            }
        }

        while (true)
        {
            var folder = Path.Combine(temporary, Prefix + Path.GetFileNameWithoutExtension(Path.GetRandomFileName()));
            if (TryLock(folder + LockExtension, FileMode.CreateNew) is { } held)
            {
                Directory.CreateDirectory(folder);
                return new(folder, held);
            }
        }
    }
#pragma warning restore CA2000

    /// <summary>Deletes the folder.</summary>
    public void Dispose()
    {
        try
        {
            if (Directory.Exists(Folder))
            {
                Directory.Delete(Folder, recursive: true);
            }

            if (OperatingSystem.IsWindows())
            {
                held.Dispose(); // an open file cannot be deleted there
            }

            File.Delete(Folder + LockExtension);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The browser is still ending and writes to it: the next one deletes it.
        }

        held.Dispose();
    }

    private static FileStream? TryLock(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // its owner is at work, or is another user
        }
    }
}

namespace DescentLab.Notebooks;

/// <summary>The notebooks in a folder, for a kernel that does not know which of them it serves: no more than can be read in a moment.</summary>
internal static class NotebookFolder
{
    private const int MostFiles = 100;
    private const long LargestFile = 20_000_000;

    private static readonly EnumerationOptions Here = new() { IgnoreInaccessible = true };

    /// <summary>Lists the notebook files that are not too large, newest first.</summary>
    public static IEnumerable<FileInfo> Newest(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*.ipynb", Here).Where(IsReadable).OrderByDescending(file => file.LastWriteTimeUtc).Take(MostFiles);

    // A pipe has no length, and opening it could wait for ever.
    private static bool IsReadable(FileInfo file)
    {
        try
        {
            return ((file.ResolveLinkTarget(returnFinalTarget: true) ?? file) as FileInfo)?.Length is > 0 and < LargestFile;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

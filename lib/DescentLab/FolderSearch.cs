namespace DescentLab;

/// <summary>Searches the parent folders for files of the project.</summary>
internal static class FolderSearch
{
    /// <summary>A folder and all folders above it, the nearest first.</summary>
    public static IEnumerable<string> Upwards(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}

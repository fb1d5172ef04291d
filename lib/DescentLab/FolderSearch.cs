namespace DescentLab;

/// <summary>Looks for what lies in the project, from wherever a program or a notebook runs.</summary>
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

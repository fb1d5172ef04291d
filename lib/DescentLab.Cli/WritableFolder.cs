namespace DescentLab.Cli;

/// <summary>Looks whether files can be made in a folder, before the work whose results belong there.</summary>
internal static class WritableFolder
{
    /// <summary>Makes the folder if it is missing, and a file in it that is gone again.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="purpose">What is to be written there, for the message.</param>
    /// <exception cref="UserException">It cannot be written to; the message says why.</exception>
    public static void Require(string folder, string purpose)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".descentlab-{Path.GetRandomFileName()}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The folder {folder} cannot be written to, and {purpose}: {e.Message}");
        }
    }
}

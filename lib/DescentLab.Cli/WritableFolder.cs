namespace DescentLab.Cli;

/// <summary>Checks that a folder can be written to, before the work whose results it will hold.</summary>
internal static class WritableFolder
{
    /// <summary>Creates the folder if it is missing, and writes and deletes a file in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="purpose">What will be written there, for the message.</param>
    /// <exception cref="UserException">The folder cannot be written to; the message says why.</exception>
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

namespace DescentLab.Notebooks.Tests;

/// <summary>A temporary folder for one test, deleted after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("descentlab-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        // An abandoned cell may have left this as the current directory: change it, or the next test starts in a deleted folder.
        if (Environment.CurrentDirectory == Path)
        {
            Environment.CurrentDirectory = AppContext.BaseDirectory;
        }

        Directory.Delete(Path, recursive: true);
    }
}

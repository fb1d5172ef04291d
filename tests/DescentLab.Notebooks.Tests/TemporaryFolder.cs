namespace DescentLab.Notebooks.Tests;

/// <summary>A folder of a test's own, gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("descentlab-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        // A cell that a test abandoned may still hold the process in this folder: leave, or the next test starts nowhere.
        if (Environment.CurrentDirectory == Path)
        {
            Environment.CurrentDirectory = AppContext.BaseDirectory;
        }

        Directory.Delete(Path, recursive: true);
    }
}

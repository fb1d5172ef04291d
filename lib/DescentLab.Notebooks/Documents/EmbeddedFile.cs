namespace DescentLab.Notebooks;

/// <summary>Reads the files embedded in this assembly.</summary>
internal static class EmbeddedFile
{
    /// <summary>Opens a file.</summary>
    /// <param name="name">Its path in the project, with dots between its parts.</param>
    public static Stream Open(string name) =>
        typeof(EmbeddedFile).Assembly.GetManifestResourceStream($"DescentLab.Notebooks.{name}")
        ?? throw new InvalidOperationException($"The file '{name}' is not embedded in this assembly.");

    /// <summary>Reads a text file.</summary>
    /// <param name="name">Its path in the project, with dots between its parts.</param>
    public static string Text(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }
}

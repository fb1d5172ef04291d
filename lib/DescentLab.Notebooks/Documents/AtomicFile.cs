using System.Text;

namespace DescentLab.Notebooks;

/// <summary>Writes a file whole or not at all: a reader, or a crash, never sees half of it.</summary>
public static class AtomicFile
{
    private static readonly UTF8Encoding Utf8WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes the text as UTF-8 beside its destination under a temporary name, then moves it there.</summary>
    /// <param name="path">The file to make or to replace; its folder exists.</param>
    /// <param name="text">The whole content.</param>
    /// <exception cref="IOException">The folder is missing, or the disk refuses.</exception>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, Utf8WithoutMark.GetBytes(text));

    /// <summary>Writes the bytes beside their destination under a temporary name, then moves them there.</summary>
    /// <param name="path">The file to make or to replace; its folder exists.</param>
    /// <param name="bytes">The whole content.</param>
    /// <exception cref="IOException">The folder is missing, or the disk refuses.</exception>
    public static void WriteAllBytes(string path, byte[] bytes)
    {
        var temporary = $"{path}.{Environment.ProcessId}-{Path.GetRandomFileName()}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}

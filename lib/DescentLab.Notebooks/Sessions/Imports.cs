namespace DescentLab.Notebooks;

/// <summary>The files that <c>#!import</c> takes in.</summary>
internal static class Imports
{
    /// <summary>The cells of a notebook, or a C# file as one.</summary>
    /// <exception cref="DirectiveException">There is no such file, or it is of another kind.</exception>
    public static IEnumerable<string> Read(string file, string folder)
    {
        var path = Path.GetFullPath(file, folder);
        if (!File.Exists(path))
        {
            throw new DirectiveException($"#!import: there is no file {path}.", line: null);
        }

        try
        {
            return Path.GetExtension(path) switch
            {
                ".cs" or ".csx" => [File.ReadAllText(path)],
                ".ipynb" => [.. NotebookDocument.Load(path).CodeCells.Select(cell => cell.Source)],
                var other => throw new DirectiveException($"#!import takes .cs, .csx and .ipynb files, not '{other}'.", line: null),
            };
        }
        catch (NotebookFormatException e)
        {
            throw new DirectiveException(e.Message, line: null, e);
        }
    }
}

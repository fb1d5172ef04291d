namespace DescentLab.Cli;

/// <summary>The repository's folders, found from any folder inside it by the file <c>Notebooks.sln</c>.</summary>
internal sealed record Repository(string Root)
{
    public string NotebooksFolder => Path.Combine(Root, "notebooks");

    public string ReportsFolder => Path.Combine(Root, "reports");

    public string DataFolder => Path.Combine(Root, "data");

    /// <summary>The library that the notebooks name in their first line.</summary>
    public string Library => Path.Combine(Root, "lib", "bin", "DescentLab.dll");

    /// <summary>All notebooks, in the chapter's order.</summary>
    public IReadOnlyList<string> Notebooks => Directory.Exists(NotebooksFolder)
        ? [.. Directory.GetFiles(NotebooksFolder, "*.ipynb").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The markdown files in the root, in <c>docs/</c>, in <c>data/</c> and beside the projects.</summary>
    public IReadOnlyList<string> Documents =>
    [
        .. Markdown(Root, SearchOption.TopDirectoryOnly),
        .. Markdown(Path.Combine(Root, "docs"), SearchOption.AllDirectories),
        .. Markdown(DataFolder, SearchOption.AllDirectories),
        .. ((IEnumerable<string>)[Path.Combine(Root, "lib"), Path.Combine(Root, "tests")]).Where(Directory.Exists)
            .SelectMany(Directory.GetDirectories).SelectMany(project => Markdown(project, SearchOption.TopDirectoryOnly)),
    ];

    /// <summary>The repository around the current directory, or else around the program.</summary>
    /// <exception cref="UserException">Neither is inside a repository.</exception>
    public static Repository Find() =>
        Around(Environment.CurrentDirectory) ?? Around(AppContext.BaseDirectory)
        ?? throw new UserException("There is no Notebooks.sln in this folder or above it: change to Descent Lab's folder.");

    /// <summary>The repository, or the current folder if the program is installed without one, as a .NET tool.</summary>
    public static Repository FindOrHere() =>
        Around(Environment.CurrentDirectory) ?? Around(AppContext.BaseDirectory) ?? new Repository(Environment.CurrentDirectory);

    /// <summary>Gets the notebooks with the given names, each once, or all when no name is given.</summary>
    /// <exception cref="UserException">A name matches no notebook or several, or there are no notebooks.</exception>
    public IReadOnlyList<string> Select(IReadOnlyList<string> names)
    {
        IReadOnlyList<string> paths = names.Count > 0 ? [.. names.Select(Resolve).Distinct()] : Notebooks;
        return paths.Count > 0 ? paths : throw new UserException($"There is no notebook in {NotebooksFolder}: give a file, or change to Descent Lab's folder.");
    }

    /// <summary>Gets the notebook with the given name: a file, or the beginning of a name in <c>notebooks/</c> (<c>01</c>).</summary>
    /// <exception cref="UserException">The name matches no notebook, or several.</exception>
    public string Resolve(string name)
    {
        if (File.Exists(name))
        {
            return Path.GetFullPath(name);
        }

        var matches = Notebooks.Where(path => Path.GetFileName(path).StartsWith(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return matches switch
        {
            [var only] => only,
            [] => throw new UserException($"There is no notebook '{name}', neither as a file nor in {NotebooksFolder}. The notebooks are: {Names(Notebooks)}."),
            _ => throw new UserException($"'{name}' matches several notebooks: {Names(matches)}."),
        };
    }

    private static IEnumerable<string> Markdown(string folder, SearchOption depth) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*.md", depth).Order(StringComparer.Ordinal) : [];

    private static string Names(IEnumerable<string> paths) =>
        string.Join(", ", paths.Select(Path.GetFileNameWithoutExtension)) is { Length: > 0 } names ? names : "none";

    /// <summary>Gets the repository that contains a folder; null if there is none.</summary>
    public static Repository? Around(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Notebooks.sln")))
            {
                return new Repository(at.FullName);
            }
        }

        return null;
    }
}

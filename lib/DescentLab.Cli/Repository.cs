namespace DescentLab.Cli;

/// <summary>Where things lie: the folder with <c>Notebooks.sln</c>, found from any folder inside it.</summary>
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

    /// <summary>The texts for readers: markdown in the root, in <c>docs/</c>, <c>data/</c> and beside the projects.</summary>
    public IReadOnlyList<string> Documents =>
    [
        .. Markdown(Root, SearchOption.TopDirectoryOnly),
        .. Markdown(Path.Combine(Root, "docs"), SearchOption.AllDirectories),
        .. Markdown(DataFolder, SearchOption.AllDirectories),
        .. ((IEnumerable<string>)[Path.Combine(Root, "lib"), Path.Combine(Root, "tests")]).Where(Directory.Exists)
            .SelectMany(Directory.GetDirectories).SelectMany(project => Markdown(project, SearchOption.TopDirectoryOnly)),
    ];

    /// <summary>The repository around the current directory, or else around the program.</summary>
    /// <exception cref="UserException">Neither is inside one.</exception>
    public static Repository Find() =>
        Around(Environment.CurrentDirectory) ?? Around(AppContext.BaseDirectory)
        ?? throw new UserException("Notebooks.sln is in no folder above this one: go into Descent Lab's folder.");

    /// <summary>The repository, or the current folder in its place when a reader has the program alone, as a .NET tool.</summary>
    public static Repository FindOrHere() =>
        Around(Environment.CurrentDirectory) ?? Around(AppContext.BaseDirectory) ?? new Repository(Environment.CurrentDirectory);

    /// <summary>The notebooks that a reader names, or all when none is named.</summary>
    /// <exception cref="UserException">A name is of none or of more than one, or there are no notebooks.</exception>
    public IReadOnlyList<string> Select(IReadOnlyList<string> names)
    {
        IReadOnlyList<string> paths = names.Count > 0 ? [.. names.Select(Resolve)] : Notebooks;
        return paths.Count > 0 ? paths : throw new UserException($"There is no notebook in {NotebooksFolder}: name one, or go into Descent Lab's folder.");
    }

    /// <summary>The notebook that a reader names: a file, or the beginning of a name in <c>notebooks/</c> (<c>01</c>).</summary>
    /// <exception cref="UserException">There is none, or more than one.</exception>
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
            [] => throw new UserException($"There is no notebook '{name}', neither as a file nor in {NotebooksFolder}. There are: {Names(Notebooks)}."),
            _ => throw new UserException($"'{name}' begins more than one notebook: {Names(matches)}."),
        };
    }

    private static IEnumerable<string> Markdown(string folder, SearchOption depth) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*.md", depth).Order(StringComparer.Ordinal) : [];

    private static string Names(IEnumerable<string> paths) =>
        string.Join(", ", paths.Select(Path.GetFileNameWithoutExtension)) is { Length: > 0 } names ? names : "none";

    /// <summary>The repository that a folder lies in; null when it lies in none.</summary>
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

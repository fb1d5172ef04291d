using System.Text;
using System.Text.RegularExpressions;

namespace DescentLab.Notebooks;

/// <summary>
/// The notebooks of a folder as one course: the map in its README and in its first notebook, and the links to the
/// notebooks before and after at the foot of each. All of it is derived from the notebooks, so a new one needs only its
/// metadata.
/// </summary>
public sealed partial class Course
{
    /// <summary>The id and tag of the markdown cell that links to the notebooks before and after.</summary>
    public const string Foot = "foot";

    /// <summary>The id of the markdown cell of notebook 00 that holds the map.</summary>
    public const string MapCell = "map";

    private readonly string folder;
    private readonly List<(NotebookDocument Document, CoursePage? Page)> notebooks;

    private Course(string folder, List<(NotebookDocument Document, CoursePage? Page)> notebooks) =>
        (this.folder, this.notebooks) = (folder, notebooks);

    /// <summary>The pages, in order.</summary>
    public IEnumerable<CoursePage> Pages => notebooks.Select(notebook => notebook.Page).OfType<CoursePage>();

    /// <summary>Reads the numbered notebooks of a folder; other files are ignored.</summary>
    /// <param name="folder">The folder; if it does not exist, the course has no notebooks.</param>
    public static Course Load(string folder)
    {
        var documents = Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.ipynb").Order(StringComparer.Ordinal).Select(Read).OfType<NotebookDocument>()
            : [];
        return new(folder, [.. documents.Where(document => CoursePage.NumberOf(document) is not null)
            .Select(document => (document, CoursePage.Of(document)))]);
    }

    /// <summary>Gets the map as markdown: a picture, a title, a sentence and the minutes for each notebook.</summary>
    public string Map()
    {
        var map = new StringBuilder("| Picture | Notebook |\n| --- | --- |");
        foreach (var page in Pages)
        {
            map.Append($"\n| <a href=\"{page.File}\"><img src=\"{PictureFile(page)}\" width=\"220\" alt=\"{InTable(Attribute(page.Title))}\"></a> ")
                .Append($"| **[{InTable(page.Title)}]({page.File})**<br>{InTable(page.Sentence)} *{page.Minutes} minutes.* |");
        }

        return map.ToString();
    }

    /// <summary>Lists what <see cref="Update"/> would change, and what is missing for it.</summary>
    public IReadOnlyList<RuleViolation> Check()
    {
        var faults = notebooks.Where(notebook => notebook.Page?.Picture is null).Select(notebook => new RuleViolation(
            notebook.Document.Name, null, $"its metadata must have \"{CoursePage.MetadataName}\" with a sentence, minutes, and "
                + "as picture the id of a cell that shows a figure with a saved image")).ToList();
        faults.AddRange(notebooks.Where(notebook => Cell(notebook.Document, Foot) is null).Select(notebook => new RuleViolation(
            notebook.Document.Name, null, $"its last cell must be markdown with the id and tag '{Foot}'; check --fix fills it in")));
        faults.AddRange(Changes().Select(change => new RuleViolation(change.Name, null, $"{change.What}: check --fix updates it")));
        if (File.Exists(Readme))
        {
            faults.AddRange(CheckLinks(Readme));
        }

        return faults;
    }

    /// <summary>Lists the broken relative links of a markdown file.</summary>
    /// <param name="path">The file.</param>
    public static IReadOnlyList<RuleViolation> CheckLinks(string path) =>
        [.. LinkRules.Check(path).Select(fault => new RuleViolation(Path.GetFileName(path), null, fault))];

    /// <summary>Updates the map, its pictures and the links at the foot of the notebooks.</summary>
    /// <returns>The names of the files that were written.</returns>
    public IReadOnlyList<string> Update()
    {
        var changes = Changes().ToList();
        changes.ForEach(change => change.Write());
        return [.. changes.Select(change => change.Name).Distinct()];
    }

    private static NotebookDocument? Read(string path)
    {
        try
        {
            return NotebookDocument.Load(path);
        }
        catch (NotebookFormatException)
        {
            return null;
        }
    }

    private string Readme => Path.Combine(folder, "README.md");

    private static string PictureFile(CoursePage page) => $"pictures/{page.Number}.png";

    // A bar, as in |x|, would end the column.
    private static string InTable(string text) => text.Replace("|", @"\|", StringComparison.Ordinal);

    private static string Attribute(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    private static NotebookCell? Cell(NotebookDocument document, string id) =>
        document.Cells.FirstOrDefault(cell => cell.Kind == CellKind.Markdown && cell.Id == id);

    private IEnumerable<(string Name, string What, Action Write)> Changes()
    {
        foreach (var page in Pages.Where(page => page.Picture is not null))
        {
            var path = Path.Combine(folder, PictureFile(page));
            if (!File.Exists(path) || !page.Picture!.Value.Span.SequenceEqual(File.ReadAllBytes(path)))
            {
                yield return (PictureFile(page), $"is not the picture that {page.File} shows", () =>
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    AtomicFile.WriteAllBytes(path, page.Picture!.Value.ToArray());
                });
            }
        }

        if (File.Exists(Readme) && File.ReadAllText(Readme) is var readme && WithMap(readme) is var withMap && withMap != readme)
        {
            yield return ("README.md", "its map of the notebooks is out of date", () => AtomicFile.WriteAllText(Readme, withMap));
        }

        var pages = Pages.ToList();
        foreach (var (document, page) in notebooks)
        {
            List<(NotebookCell Cell, string Text)> cells = [];
            if (page?.Number == "00" && Cell(document, MapCell) is { } map)
            {
                cells.Add((map, MapHeading + Map()));
            }

            if (page is not null && Cell(document, Foot) is { } foot)
            {
                cells.Add((foot, FootOf(pages, pages.IndexOf(page))));
            }

            if (cells.Exists(cell => cell.Cell.Source != cell.Text))
            {
                yield return (document.Name, "its links to other notebooks are out of date", () =>
                {
                    cells.ForEach(cell => cell.Cell.Source = cell.Text);
                    document.Save(document.Path!);
                });
            }
        }
    }

    private const string MapHeading = "## The map\n\n";

    private static string FootOf(List<CoursePage> pages, int i)
    {
        List<string> ways = [];
        if (i > 0)
        {
            ways.Add($"**Before:** [{pages[i - 1].Title}]({pages[i - 1].File})");
        }

        if (i < pages.Count - 1)
        {
            ways.Add($"**Next:** [{pages[i + 1].Title}]({pages[i + 1].File})");
        }

        if (i > 0 && pages[0].Number == "00")
        {
            ways.Add($"**Map:** [{pages[0].Title}]({pages[0].File})");
        }

        return "---\n\n" + string.Join("<br>\n", ways);
    }

    private string WithMap(string readme) => MapInReadme().Replace(readme, match => match.Groups[1].Value + "\n\n" + Map() + "\n\n" + match.Groups[2].Value);

    [GeneratedRegex("(<!-- map -->).*?(<!-- end of map -->)", RegexOptions.Singleline)]
    private static partial Regex MapInReadme();
}

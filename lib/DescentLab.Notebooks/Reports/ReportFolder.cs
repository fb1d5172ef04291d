using System.Net;
using System.Text;

namespace DescentLab.Notebooks;

/// <summary>A report that is written page by page, in any order, as the notebooks finish.</summary>
public sealed class ReportFolder
{
    private const string Credit =
        "<p class=\"credit\">A course of notebooks for the chapter <em>Gradient Descent</em> of Ronald T. Kneusel’s book "
        + "<a href=\"https://nostarch.com/math-deep-learning\" rel=\"noopener noreferrer\"><cite>Math for Deep Learning</cite></a> "
        + "(No Starch Press, 2022). Equations, figures and tables carry the chapter’s numbers.</p>";

    private readonly IReadOnlyList<NotebookDocument> documents;
    private readonly string folder;
    private readonly ReportOptions options;
    private readonly List<string> files;
    private readonly Dictionary<string, string> links;
    private readonly string?[] titles;
    private readonly Page?[] pages;

    /// <summary>Creates the folder and chooses the names of the pages, so that each can link to the others.</summary>
    /// <param name="documents">All notebooks of the report, in reading order, before they run.</param>
    /// <param name="folder">The folder for the files; created if it is missing. Files of the same names are replaced.</param>
    /// <param name="options">The options of the report; the defaults when null.</param>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    public ReportFolder(IReadOnlyList<NotebookDocument> documents, string folder, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        this.documents = documents;
        this.options = options ?? new ReportOptions();
        this.folder = Directory.CreateDirectory(folder).FullName;
        files = FileNames(documents);
        links = LinksByNotebook(documents, files);
        (titles, pages) = (new string?[documents.Count], new Page?[documents.Count]);
    }

    /// <summary>Writes one notebook's page.</summary>
    /// <param name="i">The index of the notebook.</param>
    /// <param name="entry">The notebook with its outputs, and the result of its run.</param>
    /// <returns>The full path of the page.</returns>
    /// <exception cref="IOException">The page cannot be written.</exception>
    public string WritePage(int i, ReportEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var page = NotebookPage.Of(entry.Document, options, links);
        titles[i] = page.Title;
        var path = Path.Combine(folder, files[i]);
        var neighbours = new Neighbours(Link(i - 1, "prev"), Link(i + 1, "next"));
        AtomicFile.WritePage(path, output => page.Write(output, neighbours));
        pages[i] = new Page(path, page.Title, page.Summary, page.Warnings, entry);
        return path;
    }

    /// <summary>Writes the index of the pages written so far.</summary>
    /// <returns>The paths of the files written, and the warnings.</returns>
    /// <exception cref="IOException">The index cannot be written.</exception>
    public ReportResult WriteIndex()
    {
        var written = pages.OfType<Page>().ToList();
        var index = Path.Combine(folder, "index.html");
        AtomicFile.WritePage(index, Encoding.UTF8.GetBytes(Index(written)));
        return new(index, [.. written.Select(page => page.Path)], [.. written.SelectMany(page => page.Warnings)]);
    }

    private string? Link(int i, string relation)
    {
        if (i < 0 || i >= files.Count)
        {
            return null;
        }

        titles[i] ??= NotebookPage.TitleOf(documents[i], options, links);
        return $"<a rel=\"{relation}\" href=\"{Uri.EscapeDataString(files[i])}\">{titles[i]}</a>";
    }

    private string Index(List<Page> written)
    {
        var list = new StringBuilder();
        foreach (var page in written)
        {
            var outcome = page.Entry.Outcome is { } text
                ? $"<p class=\"outcome{(page.Entry.Failed ? " failed" : "")}\">{(page.Entry.Failed ? "Failed: " : "")}{Encode(text)}</p>"
                : page.Entry.Failed ? "<p class=\"outcome failed\">Failed</p>" : "";
            var course = CoursePage.Of(page.Entry.Document);
            var summary = course is null ? page.Summary : Encode(course.Sentence);
            var href = Uri.EscapeDataString(Path.GetFileName(page.Path));
            list.Append("<li>")
                .Append(Picture(course, href))
                .Append("<div>")
                .Append(page.Entry.Section is { } section ? $"<p class=\"section\">{Encode(section)}</p>" : "")
                .Append($"<h2><a href=\"{href}\">{page.Title}</a></h2>")
                .Append(summary.Length > 0 ? $"<p class=\"summary\">{summary}</p>" : "")
                .Append(course is null ? "" : $"<p class=\"minutes\">{course.Minutes} minutes</p>")
                .Append(outcome)
                .AppendLine("</div></li>");
        }

        return ReportAssets.Fill(
            "index.html",
            ("policy", options.Trust ? "" : ContentPolicy.Element([])),
            ("collection", Encode(options.Title)),
            ("style", ReportAssets.Text("report.css") + ReportAssets.MathematicsStyle + ReportAssets.Text("mathematics.css")),
            ("credit", written.Exists(page => CoursePage.Of(page.Entry.Document) is not null) ? Credit : ""),
            ("notebooks", list.ToString()),
            ("count", written.Count == 1 ? "One notebook" : $"{written.Count} notebooks"));
    }

    // A notebook's picture also links to its page, but keyboard and screen reader see only the title.
    private static string Picture(CoursePage? page, string href) => page?.Picture is { } png
        ? $"<a class=\"thumb\" href=\"{href}\" tabindex=\"-1\" aria-hidden=\"true\"><img alt=\"\" src=\"data:image/png;base64,{Convert.ToBase64String(png.Span)}\"></a>"
        : "";

    // Two notebooks of the same name, from two folders, get two pages.
    private static List<string> FileNames(IReadOnlyList<NotebookDocument> documents)
    {
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "index" };
        var names = new List<string>(documents.Count);
        foreach (var document in documents)
        {
            var name = document.Name;
            for (var i = 2; !used.Add(name); i++)
            {
                name = $"{document.Name}-{i}";
            }

            names.Add(name + ".html");
        }

        return names;
    }

    private static Dictionary<string, string> LinksByNotebook(IReadOnlyList<NotebookDocument> documents, List<string> files)
    {
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < documents.Count; i++)
        {
            links.TryAdd(documents[i].FileName, Uri.EscapeDataString(files[i]));
        }

        return links;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>The data of a written page that the index needs.</summary>
    private sealed record Page(string Path, string Title, string Summary, IReadOnlyList<string> Warnings, ReportEntry Entry);
}

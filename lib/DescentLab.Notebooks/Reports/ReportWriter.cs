using System.Net;
using System.Text;

namespace DescentLab.Notebooks;

/// <summary>
/// Writes reports: one HTML file per notebook and an index, each complete in itself. They open from the disk with the
/// network off; the same notebooks give the same bytes.
/// </summary>
public static class ReportWriter
{
    /// <summary>Prepares, in the background, what the first report of a process needs most of a second for.</summary>
    public static Task WarmAsync() => Task.Run(TexTypesetter.Warm);

    /// <summary>Writes the pages and the index.</summary>
    /// <param name="entries">The notebooks, in reading order.</param>
    /// <param name="folder">Where the files go; it is made if it is missing. Files of the same names are replaced.</param>
    /// <param name="options">How the report is written; the defaults when null.</param>
    /// <returns>The paths of what was written, and the warnings.</returns>
    /// <exception cref="IOException">The folder or a file cannot be written.</exception>
    public static ReportResult Write(IReadOnlyList<ReportEntry> entries, string folder, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new ReportOptions();
        folder = Directory.CreateDirectory(folder).FullName;

        var files = FileNames(entries);
        var links = LinksByNotebook(entries, files);
        var pages = entries.Select(entry => NotebookPage.Of(entry.Document, options, links)).ToList();
        var paths = new List<string>(pages.Count);
        for (var i = 0; i < pages.Count; i++)
        {
            var neighbours = new Neighbours(Link(i - 1, "prev"), Link(i + 1, "next"));
            paths.Add(Path.Combine(folder, files[i]));
            AtomicFile.WriteAllText(paths[i], pages[i].ToHtml(neighbours));
        }

        var index = Path.Combine(folder, "index.html");
        AtomicFile.WriteAllText(index, Index(entries, pages, files, options));
        return new(index, paths, [.. pages.SelectMany(page => page.Warnings)]);

        string? Link(int i, string relation) =>
            i < 0 || i >= pages.Count ? null : $"<a rel=\"{relation}\" href=\"{Uri.EscapeDataString(files[i])}\">{pages[i].Title}</a>";
    }

    private static string Index(
        IReadOnlyList<ReportEntry> entries, List<NotebookPage> pages, List<string> files, ReportOptions options)
    {
        var list = new StringBuilder();
        for (var i = 0; i < pages.Count; i++)
        {
            var outcome = entries[i].Outcome is { } text
                ? $"<p class=\"outcome{(entries[i].Failed ? " failed" : "")}\">{(entries[i].Failed ? "Failed: " : "")}{Encode(text)}</p>"
                : entries[i].Failed ? "<p class=\"outcome failed\">Failed</p>" : "";
            list.Append("<li>")
                .Append(entries[i].Section is { } section ? $"<p class=\"section\">{Encode(section)}</p>" : "")
                .Append($"<h2><a href=\"{Uri.EscapeDataString(files[i])}\">{pages[i].Title}</a></h2>")
                .Append(pages[i].Summary.Length > 0 ? $"<p class=\"summary\">{pages[i].Summary}</p>" : "")
                .Append(outcome)
                .AppendLine("</li>");
        }

        return ReportAssets.Fill(
            "index.html",
            ("policy", options.Trust ? "" : ContentPolicy.Element([])),
            ("collection", Encode(options.Title)),
            ("style", ReportAssets.Text("report.css") + ReportAssets.MathematicsStyle + ReportAssets.Text("mathematics.css")),
            ("notebooks", list.ToString()),
            ("count", pages.Count == 1 ? "One notebook" : $"{pages.Count} notebooks"));
    }

    // Two notebooks of one name, from two folders, get two pages.
    private static List<string> FileNames(IReadOnlyList<ReportEntry> entries)
    {
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "index" };
        var names = new List<string>(entries.Count);
        foreach (var entry in entries)
        {
            var name = entry.Document.Name;
            for (var i = 2; !used.Add(name); i++)
            {
                name = $"{entry.Document.Name}-{i}";
            }

            names.Add(name + ".html");
        }

        return names;
    }

    private static Dictionary<string, string> LinksByNotebook(IReadOnlyList<ReportEntry> entries, List<string> files)
    {
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            links.TryAdd(entries[i].Document.Name + ".ipynb", Uri.EscapeDataString(files[i]));
        }

        return links;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DescentLab.Notebooks;

/// <summary>Checks that every relative link and picture in a notebook's prose points to an existing file, and to a heading in it.</summary>
internal static partial class LinkRules
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    /// <summary>Lists the broken links of a notebook.</summary>
    /// <param name="document">The notebook; only links inside it are checked when it has no path.</param>
    public static IEnumerable<RuleViolation> Check(NotebookDocument document)
    {
        var own = new Lazy<HashSet<string>>(() => Anchors(document));
        return from cell in document.Cells
               where cell.Kind == CellKind.Markdown
               from target in Targets(cell.Source)
               let fault = Fault(document.Path, target, own)
               where fault is not null
               select new RuleViolation(document.Name, cell.Id, fault);
    }

    /// <summary>Lists the broken links of a markdown file.</summary>
    /// <param name="path">The file.</param>
    public static IEnumerable<string> Check(string path)
    {
        var text = File.ReadAllText(path);
        var own = new Lazy<HashSet<string>>(() => Anchors([text]));
        return Targets(text).Select(target => Fault(path, target, own)).OfType<string>();
    }

    /// <summary>Whether a link points outside the folder: it has a scheme.</summary>
    public static bool IsExternal(string target) => Scheme().IsMatch(target) || target.StartsWith("//", StringComparison.Ordinal);

    private static List<string> Targets(string markdown)
    {
        var parsed = Markdown.Parse(markdown, Pipeline);
        var html = parsed.Descendants().Select(node => node switch
        {
            HtmlInline inline => inline.Tag,
            HtmlBlock block => block.Lines.ToString(),
            _ => "",
        });
        return
        [
            .. parsed.Descendants<LinkInline>().Select(link => link.Url ?? "")
                .Concat(html.SelectMany(tag => HtmlTarget().Matches(tag).Select(match => match.Groups[1].Value)))
                .Where(target => target.Length > 0 && !IsExternal(target))
                .Distinct(),
        ];
    }

    private static string? Fault(string? from, string target, Lazy<HashSet<string>> own)
    {
        var hash = target.IndexOf('#', StringComparison.Ordinal);
        // As in an address copied from a browser, the names may be in percent encoding.
        var (file, anchor) = hash < 0 ? (Uri.UnescapeDataString(target), "") : (Uri.UnescapeDataString(target[..hash]), Uri.UnescapeDataString(target[(hash + 1)..]));
        if (file.Length == 0)
        {
            return own.Value.Contains(anchor) ? null : $"the link '{target}' is broken: there is no such heading";
        }

        if (from is null)
        {
            return null;
        }

        // No file has the character 0 in its name, and .NET refuses it.
        var path = file.Contains('\0', StringComparison.Ordinal) ? "" : Path.GetFullPath(file, Path.GetDirectoryName(Path.GetFullPath(from))!);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            return $"the link '{target}' is broken: there is no file {file}";
        }

        if (anchor.Length == 0 || !path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return Anchors(NotebookDocument.Load(path)).Contains(anchor) ? null : $"the link '{target}' is broken: {file} has no such heading";
        }
        catch (NotebookFormatException e)
        {
            return $"the link '{target}' is broken: {e.Message}";
        }
    }

    private static HashSet<string> Anchors(NotebookDocument document) =>
        Anchors(document.Cells.Where(cell => cell.Kind == CellKind.Markdown).Select(cell => cell.Source));

    private static HashSet<string> Anchors(IEnumerable<string> texts)
    {
        var names = new AnchorNames();
        return [.. texts.SelectMany(text => Heading().Matches(text)).Select(match => names.For(match.Groups[1].Value))];
    }

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9+.-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex("(?:href|src)\\s*=\\s*[\"']([^\"']+)[\"']", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlTarget();

    [GeneratedRegex("^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}

using System.Text;

namespace DescentLab.Notebooks;

/// <summary>Writes the headings of a page as nested lists of links.</summary>
internal static class TableOfContents
{
    private const int Deepest = 3;

    /// <summary>Writes the navigation; empty when the page has fewer than two sections.</summary>
    /// <param name="headings">All headings of the page, in order; the title is left out.</param>
    public static string ToHtml(IReadOnlyList<Heading> headings)
    {
        var entries = headings
            .Where((heading, i) => heading.Level <= Deepest && !(i == 0 && heading.Level == 1))
            .ToList();
        if (entries.Count < 2)
        {
            return "";
        }

        var html = new StringBuilder("<nav class=\"toc\" aria-label=\"On this page\"><details open><summary>On this page</summary>");
        var open = new Stack<int>();
        foreach (var (level, anchor, text) in entries)
        {
            while (open.Count > 0 && open.Peek() > level)
            {
                html.Append("</li></ul>");
                open.Pop();
            }

            if (open.Count > 0 && open.Peek() == level)
            {
                html.Append("</li>");
            }
            else
            {
                // A deeper heading opens a list inside its parent's entry; so does the first heading.
                html.Append("<ul>");
                open.Push(level);
            }

            html.Append("<li><a href=\"#").Append(anchor).Append("\">").Append(text).Append("</a>");
        }

        foreach (var _ in open)
        {
            html.Append("</li></ul>");
        }

        return html.Append("</details></nav>").ToString();
    }
}

using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace DescentLab.Notebooks;

/// <summary>The HTML that a page writes around elements, or instead of them.</summary>
internal sealed class Frames
{
    private readonly Dictionary<INode, (string Before, string After)> around = [];
    private readonly Dictionary<INode, string> instead = [];
    private readonly HashSet<INode> bare = [];

    public void Around(IElement element, string before, string after) => around[element] = (before, after);

    public void Instead(IElement element, string html) => instead[element] = html;

    /// <summary>Leaves out the element's own tags.</summary>
    public void Bare(IElement element) => bare.Add(element);

    public (string Before, string After) Of(INode node) => around.GetValueOrDefault(node, ("", ""));

    public bool IsBare(INode node) => bare.Contains(node);

    public string? ReplacementOf(INode node) => instead.GetValueOrDefault(node);
}

/// <summary>
/// Writes a document tree as HTML, by the rules of the standard (section 13.3). AngleSharp's own serialiser searches the siblings of
/// every node and takes quadratic time; this one takes linear time and no recursion.
/// </summary>
internal static class HtmlText
{
    private static readonly HashSet<string> Void =
        ["area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta", "param", "source", "track", "wbr"];

    private static readonly HashSet<string> Raw = ["style", "script", "xmp", "iframe", "noembed", "noframes", "plaintext", "noscript"];

    /// <summary>Gets the HTML inside an element.</summary>
    /// <param name="element">The element; its own tags are left out.</param>
    /// <param name="frames">The HTML around or instead of its descendants; may be null.</param>
    /// <param name="asTitle">Whether to leave out styles, and links around their content: the HTML is shown elsewhere too.</param>
    public static string Inside(INode element, Frames? frames = null, bool asTitle = false)
    {
        var html = new StringBuilder();
        Write(html, element, frames, asTitle, _ => { });
        return html.ToString();
    }

    /// <summary>Writes the HTML inside an element, in pieces.</summary>
    public static void Write(HtmlParts parts, INode element, Frames frames) =>
        Write(new StringBuilder(), element, frames, asTitle: false, html =>
        {
            foreach (var chunk in html.GetChunks())
            {
                parts.Add(chunk.Span);
            }

            html.Clear();
        });

    private static void Write(StringBuilder html, INode element, Frames? frames, bool asTitle, Action<StringBuilder> written)
    {
        var open = new Stack<(INode Node, INodeList Children, int Next, string End)>();
        open.Push((element, Children(element), 0, ""));
        while (open.TryPop(out var at))
        {
            if (at.Next == at.Children.Length)
            {
                html.Append(at.End);
                written(html);
                continue;
            }

            var node = at.Children[at.Next];
            open.Push(at with { Next = at.Next + 1 });
            if (frames?.ReplacementOf(node) is { } other)
            {
                html.Append(other);
            }
            else if (node is IElement child)
            {
                var (before, after) = frames?.Of(child) ?? ("", "");
                var isBare = (asTitle && child.LocalName == "a") || frames?.IsBare(child) == true;
                html.Append(before);
                if (!isBare)
                {
                    Open(html, child, asTitle);
                }

                if (IsVoid(child))
                {
                    html.Append(after);
                }
                else
                {
                    open.Push((child, Children(child), 0, (isBare ? "" : $"</{child.LocalName}>") + after));
                }
            }
            else if (node is IText text)
            {
                Append(html, text.Data, at.Node, isFirst: at.Next == 0);
            }
            else if (node is IComment comment)
            {
                html.Append("<!--").Append(comment.Data).Append("-->");
            }
        }

        written(html);
    }

    private static INodeList Children(INode node) => node is IHtmlTemplateElement template ? template.Content.ChildNodes : node.ChildNodes;

    private static bool IsVoid(IElement element) => element is IHtmlElement && Void.Contains(element.LocalName);

    private static void Open(StringBuilder html, IElement element, bool asTitle)
    {
        html.Append('<').Append(element.LocalName);
        foreach (var attribute in element.Attributes.Where(attribute => !asTitle || attribute.Name != "style"))
        {
            html.Append(' ').Append(attribute.Name).Append("=\"");
            Escape(html, attribute.Value, quotes: true);
            html.Append('"');
        }

        html.Append('>');
    }

    private static void Append(StringBuilder html, string text, INode parent, bool isFirst)
    {
        var name = (parent as IHtmlElement)?.LocalName ?? "";
        if (Raw.Contains(name))
        {
            html.Append(text);
            return;
        }

        if (isFirst && name is "pre" or "textarea" or "listing" && text.StartsWith('\n'))
        {
            html.Append('\n'); // the first line feed after the tag is not part of the text
        }

        Escape(html, text, quotes: false);
    }

    private static void Escape(StringBuilder html, string text, bool quotes)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '\u00A0' => html.Append("&nbsp;"),
                '"' when quotes => html.Append("&quot;"),
                _ => html.Append(c),
            };
        }
    }
}

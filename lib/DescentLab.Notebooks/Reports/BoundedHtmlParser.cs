using AngleSharp;
using AngleSharp.Css.Parser;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace DescentLab.Notebooks;

/// <summary>
/// Parses HTML, with the limit on depth that browsers have. The standard's algorithm searches all open elements at
/// every tag, and copies open formatting (<c>b</c>, <c>font</c>) into every block: without a limit, a small text makes a huge tree.
/// </summary>
internal static class BoundedHtmlParser
{
    private const int Deepest = 256;

    // An element takes 2 KB here, and more in a browser; a text, ten times its size.
    private const int MostTags = 400_000;
    private const int LongestText = 10_000_000;

    private static readonly IConfiguration Css = Configuration.Default.WithCss(new CssParserOptions
    {
        IsIncludingUnknownDeclarations = true,
        IsIncludingUnknownRules = true,
        IsToleratingInvalidSelectors = true,
    });

    /// <summary>Requires a length that a page can have.</summary>
    /// <exception cref="TooDeepException">It is longer.</exception>
    public static void RequireLength(int length)
    {
        if (length > LongestText)
        {
            throw new TooDeepException($"it has {length:N0} characters, and HTML in a report can have {LongestText:N0}");
        }
    }

    /// <exception cref="TooDeepException">The tree would be too deep, much larger than its text, or larger than a page can be.</exception>
    public static IHtmlDocument Parse(string html)
    {
        RequireLength(html.Length);
        var tags = html.AsSpan().Count('<');
        if (tags > MostTags)
        {
            throw new TooDeepException($"it has {tags:N0} tags, and HTML in a report can have {MostTags:N0}");
        }

        var depths = new Dictionary<INode, int>(ReferenceEqualityComparer.Instance);
        IElement? last = null;
        var left = 100 + (4 * tags);
        // With CSS, because the cleaner checks style attributes.
        var context = BrowsingContext.New(Css);
        // With a body from the start: a frameset that comes first would take its place.
        return new HtmlParser(new HtmlParserOptions { OnCreated = (element, _) => Note(element) }, context).ParseDocument($"<body>{html}");

        // An element gets its parent only after its creation, so it is checked when the next one is created.
        void Note(IElement element)
        {
            if (last?.Parent is { } parent)
            {
                var depth = depths[last] = depths.GetValueOrDefault(parent) + 1;
                if (depth > Deepest || --left < 0)
                {
                    throw new TooDeepException();
                }
            }

            last = element;
        }
    }
}

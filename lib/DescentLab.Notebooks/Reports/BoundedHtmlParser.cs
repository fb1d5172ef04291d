using AngleSharp;
using AngleSharp.Css.Parser;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace DescentLab.Notebooks;

/// <summary>
/// Parses HTML whose tree is no deeper than browsers make it. The standard's algorithm looks through all open elements at
/// every tag, and copies open formatting (<c>b</c>, <c>font</c>) into every block: without a bound, a small text makes a huge tree.
/// </summary>
internal static class BoundedHtmlParser
{
    private const int Deepest = 256;

    private static readonly IConfiguration Css = Configuration.Default.WithCss(new CssParserOptions
    {
        IsIncludingUnknownDeclarations = true,
        IsIncludingUnknownRules = true,
        IsToleratingInvalidSelectors = true,
    });

    /// <exception cref="TooDeepException">The tree would be too deep, or much larger than its text.</exception>
    public static IHtmlDocument Parse(string html)
    {
        var depths = new Dictionary<INode, int>(ReferenceEqualityComparer.Instance);
        IElement? last = null;
        var left = 100 + (4 * html.AsSpan().Count('<'));
        // With CSS, or the cleaner could not look into style attributes.
        var context = BrowsingContext.New(Css);
        return new HtmlParser(new HtmlParserOptions { OnCreated = (element, _) => Note(element) }, context).ParseDocument(html);

        // An element has its parent only after it is made: when the next one is.
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

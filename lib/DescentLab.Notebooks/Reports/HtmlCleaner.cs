using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using Ganss.Xss;

namespace DescentLab.Notebooks;

/// <summary>Removes everything from untrusted HTML that could run, load, submit or cover the page.</summary>
internal static partial class HtmlCleaner
{
    // The only class of markdown that becomes HTML here; those of the page's parts are added after the cleaning.
    private const string Equation = "equation";

    private static readonly HtmlSanitizer Sanitizer = Create();

    /// <summary>Parses a fragment into a document's body.</summary>
    /// <param name="html">Any HTML.</param>
    /// <param name="trust">Whether to keep everything.</param>
    /// <exception cref="TooDeepException">The HTML is nested too deeply.</exception>
    public static IHtmlDocument Parse(string html, bool trust)
    {
        var document = BoundedHtmlParser.Parse(html);
        return trust ? document : Sanitizer.SanitizeDom(document);
    }

    private static HtmlSanitizer Create()
    {
        var sanitizer = new HtmlSanitizer();
        foreach (var tag in (string[])["form", "input", "button", "select", "option", "optgroup", "textarea", "datalist",
            "output", "keygen", "isindex", "fieldset", "legend", "label", "main", "header", "footer", "nav", "aside", "area", "map"])
        {
            sanitizer.AllowedTags.Remove(tag);
        }

        foreach (var tag in (string[])["x-part", "details", "summary", "mark", "figure", "figcaption"])
        {
            sanitizer.AllowedTags.Add(tag);
        }

        // No ids or names: they could imitate parts of the page. The report assigns the ids of headings.
        foreach (var attribute in (string[])["id", "name", "for", "action", "background", "accesskey", "tabindex", "usemap"])
        {
            sanitizer.AllowedAttributes.Remove(attribute);
        }

        foreach (var attribute in (string[])["n", "class", "scope", "open"])
        {
            sanitizer.AllowedAttributes.Add(attribute);
        }

        // The style sheet is the page's: its classes place links, buttons and contents over the text.
        sanitizer.AllowedClasses.Add(Equation);

        // Nothing that loads a file or is positioned outside the text.
        foreach (var property in sanitizer.AllowedCssProperties.Where(LoadsOrFloats).ToArray())
        {
            sanitizer.AllowedCssProperties.Remove(property);
        }

        sanitizer.DisallowCssPropertyValue = NegativeOrComputed();
        sanitizer.AllowedAtRules.Clear();
        sanitizer.AllowedSchemes.Add("mailto");
        sanitizer.AllowedSchemes.Add("data");
        sanitizer.AllowedSchemes.Add("attachment");
        sanitizer.FilterUrl += (_, e) => e.SanitizedUrl = IsAllowed(e.Tag.LocalName, e.OriginalUrl) ? e.SanitizedUrl : null;
        return sanitizer;
    }

    // A negative margin moves a text over the ones before it, with all that is in it. Of the functions, only colours are not computed.
    [GeneratedRegex(@"[<>]|(?<![\w.])-[\d.]|\b(?!(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\()[\w-]+\(")]
    private static partial Regex NegativeOrComputed();

    private static bool LoadsOrFloats(string property) =>
        property is "position" or "z-index" or "content" or "cursor" or "transform" or "inset" or "top" or "left" or "right"
            or "bottom" or "all"
        || property.Contains("image", StringComparison.Ordinal)
        || property.StartsWith("animation", StringComparison.Ordinal)
        || property is "background" or "list-style" or "border-image" or "filter" or "mask" or "clip-path";

    // A link may have any target except a script; a picture must be in the notebook or in its folder.
    private static bool IsAllowed(string tag, string url) =>
        url.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? tag == "img" && url.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase)
            : tag is "a" or "img";
}

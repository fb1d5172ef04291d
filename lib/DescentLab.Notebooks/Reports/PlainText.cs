using System.Net;
using System.Text.RegularExpressions;

namespace DescentLab.Notebooks;

/// <summary>Text without the tags of its HTML.</summary>
internal static partial class PlainText
{
    /// <summary>The text between the tags, entities decoded, white space as single blanks.</summary>
    public static string Of(string html) =>
        WhiteSpace().Replace(WebUtility.HtmlDecode(Tag().Replace(html, " ")), " ").Trim();

    [GeneratedRegex(@"</?[a-zA-Z!][^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}

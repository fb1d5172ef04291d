using System.Net;
using System.Text.RegularExpressions;

namespace DescentLab.Notebooks;

/// <summary>Converts HTML to plain text.</summary>
internal static partial class PlainText
{
    /// <summary>Gets the text between the tags, with entities decoded and white space as single blanks.</summary>
    public static string Of(string html) =>
        WhiteSpace().Replace(WebUtility.HtmlDecode(Tag().Replace(html, " ")), " ").Trim();

    [GeneratedRegex(@"</?[a-zA-Z!][^<>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}

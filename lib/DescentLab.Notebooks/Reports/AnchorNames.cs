using System.Text;

namespace DescentLab.Notebooks;

/// <summary>Makes the anchors of a page: readable, as GitHub makes them, and each only once.</summary>
internal sealed class AnchorNames
{
    private readonly HashSet<string> used = new(StringComparer.Ordinal) { "main" };

    /// <summary>An unused anchor for a heading.</summary>
    /// <param name="text">The heading's text.</param>
    public string For(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var c in text.Trim())
        {
            if (char.IsLetterOrDigit(c) || c == '_')
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if ((char.IsWhiteSpace(c) || c == '-') && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var stem = slug.ToString().TrimEnd('-') is { Length: > 0 } name ? name : "section";
        var anchor = stem;
        for (var i = 2; !used.Add(anchor); i++)
        {
            anchor = $"{stem}-{i}";
        }

        return anchor;
    }
}

using System.Text;

namespace DescentLab.Notebooks;

/// <summary>Creates the anchors of a page: readable, as on GitHub, and unique.</summary>
internal sealed class AnchorNames
{
    private readonly HashSet<string> used = new(StringComparer.Ordinal) { "main" };
    private readonly Dictionary<string, int> next = new(StringComparer.Ordinal);

    /// <summary>Gets an unused anchor for a heading.</summary>
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
        while (!used.Add(anchor))
        {
            // Continues from the number of the last heading with this text: sixteen thousand equal headings take linear time.
            var number = next[stem] = next.GetValueOrDefault(stem, 1) + 1;
            anchor = $"{stem}-{number}";
        }

        return anchor;
    }
}

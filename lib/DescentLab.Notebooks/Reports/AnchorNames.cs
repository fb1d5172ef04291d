using System.Text;

namespace DescentLab.Notebooks;

/// <summary>Makes the anchors of a page: readable, as GitHub makes them, and each only once.</summary>
internal sealed class AnchorNames
{
    private readonly HashSet<string> used = new(StringComparer.Ordinal) { "main" };
    private readonly Dictionary<string, int> next = new(StringComparer.Ordinal);

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
        while (!used.Add(anchor))
        {
            // Goes on where the last heading of this text has stopped: sixteen thousand alike are no work.
            var number = next[stem] = next.GetValueOrDefault(stem, 1) + 1;
            anchor = $"{stem}-{number}";
        }

        return anchor;
    }
}

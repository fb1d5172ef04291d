using Markdig.Syntax;

namespace DescentLab.Notebooks;

/// <summary>
/// Finds the ends of formulas. The last search is cached: a text of ten thousand opening marks and one closing mark at its end,
/// or none, is searched once.
/// </summary>
internal static class ClosingMarks
{
    private static readonly object Key = new();

    /// <summary>Finds the first closing mark in a part of a text; −1 when there is none.</summary>
    /// <param name="document">The text's document, which holds the cache.</param>
    /// <param name="mark">For example <c>\]</c>.</param>
    /// <param name="text">The text.</param>
    /// <param name="start">The first character of the part.</param>
    /// <param name="end">The last character of the part.</param>
    public static int Find(MarkdownDocument document, string mark, string text, int start, int end)
    {
        if (document.GetData(Key) is not Dictionary<string, Search> searches)
        {
            document.SetData(Key, searches = []);
        }

        if (!searches.TryGetValue(mark, out var last) || !ReferenceEquals(last.Text, text) || start < last.From || (start > last.Found && last.Found >= 0))
        {
            searches[mark] = last = new Search(text, start, text.IndexOf(mark, Math.Min(start, text.Length), StringComparison.Ordinal));
        }

        return last.Found >= 0 && last.Found + mark.Length - 1 <= end ? last.Found : -1;
    }

    private sealed record Search(string Text, int From, int Found);
}

namespace DescentLab.Notebooks;

/// <summary>The beginning of a text that is too long to show.</summary>
internal static class Excerpt
{
    /// <summary>The text; of a longer one the first characters, and "…".</summary>
    public static string Of(string text, int most) => text.Length <= most ? text : text[..TextPiece.Length(text, most)] + "…";
}

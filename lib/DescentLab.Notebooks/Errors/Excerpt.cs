namespace DescentLab.Notebooks;

/// <summary>The beginning of a text that is too long to show.</summary>
internal static class Excerpt
{
    /// <summary>The text; of a longer one the first characters, and "…". An emoji is not cut in half: half of one is no text.</summary>
    public static string Of(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…";
}

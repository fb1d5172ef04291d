namespace DescentLab.Notebooks;

/// <summary>Cuts a long text into pieces.</summary>
internal static class TextPiece
{
    /// <summary>The length of the first piece: at most so many characters, and no emoji cut in half, for half of one is no text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The longest piece, 2 or more.</param>
    public static int Length(ReadOnlySpan<char> text, int most) =>
        text.Length <= most ? text.Length : char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
}

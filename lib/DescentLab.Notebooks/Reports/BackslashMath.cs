using Markdig.Extensions.Mathematics;
using Markdig.Helpers;
using Markdig.Parsers;

namespace DescentLab.Notebooks;

/// <summary>Parses the formulas <c>\( … \)</c> and <c>\[ … \]</c> inside a paragraph.</summary>
internal sealed class BackslashMath : InlineParser
{
    /// <summary>Creates the parser, which must come before the one for backslash escapes.</summary>
    public BackslashMath() => OpeningCharacters = ['\\'];

    /// <inheritdoc/>
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var close = slice.PeekChar() switch { '(' => @"\)", '[' => @"\]", _ => null };
        if (close is null)
        {
            return false;
        }

        var start = slice.Start + 2;
        var end = ClosingMarks.Find(processor.Document, close, slice.Text, start, slice.End);
        if (end < 0)
        {
            return false;
        }

        processor.Inline = new MathInline
        {
            Delimiter = '$',
            DelimiterCount = close == @"\]" ? 2 : 1,
            Content = new StringSlice(slice.Text, start, end - 1),
        };
        slice.Start = end + 2;
        return true;
    }
}

using Markdig.Extensions.Mathematics;
using Markdig.Helpers;
using Markdig.Parsers;

namespace DescentLab.Notebooks;

/// <summary>
/// Parses the formulas <c>$ … $</c> of a paragraph, even across a line break: an editor may break a line there,
/// and Jupyter typesets them. Markdig's own parser ends at the line's end.
/// </summary>
internal sealed class DollarMath : MathInlineParser
{
    /// <inheritdoc/>
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var start = slice;
        if (base.Match(processor, ref slice))
        {
            return true;
        }

        slice = start;
        var close = slice.Text.IndexOf('$', slice.Start + 1, slice.End - slice.Start);
        if (close < 0 || char.IsLetterOrDigit(slice.PeekCharExtra(-1)) || slice.PeekChar() is '$' || char.IsWhiteSpace(slice.PeekChar())
            || char.IsWhiteSpace(slice.Text[close - 1]) || (close < slice.End && char.IsDigit(slice.Text[close + 1]))
            || slice.Text.AsSpan(slice.Start, close - slice.Start).Count('\n') != 1)
        {
            return false; // usually amounts of money
        }

        processor.Inline = new MathInline
        {
            Delimiter = '$',
            DelimiterCount = 1,
            Content = new StringSlice(slice.Text, slice.Start + 1, close - 1),
        };
        slice.Start = close + 1;
        return true;
    }
}

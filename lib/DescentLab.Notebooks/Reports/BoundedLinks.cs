using Markdig.Extensions.AutoLinks;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;

namespace DescentLab.Notebooks;

/// <summary>
/// Links whose address has a sensible length. Markdig reads an address up to its closing bracket, and from every
/// <c>](</c> anew: without a bound, a text of nothing else takes quadratic time.
/// </summary>
internal sealed class BoundedLinks : LinkInlineParser
{
    private const int LongestAddress = 4096;
    private const int DeepestBrackets = 32; // as CommonMark recommends

    /// <exception cref="TooDeepException">The address goes on without an end.</exception>
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (slice.CurrentChar == ']' && slice.PeekChar() == '(')
        {
            Require(slice.Text.AsSpan(slice.Start + 2, slice.End - slice.Start - 1));
        }

        return base.Match(processor, ref slice);
    }

    private static void Require(ReadOnlySpan<char> rest)
    {
        // A picture may lie in its address, as base64.
        var longest = rest.StartsWith("data:") ? rest.Length : Math.Min(rest.Length, LongestAddress);
        var depth = 1;
        for (var i = 0; i < longest && !char.IsWhiteSpace(rest[i]); i++)
        {
            depth += rest[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                return;
            }

            if (depth > DeepestBrackets || i == LongestAddress - 1 && longest == LongestAddress)
            {
                throw new TooDeepException();
            }
        }
    }
}

/// <summary>
/// Bare addresses (<c>http://…</c>) as links, as many as a text may sensibly have; those behind stay text. Markdig looks through
/// all that came before at each of them.
/// </summary>
internal sealed class BoundedAutoLinks(AutoLinkOptions options) : AutoLinkParser(options)
{
    private const int Most = 500;

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var made = processor.Document.GetData(this) as int? ?? 0;
        if (made >= Most || !base.Match(processor, ref slice))
        {
            return false;
        }

        processor.Document.SetData(this, made + 1);
        return true;
    }
}

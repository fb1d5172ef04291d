using Markdig.Extensions.AutoLinks;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;

namespace DescentLab.Notebooks;

/// <summary>
/// Parses links with an address of limited length. Markdig reads an address up to its closing bracket, again from every
/// <c>](</c> : without a limit, a text of nothing else takes quadratic time.
/// </summary>
internal sealed class BoundedLinks : LinkInlineParser
{
    private const int LongestAddress = 4096;
    private const int DeepestBrackets = 32; // as CommonMark recommends

    /// <exception cref="TooDeepException">The address is too long.</exception>
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
        // The address may contain a picture, as base64.
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
/// Parses bare addresses (<c>http://…</c>) as links, up to a limit; the rest stay text. Markdig searches
/// all the text before each of them.
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

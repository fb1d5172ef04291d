using System.Buffers;
using System.Net;
using System.Text;

namespace DescentLab.Notebooks;

/// <summary>
/// HTML that grows at its end, as UTF-8 in pieces: half the size of a string, and never joined or copied. With strings, every
/// element around an output of 40 MB would cost another 80 MB.
/// </summary>
internal sealed class HtmlParts
{
    private const int PieceSize = 1 << 15;

    private readonly List<ReadOnlyMemory<byte>> parts = [];
    private readonly ArrayBufferWriter<byte> last = new();

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => parts.Count == 0 && last.WrittenCount == 0;

    /// <summary>Adds HTML.</summary>
    public void Add(ReadOnlySpan<char> html)
    {
        while (!html.IsEmpty)
        {
            var piece = Piece(html);
            Encoding.UTF8.GetBytes(piece, last);
            html = html[piece.Length..];
            if (last.WrittenCount >= PieceSize)
            {
                Close();
            }
        }
    }

    /// <summary>Adds text, with its special characters as entities.</summary>
    public void AddText(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var piece = Piece(text);
            Add(WebUtility.HtmlEncode(piece.ToString()));
            text = text[piece.Length..];
        }
    }

    /// <summary>Adds other parts, which must not change afterwards.</summary>
    public void Add(HtmlParts others)
    {
        Close();
        others.Close();
        parts.AddRange(others.parts);
    }

    /// <summary>Writes the HTML.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        Close();
        parts.ForEach(part => output.Write(part.Span));
    }

    /// <summary>Gets the HTML.</summary>
    public override string ToString()
    {
        var all = new ArrayBufferWriter<byte>();
        WriteTo(all);
        return Encoding.UTF8.GetString(all.WrittenSpan);
    }

    private void Close()
    {
        if (last.WrittenCount > 0)
        {
            parts.Add(last.WrittenSpan.ToArray());
            last.ResetWrittenCount();
        }
    }

    private static ReadOnlySpan<char> Piece(ReadOnlySpan<char> text) => text[..TextPiece.Length(text, PieceSize)];
}

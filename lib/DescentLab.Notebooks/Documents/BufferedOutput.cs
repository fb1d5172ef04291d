using System.Buffers;

namespace DescentLab.Notebooks;

/// <summary>Passes on the bytes written to it in pieces, so that a large notebook is never in memory at once.</summary>
/// <param name="take">Receives a piece; the memory is reused afterwards.</param>
internal sealed class BufferedOutput(Action<ReadOnlyMemory<byte>> take) : IBufferWriter<byte>
{
    private const int PieceSize = 1 << 16;

    private byte[] buffer = new byte[PieceSize];
    private int filled;

    public void Advance(int count) => filled += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (buffer.Length - filled < Math.Max(sizeHint, 1))
        {
            Flush();
            if (buffer.Length < sizeHint)
            {
                buffer = new byte[sizeHint];
            }
        }

        return buffer.AsMemory(filled);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Passes on the remaining bytes.</summary>
    public void Flush()
    {
        take(buffer.AsMemory(0, filled));
        filled = 0;
    }
}

using System.Buffers;

namespace DescentLab.Notebooks;

/// <summary>Hands on what is written to it, in pieces; a large notebook is never in memory as a whole.</summary>
/// <param name="take">Takes a piece; it is not kept.</param>
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

    /// <summary>Hands on what is left.</summary>
    public void Flush()
    {
        take(buffer.AsMemory(0, filled));
        filled = 0;
    }
}

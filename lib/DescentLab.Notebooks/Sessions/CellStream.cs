using System.Text;

namespace DescentLab.Notebooks;

/// <summary>The standard output or error of a cell as a stream of UTF-8 text.</summary>
/// <param name="opened">The cell that opened it; a later cell that writes to it gets the text itself.</param>
/// <param name="name">The output's name.</param>
internal sealed class CellStream(RunningCell opened, string name) : Stream
{
    // A character may be divided between two writes.
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var text = new char[Encoding.UTF8.GetMaxCharCount(buffer.Length)];
        var count = decoder.GetChars(buffer, text, flush: false);
        (RunningCell.Current ?? opened).Write(name, new string(text, 0, count));
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

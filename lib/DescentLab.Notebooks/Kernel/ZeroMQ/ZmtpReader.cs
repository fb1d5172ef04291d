using System.Buffers.Binary;
using System.Text;

namespace DescentLab.Notebooks;

/// <summary>Reads what a client sends by ZMTP 3. Every length is checked before anything is stored.</summary>
/// <param name="stream">The bytes of one connection.</param>
internal sealed class ZmtpReader(Stream stream)
{
    /// <summary>The largest message, 64 MB with all its frames.</summary>
    public const int LargestMessage = 64 << 20;

    /// <summary>The largest command; those of a handshake have about 50 bytes.</summary>
    private const int LargestCommand = 1024;

    /// <summary>What an empty frame counts: a message of millions of them is too large as well.</summary>
    private const int FrameOverhead = 64;

    /// <summary>A long frame is read in portions, as its bytes arrive: a length alone must not reserve memory.</summary>
    private const int Portion = 64 << 10;

    private const int PingTimeToLive = 2;
    private const int LongestContext = 16;
    private const int LongestIdentity = 255;

    private static ReadOnlySpan<byte> ReadyName => "\x05READY"u8;

    private static ReadOnlySpan<byte> PingName => "\x04PING"u8;

    /// <summary>Reads the handshake.</summary>
    /// <returns>The identity that the client has chosen; empty if none.</returns>
    /// <exception cref="InvalidDataException">It is not ZMTP 3 with the mechanism NULL.</exception>
    /// <exception cref="EndOfStreamException">The client is gone.</exception>
    public byte[] ReadHandshake()
    {
        Require(stream.ReadByte() == 0xFF, "it does not begin as ZeroMQ does");
        var greeting = Read(Zmtp.GreetingLength - 1);
        Require(greeting[8] == 0x7F && greeting[9] >= 3, "its version is older than 3.0");
        Require(greeting.AsSpan(11, Zmtp.Mechanism.Length).SequenceEqual(Zmtp.Mechanism), "it asks for encryption");
        var (flags, ready) = ReadFrame(LargestCommand);
        Require(flags == Zmtp.Command && ready.AsSpan().StartsWith(ReadyName), "its handshake does not end in READY");
        return Identity(ready.AsSpan(ReadyName.Length));
    }

    /// <summary>Reads the next message, and answers the commands before it.</summary>
    /// <param name="answer">Gets the encoded answer to a PING.</param>
    /// <exception cref="InvalidDataException">The bytes are not a frame, or the message is too large.</exception>
    /// <exception cref="EndOfStreamException">The client is gone.</exception>
    public IReadOnlyList<byte[]> ReadMessage(Action<byte[]> answer)
    {
        var message = new List<byte[]>();
        var left = LargestMessage;
        while (true)
        {
            var (flags, body) = ReadFrame(left);
            if ((flags & Zmtp.Command) == 0)
            {
                left -= body.Length + FrameOverhead;
                message.Add(body);
                if ((flags & Zmtp.More) == 0)
                {
                    return message;
                }
            }
            else if (body.AsSpan().StartsWith(PingName))
            {
                var context = body.AsSpan(PingName.Length);
                Require(context.Length is >= PingTimeToLive and <= PingTimeToLive + LongestContext, "a PING has a wrong length");
                answer(Zmtp.Pong(context[PingTimeToLive..]));
            }
        }
    }

    private (byte Flags, byte[] Body) ReadFrame(int largest)
    {
        var flags = Read(1)[0];
        Require((flags & ~(Zmtp.More | Zmtp.Long | Zmtp.Command)) == 0, "a frame has unknown flags");
        var isCommand = (flags & Zmtp.Command) != 0;
        Require(!isCommand || (flags & Zmtp.More) == 0, "a command has several frames");
        var length = (flags & Zmtp.Long) == 0 ? Read(1)[0] : BinaryPrimitives.ReadInt64BigEndian(Read(sizeof(long)));
        Require(length >= 0 && length <= (isCommand ? LargestCommand : largest), "a frame or its message is too large");
        return (flags, Read((int)length));
    }

    // Properties: name length (1) | name | value length (4) | value.
    private static byte[] Identity(ReadOnlySpan<byte> properties)
    {
        byte[] identity = [];
        while (!properties.IsEmpty)
        {
            var name = Take(ref properties, Take(ref properties, 1)[0]);
            var value = Take(ref properties, BinaryPrimitives.ReadUInt32BigEndian(Take(ref properties, sizeof(uint))));
            // The names are compared without regard to case.
            if (Ascii.EqualsIgnoreCase(name, "Identity"u8))
            {
                Require(value.Length <= LongestIdentity, "its identity is longer than 255 bytes");
                identity = value.ToArray();
            }
        }

        return identity;

        static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, uint count)
        {
            Require(count <= bytes.Length, "a property of READY is cut off");
            var taken = bytes[..(int)count];
            bytes = bytes[(int)count..];
            return taken;
        }
    }

    private byte[] Read(int length)
    {
        var bytes = new byte[Math.Min(length, Portion)];
        stream.ReadExactly(bytes);
        while (bytes.Length < length)
        {
            var read = bytes.Length;
            Array.Resize(ref bytes, Math.Min(length, 2 * read));
            stream.ReadExactly(bytes.AsSpan(read));
        }

        return bytes;
    }

    private static void Require(bool condition, string fault)
    {
        if (!condition)
        {
            throw new InvalidDataException($"The client is not one of Jupyter: {fault}.");
        }
    }
}

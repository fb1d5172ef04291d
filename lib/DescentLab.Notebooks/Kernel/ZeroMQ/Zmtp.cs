using System.Buffers.Binary;
using System.Text;

namespace DescentLab.Notebooks;

/// <summary>The bytes that a server sends by ZMTP 3.0, the protocol of ZeroMQ on TCP, without encryption (the mechanism NULL).</summary>
/// <remarks>See https://rfc.zeromq.org/spec/23/. The messages of Jupyter are signed, so the protocol itself needs no security.</remarks>
internal static class Zmtp
{
    public const int GreetingLength = 64;

    /// <summary>More frames of the same message follow.</summary>
    public const byte More = 1;

    /// <summary>The length has eight bytes, not one.</summary>
    public const byte Long = 2;

    /// <summary>The frame is a command to the other side, not part of a message.</summary>
    public const byte Command = 4;

    /// <summary>The name of the mechanism, padded to its 20 bytes.</summary>
    public static ReadOnlySpan<byte> Mechanism => "NULL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"u8;

    /// <summary>Gets the first bytes of a connection: <c>signature (10) | version 3.0 (2) | mechanism (20) | server or not (1) | zeros (31)</c>.</summary>
    public static byte[] Greeting()
    {
        var greeting = new byte[GreetingLength];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        Mechanism.CopyTo(greeting.AsSpan(12));
        return greeting;
    }

    /// <summary>Encodes the command that ends the handshake.</summary>
    /// <param name="socketType">For example <c>ROUTER</c>.</param>
    public static byte[] Ready(string socketType)
    {
        var type = Encoding.ASCII.GetBytes(socketType);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, type.Length);
        return Frame([5, .. "READY"u8, 11, .. "Socket-Type"u8, .. length, .. type], Command);
    }

    /// <summary>Encodes the answer to a PING, whose context it repeats.</summary>
    public static byte[] Pong(ReadOnlySpan<byte> context) => Frame([4, .. "PONG"u8, .. context], Command);

    /// <summary>Encodes a message of several frames.</summary>
    public static byte[] Encode(IReadOnlyList<byte[]> message)
    {
        using var encoded = new MemoryStream(message.Sum(body => body.Length + HeaderLength(body)));
        for (var i = 0; i < message.Count; i++)
        {
            Write(encoded, message[i], i < message.Count - 1 ? More : (byte)0);
        }

        return encoded.GetBuffer();
    }

    private static byte[] Frame(byte[] body, byte flags)
    {
        using var frame = new MemoryStream();
        Write(frame, body, flags);
        return frame.ToArray();
    }

    private static int HeaderLength(byte[] body) => 1 + (body.Length > byte.MaxValue ? sizeof(long) : 1);

    private static void Write(MemoryStream stream, byte[] body, byte flags)
    {
        if (body.Length > byte.MaxValue)
        {
            Span<byte> length = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(length, body.Length);
            stream.WriteByte((byte)(flags | Long));
            stream.Write(length);
        }
        else
        {
            stream.WriteByte(flags);
            stream.WriteByte((byte)body.Length);
        }

        stream.Write(body);
    }
}

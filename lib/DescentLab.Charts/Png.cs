using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace DescentLab.Charts;

/// <summary>Writes a grey PNG image.</summary>
internal static class Png
{
    /// <summary>A PNG of 8 bits of grey a pixel.</summary>
    /// <param name="pixels">Row-major.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="clear">The grey that is transparent.</param>
    public static byte[] Grey(byte[] pixels, int width, int height, byte clear)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits a pixel; colour type 0 is grey, the rest defaults
        Chunk(png, "IHDR", header);
        Chunk(png, "tRNS", [0, clear]);
        Chunk(png, "IDAT", Compressed(pixels, width, height));
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static byte[] Compressed(byte[] pixels, int width, int height)
    {
        using var data = new MemoryStream();
        // Not compressed: how well zlib does depends on its version, and figures are the same on every machine.
        using (var zlib = new ZLibStream(data, CompressionLevel.NoCompression))
        {
            for (var row = 0; row < height; row++)
            {
                zlib.WriteByte(0); // no filter
                zlib.Write(pixels, row * width, width);
            }
        }

        return data.ToArray();
    }

    private static void Chunk(MemoryStream png, string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        png.Write(number);
    }

    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var one in data)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xedb88320;
            }
        }

        return ~crc;
    }
}

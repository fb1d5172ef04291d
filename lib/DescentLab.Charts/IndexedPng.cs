using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace DescentLab;

/// <summary>Writes a PNG of at most 256 colours, a third of the size of a browser's PNG.</summary>
/// <remarks>The charts use it for small images, and the notebook engine, which also compiles this file, for pictures of figures.</remarks>
internal static class IndexedPng
{
    /// <summary>Encodes a picture.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="colors">The colours as 0xRRGGBB.</param>
    /// <param name="pixels">The index of each pixel's colour, row by row.</param>
    /// <param name="clear">Whether the first colour is transparent.</param>
    /// <param name="compression">The compression level. Output that must be identical on every machine is not compressed: versions of zlib differ.</param>
    public static byte[] Write(
        int width, int height, int[] colors, byte[] pixels, bool clear = false, CompressionLevel compression = CompressionLevel.SmallestSize)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 3); // bits per pixel; colour type 3 is a palette; the rest are defaults
        WriteChunk(png, "IHDR", header);
        WriteChunk(png, "PLTE", [.. colors.SelectMany(color => (byte[])[(byte)(color >> 16), (byte)(color >> 8), (byte)color])]);
        if (clear)
        {
            WriteChunk(png, "tRNS", [0]);
        }

        WriteChunk(png, "IDAT", Compress(width, height, pixels, compression));
        WriteChunk(png, "IEND", []);
        return png.ToArray();
    }

    private static byte[] Compress(int width, int height, byte[] pixels, CompressionLevel compression)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, compression))
        {
            for (var row = 0; row < height; row++)
            {
                zlib.WriteByte(0); // no filter: palette indices are not quantities
                zlib.Write(pixels, row * width, width);
            }
        }

        return data.ToArray();
    }

    private static void WriteChunk(MemoryStream png, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(body));
        png.Write(number);
    }
}

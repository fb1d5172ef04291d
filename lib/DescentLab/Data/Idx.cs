using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace DescentLab;

/// <summary>Reads the idx files of MNIST and its relatives: a magic number, the dimensions, then the bytes.</summary>
/// <remarks>
/// Big-endian: two zero bytes, 0x08 for unsigned bytes, the number of dimensions (1 for labels, 3 for images), each
/// dimension as 32 bits, the data row-major. Source: Y. LeCun, C. Cortes, C. Burges, The MNIST database.
/// </remarks>
internal sealed class Idx
{
    private const int UnsignedByte = 0x08;

    private Idx(string path, int[] dimensions, byte[] data)
    {
        Path = path;
        Dimensions = dimensions;
        this.data = data;
    }

    private readonly byte[] data;

    /// <summary>The file that was read.</summary>
    public string Path { get; }

    /// <summary>The dimensions: [count] or [count, rows, columns].</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The bytes of one item after the other.</summary>
    public ReadOnlySpan<byte> Bytes => data.AsSpan(HeaderLength(Dimensions.Count));

    /// <summary>Reads a file, compressed by gzip or plain.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dimensions">How many dimensions it must have: 1 for labels, 3 for images.</param>
    /// <param name="sha256">Its expected SHA-256 in hexadecimal digits; null if none is known.</param>
    /// <param name="fix">What to do about a missing or damaged file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not what it should be; the message says how.</exception>
    public static Idx Read(string path, int dimensions, string? sha256, string fix)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The file '{path}' is missing. {fix}", path);
        }

        var file = File.ReadAllBytes(path);
        if (sha256 is not null && Convert.ToHexStringLower(SHA256.HashData(file)) is var actual && !actual.Equals(sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"The file '{path}' is damaged or another one: its SHA-256 is {actual}, SHA256SUMS says {sha256}. {fix}");
        }

        return Parse(path, Decompress(path, file, fix), dimensions, fix);
    }

    private static Idx Parse(string path, byte[] data, int dimensions, string fix)
    {
        if (data.Length < 4 || data[0] != 0 || data[1] != 0 || data[2] != UnsignedByte || data[3] != dimensions)
        {
            var magic = data.Length < 4 ? "too short" : $"0x{BinaryPrimitives.ReadUInt32BigEndian(data):X8}";
            throw new InvalidDataException(
                $"The file '{path}' does not start with the magic number 0x{(UnsignedByte << 8) | dimensions:X8} of idx bytes in {dimensions} dimension(s), but is {magic}. {fix}");
        }

        var sizes = new int[dimensions];
        long expected = HeaderLength(dimensions);
        if (data.Length < expected)
        {
            throw new InvalidDataException($"The file '{path}' ends inside its header of {expected} bytes. {fix}");
        }

        long items = 1;
        for (var d = 0; d < dimensions; d++)
        {
            sizes[d] = BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(4 + (4 * d)));
            items = sizes[d] > 0 && items <= int.MaxValue / sizes[d]
                ? items * sizes[d]
                : throw new InvalidDataException($"The file '{path}' says that its dimension {d} is {sizes[d]}, which cannot be. {fix}");
        }

        expected += items;
        return data.Length == expected
            ? new(path, sizes, data)
            : throw new InvalidDataException(
                $"The file '{path}' is {(data.Length < expected ? "truncated" : "too long")}: {string.Join(" × ", sizes)} items need {expected} bytes, it holds {data.Length}. {fix}");
    }

    private static byte[] Decompress(string path, byte[] file, string fix)
    {
        if (file.Length < 18 || file[0] != 0x1F || file[1] != 0x8B)
        {
            return file;
        }

        // gzip ends with the length of what it holds: right for these files, and no more than a hint for any other.
        var hint = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(^4));
        using var output = new MemoryStream(hint <= 64 * (long)file.Length + 1024 ? (int)Math.Min(hint, Array.MaxLength) : 0);
        try
        {
            using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
            gzip.CopyTo(output, 1 << 20);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The file '{path}' is damaged: it cannot be decompressed ({e.Message}). {fix}", e);
        }

        return output.Length == output.Capacity ? output.GetBuffer() : output.ToArray();
    }

    private static int HeaderLength(int dimensions) => 4 + (4 * dimensions);
}

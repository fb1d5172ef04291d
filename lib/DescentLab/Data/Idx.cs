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

    private readonly byte[] data;

    private Idx(string path, byte[] data) => (Path, this.data) = (path, data);

    /// <summary>The file that was read.</summary>
    public string Path { get; }

    /// <summary>The bytes of the items, in order.</summary>
    public ReadOnlySpan<byte> Bytes => data;

    /// <summary>Reads a file, compressed by gzip or plain. Only as much is decompressed as the header states.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sizes">The dimensions that it must have: [count] for labels, [count, rows, columns] for images.</param>
    /// <param name="sha256">Its expected SHA-256 in hexadecimal digits; null if none is known.</param>
    /// <param name="fix">What to do about a missing or damaged file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file does not have the expected content; the message names the difference.</exception>
    public static Idx Read(string path, ReadOnlySpan<int> sizes, string? sha256, string fix)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The file '{path}' is missing. {fix}", path);
        }

        var file = File.ReadAllBytes(path);
        if (sha256 is not null && Convert.ToHexStringLower(SHA256.HashData(file)) is var actual && !actual.Equals(sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"The file '{path}' is damaged, or it is another file. SHA-256 mismatch: it has {actual}, SHA256SUMS says {sha256}. {fix}");
        }

        using var content = new Content(path, file, fix);
        CheckHeader(content, sizes);
        var data = new byte[Product(sizes)];
        var read = content.Read(data);
        var more = read == data.Length && content.Read(stackalloc byte[1]) > 0;
        return read == data.Length && !more
            ? new(path, data)
            : throw content.Bad($"is {(more ? "too long" : "truncated")}: {Text(sizes)} items need {data.Length} bytes, it holds {(more ? "more" : $"{read}")}");
    }

    private static void CheckHeader(Content content, ReadOnlySpan<int> sizes)
    {
        Span<byte> header = stackalloc byte[4 + (4 * sizes.Length)];
        var length = content.Read(header);
        if (length < 4 || header[0] != 0 || header[1] != 0 || header[2] != UnsignedByte || header[3] != sizes.Length)
        {
            var magic = length < 4 ? "is too short for one" : $"starts with 0x{BinaryPrimitives.ReadUInt32BigEndian(header):X8}";
            throw content.Bad($"should start with the magic number 0x{(UnsignedByte << 8) | sizes.Length:X8} of idx bytes in {sizes.Length} dimension(s), but {magic}");
        }

        if (length < header.Length)
        {
            throw content.Bad($"ends inside its header of {header.Length} bytes");
        }

        var announced = new int[sizes.Length];
        for (var d = 0; d < announced.Length; d++)
        {
            announced[d] = BinaryPrimitives.ReadInt32BigEndian(header[(4 + (4 * d))..]);
        }

        if (!sizes.SequenceEqual(announced))
        {
            throw content.Bad($"has a header that announces {Text(announced)} items, not {Text(sizes)}");
        }
    }

    private static int Product(ReadOnlySpan<int> sizes)
    {
        var product = 1;
        foreach (var size in sizes)
        {
            product = checked(product * size);
        }

        return product;
    }

    private static string Text(ReadOnlySpan<int> sizes) => string.Join(" × ", sizes.ToArray());

    /// <summary>The content of a file, decompressed as it is read.</summary>
    private sealed class Content(string path, byte[] file, string fix) : IDisposable
    {
        private readonly Stream stream = file.Length >= 18 && file[0] == 0x1F && file[1] == 0x8B
            ? new GZipStream(new MemoryStream(file), CompressionMode.Decompress)
            : new MemoryStream(file);

        /// <summary>Reads up to the length of a span; returns the number of bytes read.</summary>
        public int Read(Span<byte> to)
        {
            try
            {
                return stream.ReadAtLeast(to, to.Length, throwOnEndOfStream: false);
            }
            catch (InvalidDataException e)
            {
                throw Bad($"is damaged: it cannot be decompressed ({e.Message.TrimEnd('.')})", e);
            }
        }

        public InvalidDataException Bad(string what, Exception? cause = null) => new($"The file '{path}' {what}. {fix}", cause);

        public void Dispose() => stream.Dispose();
    }
}

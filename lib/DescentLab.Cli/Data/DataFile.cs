using System.IO.Compression;
using System.Security.Cryptography;

namespace DescentLab.Cli;

/// <summary>A file of a data set, identified by its content: the mirrors may compress it in different ways.</summary>
/// <param name="Name">The name of the gzip file.</param>
/// <param name="Sha256">The SHA-256 of the uncompressed content, in lower-case hexadecimal digits.</param>
internal sealed record DataFile(string Name, string Sha256)
{
    /// <summary>Whether a compressed file has the right content.</summary>
    public bool IsIntact(string path)
    {
        try
        {
            using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            return Convert.ToHexStringLower(SHA256.HashData(gzip)) == Sha256;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return false;
        }
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace DescentLab.Notebooks;

/// <summary>
/// Encodes and decodes messages: <c>identities… | &lt;IDS|MSG&gt; | signature | header | parent header | metadata | content</c>.
/// The signature is the hexadecimal HMAC-SHA256 of the last four.
/// </summary>
internal sealed partial class MessageCodec(string key)
{
    /// <summary>The number of signatures to remember, so that no message is accepted twice; the same as in Jupyter's own kernels.</summary>
    private const int Remembered = 1 << 16;

    private const int PartsAfterDelimiter = 5;
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] key = Encoding.UTF8.GetBytes(key);
    private readonly HashSet<string> seen = [];
    private readonly Queue<string> seenInOrder = [];
    private readonly string session = Guid.NewGuid().ToString("N");

    private static ReadOnlySpan<byte> Delimiter => "<IDS|MSG>"u8;

    /// <summary>Encodes a signed message.</summary>
    /// <param name="identities">The routing identities of one client, or the topic for all.</param>
    /// <param name="type">For example <c>execute_reply</c>.</param>
    /// <param name="content">The content.</param>
    /// <param name="parent">The header of the request it belongs to; null when it belongs to none.</param>
    public IReadOnlyList<byte[]> Encode(IEnumerable<byte[]> identities, string type, JsonObject content, byte[]? parent)
    {
        var header = new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString("N"),
            ["session"] = session,
            ["username"] = "kernel",
            // Jupyter's clients in Python read no more than six digits of a second: with seven, the date stays a text.
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            ["msg_type"] = type,
            ["version"] = JupyterMessage.ProtocolVersion,
        };
        byte[][] signed = [Bytes(header), parent ?? EmptyObject, EmptyObject, Bytes(content)];
        return [.. identities, Delimiter.ToArray(), Encoding.ASCII.GetBytes(Signature(signed)), .. signed];
    }

    /// <summary>
    /// Decodes a message; null when it is malformed, unsigned, wrongly signed, or a repetition: a recorded message
    /// must not run a cell again.
    /// </summary>
    public JupyterMessage? Decode(IReadOnlyList<byte[]> message)
    {
        var frames = message.ToList();
        var delimiter = frames.FindIndex(frame => frame.AsSpan().SequenceEqual(Delimiter));
        if (delimiter < 0 || frames.Count < delimiter + 1 + PartsAfterDelimiter)
        {
            return null;
        }

        var signed = frames[(delimiter + 2)..(delimiter + 1 + PartsAfterDelimiter)];
        var expected = Encoding.ASCII.GetBytes(Signature(signed));
        if (!CryptographicOperations.FixedTimeEquals(frames[delimiter + 1], expected) || !IsFirst(Encoding.ASCII.GetString(expected)))
        {
            return null;
        }

        try
        {
            // Every answer repeats the header, byte for byte.
            return Utf8.IsValid(signed[0]) && Parse(signed[0]) is JsonObject header
                && header["msg_type"]?.GetValue<string>() is { } type
                && Parse(signed[3]) is JsonObject content
                    ? new JupyterMessage(frames[..delimiter], signed[0], type, content) { Metadata = Parse(signed[2]) as JsonObject }
                    : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private bool IsFirst(string signature)
    {
        lock (seen)
        {
            if (!seen.Add(signature))
            {
                return false;
            }

            seenInOrder.Enqueue(signature);
            if (seenInOrder.Count > Remembered)
            {
                seen.Remove(seenInOrder.Dequeue());
            }

            return true;
        }
    }

    // Half of a surrogate pair, which an editor may send when it cuts a cell inside an emoji, becomes U+FFFD, as invalid bytes do.
    private static JsonNode? Parse(byte[] json) => JsonNode.Parse(
        HalfCharacter().Replace(Encoding.UTF8.GetString(json), match => match.Groups["whole"].Success ? match.Value : @"\ufffd"),
        documentOptions: NotebookJson.Strict);

    [GeneratedRegex(@"(?<whole>\\[^u]|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}")]
    private static partial Regex HalfCharacter();

    private static byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json, Compact);

    private string Signature(IEnumerable<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts)
        {
            hash.AppendData(part);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}

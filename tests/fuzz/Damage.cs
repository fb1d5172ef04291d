using System.Text;

namespace DescentLab.Fuzz;

/// <summary>Damages an input by a few random changes, as data corruption or attackers would.</summary>
internal static class Damage
{
    private const int Longest = 1 << 16;

    // Values that break parsers: numbers at their limits, wrong types, surrogates, depth, line ends, markup.
    private static readonly byte[][] Tokens =
    [
        .. ((string[])[
            "null", "true", "[]", "{}", "\"\"", "0", "-1", "1e999", "-0", "NaN", "2147483648", "9223372036854775808", "1.5", "\"\\ud800\"", "\"\\udc00x\"",
            "\\u0000", "\r\n", "\r", "\n", "\t", ",", ":", "\"", "'", "#", "=", "%", "\\", "../", "\0", "{\"a\":1,\"a\":2}", "[[[[[[[[", "((((((((", "<script>", "</script>",
            "<!--", "&#x", "$$", "\\[", "\\begin{align}", "[a](", "![a](", "|-|-|", "```", "> > > >", "- - - -", "ı", "ﬁ", "\u2028", "𝜃", "attachment:", "data:,",
        ]).Select(Encoding.UTF8.GetBytes),
        [0xFF], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0], [0, 0, 0, 0],
    ];

    /// <summary>The input with a given number: the same bytes on every machine.</summary>
    public static byte[] Of(IReadOnlyList<byte[]> seeds, int number)
    {
        var random = new Random(number);
        var bytes = seeds[number % seeds.Count].ToList();
        for (var changes = 1 + random.Next(4); changes > 0; changes--)
        {
            Change(bytes, seeds, random);
        }

        return [.. bytes.Take(Longest)];
    }

    private static void Change(List<byte> bytes, IReadOnlyList<byte[]> seeds, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(bytes.Count - at, 1 + random.Next(1 << random.Next(8)));
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                var other = seeds[random.Next(seeds.Count)];
                var from = random.Next(other.Length + 1);
                bytes.InsertRange(at, other.Skip(from).Take(1 + random.Next(200)));
                break;
            case 6:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                break;
            case 7:
                var many = Tokens[random.Next(Tokens.Length)];
                for (var times = 1 << random.Next(9); times > 0; times--)
                {
                    bytes.InsertRange(at, many);
                }

                break;
            default:
                bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                break;
        }
    }
}

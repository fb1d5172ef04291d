using System.Runtime.InteropServices;

namespace DescentLab.Notebooks;

/// <summary>Few colours for a picture: charts have few of their own, and the blends at their edges stand close to these.</summary>
internal static class Palette
{
    /// <summary>Chooses the colours and gives each pixel the nearest of them.</summary>
    /// <remarks>
    /// The first is the most frequent. Each further one is that with the largest error so far: how often it occurs, times its
    /// squared distance to the nearest chosen one. Areas of one colour keep it exactly.
    /// </remarks>
    /// <param name="rgba">Four bytes a pixel; the fourth, opacity, is not looked at.</param>
    /// <param name="most">How many colours at most: 1 to 256.</param>
    /// <returns>The colours as 0xRRGGBB, and the number of its colour for each pixel.</returns>
    public static (int[] Colors, byte[] Pixels) Reduce(ReadOnlySpan<byte> rgba, int most)
    {
        var occurrences = new Dictionary<int, int>();
        for (var i = 0; i < rgba.Length; i += 4)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(occurrences, Color(rgba[i..]), out _)++;
        }

        var colors = occurrences.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).ToArray();
        var (nearest, distance, chosen) = (new byte[colors.Length], new long[colors.Length], new List<int>(most));
        Array.Fill(distance, long.MaxValue);
        for (var next = 0; next >= 0 && chosen.Count < most;)
        {
            var color = colors[next].Key;
            var (number, worst) = ((byte)chosen.Count, 0L);
            chosen.Add(color);
            next = -1;
            for (var i = 0; i < colors.Length; i++)
            {
                if (Distance(colors[i].Key, color) is var d && d < distance[i])
                {
                    (distance[i], nearest[i]) = (d, number);
                }

                if (distance[i] * colors[i].Value is var error && error > worst)
                {
                    (worst, next) = (error, i);
                }
            }
        }

        var numbers = colors.Select((pair, i) => (pair.Key, Number: nearest[i])).ToDictionary(pair => pair.Key, pair => pair.Number);
        var pixels = new byte[rgba.Length / 4];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = numbers[Color(rgba[(4 * i)..])];
        }

        return ([.. chosen], pixels);
    }

    private static int Color(ReadOnlySpan<byte> rgba) => (rgba[0] << 16) | (rgba[1] << 8) | rgba[2];

    private static long Distance(int a, int b)
    {
        var (red, green, blue) = ((a >> 16) - (b >> 16), ((a >> 8) & 255) - ((b >> 8) & 255), (a & 255) - (b & 255));
        return (red * red) + (green * green) + (blue * blue);
    }
}

using System.Runtime.InteropServices;

namespace DescentLab.Notebooks;

/// <summary>Reduces a picture to few colours: charts have few, and the blends at their edges are close to these.</summary>
internal static class Palette
{
    /// <summary>Chooses the colours, and assigns each pixel the nearest of them.</summary>
    /// <remarks>
    /// The first is the most frequent colour. Each further one has the largest error so far: its frequency times its
    /// squared distance to the nearest chosen colour. Areas of one colour keep it exactly.
    /// </remarks>
    /// <param name="rgba">Four bytes for each pixel; the fourth, opacity, is ignored.</param>
    /// <param name="most">The maximum number of colours, 1 to 256.</param>
    /// <returns>The colours as 0xRRGGBB, and the index of each pixel's colour.</returns>
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

using System.Diagnostics;

namespace DescentLab.Bench;

/// <summary>An optimizer's update against the hand-written loop of the same arithmetic.</summary>
/// <param name="Name">The optimizer.</param>
/// <param name="Microseconds">One update of the library, the best chunk.</param>
/// <param name="ByHand">One pass of the hand-written loop, the best chunk.</param>
/// <param name="Bytes">The bytes that one update allocates.</param>
internal sealed record UpdateResult(string Name, double Microseconds, double ByHand, double Bytes)
{
    public double Ratio => Microseconds / ByHand;
}

internal static class Updates
{
    public const int Length = 25_260;
    private const int Chunk = 50;
    private const int Chunks = 200;

    public static IEnumerable<UpdateResult> All()
    {
        foreach (var (name, optimizer, loop) in HandWritten.All)
        {
            float[] x = HandWritten.Numbers(Length), g = HandWritten.Numbers(Length);
            var state = optimizer.Start(Length);
            var hand = new HandWritten(Length);
            var bytes = 0.0;

            // Alternating, so that both run under the same load.
            double library = double.MaxValue, byHand = double.MaxValue;
            for (var warm = 0; warm < 4; warm++)
            {
                Time(() => optimizer.Update(x, g, state));
                Time(() => loop(hand));
                Thread.Sleep(120);
            }

            for (var k = 0; k < Chunks; k++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < Chunk; i++)
                {
                    optimizer.Update(x, g, state);
                }

                bytes = Math.Max(bytes, (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Chunk);
                library = Math.Min(library, Time(() => optimizer.Update(x, g, state)));
                byHand = Math.Min(byHand, Time(() => loop(hand)));
            }

            yield return new(name, library * 1e6, byHand * 1e6, bytes);
        }
    }

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Chunk; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / Chunk;
    }
}

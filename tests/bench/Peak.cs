using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DescentLab.Bench;

/// <summary>The limit of the machine: fused multiply-adds without memory access.</summary>
internal static class Peak
{
    private const int Chains = 12;

    /// <summary>Measures the best GFLOP/s of one core with the widest registers, in many short tries.</summary>
    public static double OfOneCore<T>(int tries = 60)
        where T : struct, IFloatingPointIeee754<T> =>
        Vector512.IsHardwareAccelerated ? Best<T, Lane512<T>>(tries)
        : Vector256.IsHardwareAccelerated ? Best<T, Lane256<T>>(tries)
        : Best<T, Lane128<T>>(tries);

    private static double Best<T, V>(int tries)
        where T : struct, IFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
    {
        const int rounds = 20_000;
        for (var warm = 0; warm < 3; warm++)
        {
            for (var k = 0; k < 40; k++)
            {
                Chain<T, V>(500);
            }

            Thread.Sleep(120);
        }

        var best = 0.0;
        for (var k = 0; k < tries; k++)
        {
            var start = Stopwatch.GetTimestamp();
            Chain<T, V>(rounds);
            best = Math.Max(best, 2.0 * Chains * V.Count * rounds / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }

        return best;
    }

    /// <summary>Twelve independent chains: enough to keep two units of four cycles busy.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Chain<T, V>(int rounds)
        where T : struct, IFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
    {
        V a = V.Of(T.CreateChecked(0.999)), b = V.Of(T.CreateChecked(0.001));
        V c0 = b, c1 = b, c2 = b, c3 = b, c4 = b, c5 = b, c6 = b, c7 = b, c8 = b, c9 = b, c10 = b, c11 = b;
        for (var k = 0; k < rounds; k++)
        {
            c0 = V.MultiplyAdd(c0, a, b);
            c1 = V.MultiplyAdd(c1, a, b);
            c2 = V.MultiplyAdd(c2, a, b);
            c3 = V.MultiplyAdd(c3, a, b);
            c4 = V.MultiplyAdd(c4, a, b);
            c5 = V.MultiplyAdd(c5, a, b);
            c6 = V.MultiplyAdd(c6, a, b);
            c7 = V.MultiplyAdd(c7, a, b);
            c8 = V.MultiplyAdd(c8, a, b);
            c9 = V.MultiplyAdd(c9, a, b);
            c10 = V.MultiplyAdd(c10, a, b);
            c11 = V.MultiplyAdd(c11, a, b);
        }

        var sum = new T[V.Count];
        (c0 + c1 + (c2 + c3) + (c4 + c5) + (c6 + c7) + (c8 + c9) + (c10 + c11)).Store(ref sum[0]);
        return sum[0];
    }
}

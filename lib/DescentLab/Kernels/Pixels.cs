using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DescentLab;

/// <summary>Turns the bytes of an image into numbers from 0 to 1.</summary>
internal static class Pixels
{
    private const int White = 255;

    /// <summary>to[i] = from[i] / 255, rounded as a division is.</summary>
    public static void ToUnit<T>(ReadOnlySpan<byte> from, Span<T> to)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (to.Length < from.Length)
        {
            throw new ArgumentException($"{from.Length} pixels do not fit into {to.Length} numbers.");
        }

        nint i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            i = Sweep<T, Lane512<T>>(from, to, i);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            i = Sweep<T, Lane256<T>>(from, to, i);
        }

        if (Vector128.IsHardwareAccelerated)
        {
            i = Sweep<T, Lane128<T>>(from, to, i);
        }

        Sweep<T, LaneScalar<T>>(from, to, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Sweep<T, V>(ReadOnlySpan<byte> from, Span<T> to, nint i)
        where T : struct, IFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
    {
        V white = V.Of(T.CreateTruncating(White)), inverse = V.Of(T.One / T.CreateTruncating(White));
        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(to);
        for (nint end = from.Length - V.Count; i <= end; i += V.Count)
        {
            // b · (1/255) may miss b / 255 by a last bit; its error, fed back once, mends that for each of the 256 bytes.
            var b = V.FromBytes(in Unsafe.Add(ref source, i));
            var q = b * inverse;
            V.MultiplyAdd(V.MultiplyAdd(-q, white, b), inverse, q).Store(ref Unsafe.Add(ref target, i));
        }

        return i;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DescentLab;

/// <summary>Converts the bytes of an image to numbers from 0 to 1.</summary>
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

        Registers.Run<T, Loop<T>>(new(from, to), from.Length);
    }

    private readonly ref struct Loop<T>(ReadOnlySpan<byte> bytes, Span<T> numbers) : IRegisterLoop<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        private readonly ReadOnlySpan<byte> bytes = bytes;
        private readonly Span<T> numbers = numbers;

        [MethodImpl(Registers.Kernel)]
        public int Run<V>(int from)
            where V : struct, ILane<V, T>
        {
            // 1/255 as the sum of two numbers: so each of the 256 quotients is rounded as a division rounds it.
            T white = T.CreateTruncating(White), high = T.One / white, low = T.FusedMultiplyAdd(-high, white, T.One) / white;
            V inverse = V.Of(high), rest = V.Of(low);
            ref var source = ref MemoryMarshal.GetReference(bytes);
            ref var target = ref MemoryMarshal.GetReference(numbers);
            nint at = from, end = bytes.Length - V.Count;
            for (; at <= end; at += V.Count)
            {
                var b = V.FromBytes(in Unsafe.Add(ref source, at));
                V.MultiplyAdd(b, inverse, b * rest).Store(ref Unsafe.Add(ref target, at));
            }

            return (int)at;
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DescentLab;

/// <summary>A function of one or two numbers, written once for any width of register.</summary>
internal interface IMap<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>The value at a (and b, if the map is of two numbers), place by place.</summary>
    static abstract V Of<V>(V a, V b)
        where V : struct, ILane<V, T>;
}

/// <summary>Applies a function to every component of a vector, in the widest available registers, including tails.</summary>
internal static class Map
{
    /// <summary>result[i] = f(a[i], b[i]). The result may be one of the operands; for a map of one number, give a twice.</summary>
    public static void Apply<T, TMap>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> result)
        where T : struct, IFloatingPointIeee754<T>
        where TMap : struct, IMap<T>
    {
        if (a.Length != result.Length || b.Length != result.Length)
        {
            throw new ArgumentException($"The operands have {a.Length} and {b.Length} components, the result {result.Length}: they must have the same length.");
        }

        Registers.Run<T, Loop<T, TMap>>(new(a, b, result), result.Length);
    }

    private readonly ref struct Loop<T, TMap>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> result) : IRegisterLoop<T>
        where T : struct, IFloatingPointIeee754<T>
        where TMap : struct, IMap<T>
    {
        private readonly ReadOnlySpan<T> a = a;
        private readonly ReadOnlySpan<T> b = b;
        private readonly Span<T> result = result;

        [MethodImpl(Registers.Kernel)]
        public int Run<V>(int from)
            where V : struct, ILane<V, T>
        {
            ref var a0 = ref MemoryMarshal.GetReference(a);
            ref var b0 = ref MemoryMarshal.GetReference(b);
            ref var r0 = ref MemoryMarshal.GetReference(result);
            nint at = from, end = result.Length - V.Count;
            for (; at <= end; at += V.Count)
            {
                TMap.Of(V.Load(in Unsafe.Add(ref a0, at)), V.Load(in Unsafe.Add(ref b0, at))).Store(ref Unsafe.Add(ref r0, at));
            }

            return (int)at;
        }
    }
}

global using MethodImplAttribute = System.Runtime.CompilerServices.MethodImplAttribute;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DescentLab;

/// <summary>A loop over a vector, written once for any width of register. It holds the spans that it works on.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal interface IRegisterLoop<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Works from component <paramref name="from"/> on, as long as a whole register is left; returns the first component not reached.</summary>
    int Run<V>(int from)
        where V : struct, ILane<V, T>;
}

/// <summary>The machine's vector registers, from the widest to the single number.</summary>
internal static class Registers
{
    /// <summary>How a kernel is compiled: optimised at its first call, because a reader's first training would end before the runtime
    /// had counted enough calls; and by itself, because there is a limit to what is inlined into one method.</summary>
    public const MethodImplOptions Kernel = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>How the text of a rule is compiled: into its kernel. Without a profile the compiler would leave all but the shortest outside.</summary>
    public const MethodImplOptions Inlined = MethodImplOptions.AggressiveInlining;

    /// <summary>The number of elements in the widest register; 1 without vector registers.</summary>
    public static int Widest<T>()
        where T : struct, IFloatingPointIeee754<T> =>
        Vector512.IsHardwareAccelerated ? Lane512<T>.Count : Vector256.IsHardwareAccelerated ? Lane256<T>.Count : Vector128.IsHardwareAccelerated ? Lane128<T>.Count : 1;

    /// <summary>Runs a loop over a whole vector: the widest registers first, the rest in narrower ones.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="length">The number of components of the vector.</param>
    public static void Run<T, TLoop>(TLoop loop, int length)
        where T : struct, IFloatingPointIeee754<T>
        where TLoop : struct, IRegisterLoop<T>, allows ref struct
    {
        // The compiler knows the answer: this costs nothing.
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException($"The number type is {typeof(T).Name}. Take float or double.");
        }

        var i = 0;
        if (Vector512.IsHardwareAccelerated && length >= Lane512<T>.Count)
        {
            i = loop.Run<Lane512<T>>(i);
        }

        if (Vector256.IsHardwareAccelerated && i < length && length >= Lane256<T>.Count)
        {
            i = loop.Run<Lane256<T>>(i);
        }

        if (Vector128.IsHardwareAccelerated && i < length && length >= Lane128<T>.Count)
        {
            i = loop.Run<Lane128<T>>(i);
        }

        if (i < length)
        {
            loop.Run<LaneScalar<T>>(i);
        }
    }
}

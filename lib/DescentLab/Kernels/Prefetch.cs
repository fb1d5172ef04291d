using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace DescentLab;

/// <summary>Asks the processor to fetch memory that will be needed soon. Changes no result; does nothing where it cannot.</summary>
internal static class Prefetch
{
    private const int CacheLine = 64;

    /// <summary>Fetches a whole span into the second-level cache: the first has no room for what is not needed at once.</summary>
    public static unsafe void Span<T>(ReadOnlySpan<T> span)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        // If the garbage collector moves the array now, the hint is wasted, and nothing else happens.
        var at = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span));
        var bytes = span.Length * Unsafe.SizeOf<T>();
        for (var offset = 0; offset < bytes; offset += CacheLine)
        {
            Sse.Prefetch1(at + offset);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace DescentLab;

/// <summary>Prefetches memory that will be needed soon. It does not change results, and does nothing if it is not supported.</summary>
internal static class Prefetch
{
    private const int CacheLine = 64;

    /// <summary>Fetches a whole span into the second-level cache: the first has no space for data that is not needed immediately.</summary>
    public static unsafe void Span<T>(ReadOnlySpan<T> span)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        // If the garbage collector moves the array now, the hint has no effect.
        var at = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span));
        var bytes = span.Length * Unsafe.SizeOf<T>();
        for (var offset = 0; offset < bytes; offset += CacheLine)
        {
            Sse.Prefetch1(at + offset);
        }
    }
}

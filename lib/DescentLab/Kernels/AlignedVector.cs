using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DescentLab;

/// <summary>
/// A vector of zeros that begins at a cache line if it is long, so that no access of a whole register touches two lines: an update of θ
/// takes two thirds of the time.
/// </summary>
internal readonly struct AlignedVector<T>
    where T : struct
{
    private const int CacheLine = 64;

    /// <summary>Below, the access is fast anyway: the vector is in the nearest cache.</summary>
    private const int LongBytes = 8 * 1024;

    private readonly T[] memory;
    private readonly int start;

    public AlignedVector(int length)
    {
        Length = length;
        var size = Unsafe.SizeOf<T>();
        var spare = (CacheLine / size) - 1;
        if ((long)length * size < LongBytes || length > Array.MaxLength - spare)
        {
            memory = new T[length];
            return;
        }

        // Pinned: the garbage collector would move it to another alignment.
        memory = GC.AllocateArray<T>(length + spare, pinned: true);
        var past = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0) % CacheLine);
        start = (CacheLine - past) % CacheLine / size;
    }

    public int Length { get; }

    public Span<T> Span => memory.AsSpan(start, Length);

    public static implicit operator Span<T>(AlignedVector<T> vector) => vector.Span;

    public static implicit operator ReadOnlySpan<T>(AlignedVector<T> vector) => vector.Span;
}

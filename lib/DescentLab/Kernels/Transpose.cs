using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DescentLab;

/// <summary>Transposes a matrix.</summary>
internal static class Transpose
{
    private const int Block = 4;

    /// <summary>to[j, i] = from[i, j], both row-major.</summary>
    /// <param name="from">Rows × columns numbers.</param>
    /// <param name="rows">The rows of <paramref name="from"/>.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="to">The result; what lies between its rows stays as it is.</param>
    /// <param name="toRow">From to[j, i] to to[j + 1, i], at least the number of rows.</param>
    public static void Copy<T>(ReadOnlySpan<T> from, int rows, int columns, Span<T> to, int toRow)
        where T : struct
    {
        if (from.Length < rows * columns || toRow < rows || to.Length < ((columns - 1L) * toRow) + rows)
        {
            throw new ArgumentException($"A matrix of {rows} × {columns} does not fit into {from.Length} and, at a distance of {toRow}, {to.Length} numbers.");
        }

        var whole = 0;
        if (typeof(T) == typeof(float) && Sse.IsSupported)
        {
            whole = rows - (rows % Block);
            Blocks(MemoryMarshal.Cast<T, float>(from), whole, toRow, columns, MemoryMarshal.Cast<T, float>(to));
            Plain(from, 0, whole, columns - (columns % Block), toRow, columns, to);
        }

        Plain(from, whole, rows, 0, toRow, columns, to);
    }

    [MethodImpl(Registers.Kernel)]
    private static void Plain<T>(ReadOnlySpan<T> from, int firstRow, int lastRow, int firstColumn, int toRow, int columns, Span<T> to)
    {
        for (var i = firstRow; i < lastRow; i++)
        {
            var row = from.Slice(i * columns, columns);
            for (var j = firstColumn; j < row.Length; j++)
            {
                to[(j * toRow) + i] = row[j];
            }
        }
    }

    /// <summary>Four rows by four columns at a time: four registers in, eight shuffles, four registers out.</summary>
    [MethodImpl(Registers.Kernel)]
    private static void Blocks(ReadOnlySpan<float> from, int lastRow, int toRow, int columns, Span<float> to)
    {
        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(to);
        for (var i = 0; i < lastRow; i += Block)
        {
            ref var row = ref Unsafe.Add(ref source, i * columns);
            for (nint j = 0; j <= columns - Block; j += Block)
            {
                var a = Vector128.LoadUnsafe(ref row, (nuint)j);
                var b = Vector128.LoadUnsafe(ref row, (nuint)(j + columns));
                var c = Vector128.LoadUnsafe(ref row, (nuint)(j + (2 * columns)));
                var d = Vector128.LoadUnsafe(ref row, (nuint)(j + (3 * columns)));
                Vector128<float> ab = Sse.UnpackLow(a, b), cd = Sse.UnpackLow(c, d), abHigh = Sse.UnpackHigh(a, b), cdHigh = Sse.UnpackHigh(c, d);
                ref var at = ref Unsafe.Add(ref target, (j * toRow) + i);
                Sse.MoveLowToHigh(ab, cd).StoreUnsafe(ref at);
                Sse.MoveHighToLow(cd, ab).StoreUnsafe(ref at, (nuint)toRow);
                Sse.MoveLowToHigh(abHigh, cdHigh).StoreUnsafe(ref at, (nuint)(2 * toRow));
                Sse.MoveHighToLow(cdHigh, abHigh).StoreUnsafe(ref at, (nuint)(3 * toRow));
            }
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace DescentLab;

/// <summary>The sizes and strides of a matrix product C = start + Σₛ Aₛ Bₛ, counted in numbers.</summary>
/// <remarks>
/// A is addressed by (row, k) strides, so that a transposed operand needs no copy. B and C have contiguous rows. The sum
/// over segments serves convolutions, where A and B jump from image row to image row.
/// </remarks>
internal struct ProductShape
{
    /// <summary>Rows of A and C.</summary>
    public int Rows;

    /// <summary>Columns of B and C.</summary>
    public int Columns;

    /// <summary>Columns of A, rows of B.</summary>
    public int Inner;

    /// <summary>The number of products to sum; 0 counts as 1.</summary>
    public int Segments;

    /// <summary>From A[i, k] to A[i + 1, k].</summary>
    public int ARow;

    /// <summary>From A[i, k] to A[i, k + 1].</summary>
    public int AInner;

    /// <summary>From one segment of A to the next.</summary>
    public int ASegment;

    /// <summary>From B[k, j] to B[k + 1, j].</summary>
    public int BRow;

    /// <summary>From one segment of B to the next.</summary>
    public int BSegment;

    /// <summary>From C[i, j] to C[i + 1, j].</summary>
    public int CRow;
}

/// <summary>
/// Matrix products in register tiles. Every element of C is one chain of fused multiply-adds over k in order, whatever
/// the width of the registers and the tile it falls into: the bits are those of the plain loop.
/// </summary>
/// <remarks>
/// A tile of up to 4 rows × 4 registers of C stays in registers while k runs: each register of B that is loaded serves
/// four rows, each number of A four registers. Columns beyond whole registers go to narrower registers, in tiles of eight
/// rows. One to three columns beyond the narrowest register, and more than half a register, are computed by a register that
/// is moved left over its neighbour: the columns they share are computed twice, with the same bits, and neither padding nor
/// masks are needed.
/// </remarks>
internal static class MatrixProduct
{
    /// <summary>The maximum number of bytes of B in a panel: less than half of a first-level cache, because its rows share their cache lines with other columns.</summary>
    private const int CachedPanel = 13 * 1024;

    /// <summary>The bytes of the narrowest register.</summary>
    private const int Narrowest = 16;

    /// <summary>The number of rows that <see cref="MultiplyTall"/> gathers when they are far apart.</summary>
    public const int TallBlock = 32;

    private const int FarApart = 4096;

    /// <summary>C = Σ A B.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, in ProductShape shape)
        where T : struct, IFloatingPointIeee754<T> =>
        Run(a, b, c, shape, ref Unsafe.NullRef<T>(), 0);

    /// <summary>
    /// C = A B for a high A that is stored transposed (ARow = 1). A few columns beyond whole registers would cost as much as
    /// a whole register of them: they are computed as rows of Cᵀ = Bᵀ Aᵀ, where they are few rows of many columns.
    /// Each element is the same sum in the same order.
    /// </summary>
    public static void MultiplyTall<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, in ProductShape shape, Span<T> scratch)
        where T : struct, IFloatingPointIeee754<T>
    {
        Require(shape is { ARow: 1, Segments: <= 1 });
        if (shape.AInner * Unsafe.SizeOf<T>() >= FarApart && shape.Rows >= TallBlock && scratch.Length >= TallBlock * shape.Inner)
        {
            MultiplyFar(a, b, c, shape, scratch);
            return;
        }

        var register = Registers.Widest<T>();
        var left = shape.Columns % register;
        var whole = shape.Columns - left;
        if (left == 0 || (left > 4 && whole > 0) || shape.Rows < register || scratch.Length < left * shape.Rows)
        {
            Multiply(a, b, c, shape);
            return;
        }

        if (whole > 0)
        {
            Multiply(a, b, c, shape with { Columns = whole });
        }

        Multiply(b[whole..], a, scratch, new ProductShape
        {
            Rows = left,
            Columns = shape.Rows,
            Inner = shape.Inner,
            ARow = 1,
            AInner = shape.BRow,
            BRow = shape.AInner,
            CRow = shape.Rows,
        });
        Transpose.Copy<T>(scratch, left, shape.Rows, c[whole..], shape.CRow);
    }

    /// <summary>Rows of Aᵀ pages apart evict each other from the cache: a block of columns of them is brought together first.</summary>
    private static void MultiplyFar<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, in ProductShape shape, Span<T> scratch)
        where T : struct, IFloatingPointIeee754<T>
    {
        for (var from = 0; from < shape.Rows; from += TallBlock)
        {
            var rows = Math.Min(TallBlock, shape.Rows - from);
            for (var k = 0; k < shape.Inner; k++)
            {
                a.Slice((k * shape.AInner) + from, rows).CopyTo(scratch[(k * rows)..]);
            }

            Multiply(scratch, b, c[(from * shape.CRow)..], shape with { Rows = rows, AInner = rows });
        }
    }

    /// <summary>C = Σ A B + row, the same row for every row of C.</summary>
    public static void MultiplyPlusRow<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> row, Span<T> c, in ProductShape shape)
        where T : struct, IFloatingPointIeee754<T>
    {
        Require(row.Length >= shape.Columns);
        Run(a, b, c, shape, ref Unsafe.AsRef(in row[0]), 0);
    }

    /// <summary>C += Σ A B.</summary>
    public static void MultiplyAdd<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, in ProductShape shape)
        where T : struct, IFloatingPointIeee754<T> =>
        Run(a, b, c, shape, ref c[0], shape.CRow);

    private static void Run<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, in ProductShape given, ref T start, int startRow)
        where T : struct, IFloatingPointIeee754<T>
    {
        var s = given;
        s.Segments = Math.Max(1, s.Segments);
        Require(s is { Rows: > 0, Columns: > 0, Inner: > 0, ARow: >= 0, AInner: >= 0, ASegment: >= 0, BRow: >= 0, BSegment: >= 0 } && s.CRow >= s.Columns);
        Require(Reach(s.Segments, s.ASegment) + Reach(s.Rows, s.ARow) + Reach(s.Inner, s.AInner) < a.Length);
        Require(Reach(s.Segments, s.BSegment) + Reach(s.Inner, s.BRow) + s.Columns <= b.Length);
        Require(Reach(s.Rows, s.CRow) + s.Columns <= c.Length);
        Registers.Run<T, Columns<T>>(new(ref Unsafe.AsRef(in a[0]), ref Unsafe.AsRef(in b[0]), ref c[0], s, ref start, startRow), s.Columns);

        static long Reach(int count, int stride) => (long)(count - 1) * stride;
    }

    /// <summary>Computes the columns of C, as far as whole registers reach.</summary>
    private readonly ref struct Columns<T>(ref T a, ref T b, ref T c, ProductShape s, ref T start, int startRow) : IRegisterLoop<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        private readonly ref T a = ref a;
        private readonly ref T b = ref b;
        private readonly ref T c = ref c;
        private readonly ref T start = ref start;
        private readonly ProductShape s = s;

        public int Run<V>(int from)
            where V : struct, ILane<V, T>
        {
            // Sums onto C must not touch a column twice.
            var overlap = startRow == 0;

            // Columns left over go to narrower registers. Where that costs as much as a register moved left, one moves: they would
            // fill more than half of it, it makes a tile with a single other one, or there is no narrower register.
            var whole = (s.Columns - from) / V.Count;
            var left = s.Columns - from - (whole * V.Count);
            var worthMoving = left > V.Count / 2 || (left > 0 && (whole == 1 || V.Count * Unsafe.SizeOf<T>() == Narrowest));
            var moved = overlap && s.Columns >= V.Count && worthMoving ? 1 : 0;
            var registers = whole + moved;
            var widest = Registers.Widest<T>() * Unsafe.SizeOf<T>() == 64 ? 4 : 3;
            var tiles = (registers + widest - 1) / widest;
            for (var tile = 0; tile < tiles; tile++)
            {
                // The registers are shared out evenly: 7 as 4 + 3, not 4 + 2 + 1.
                var wide = (registers + tiles - 1 - tile) / tiles;
                var column = wide == 1 ? Math.Min(from, s.Columns - V.Count) : from;
                var last = Math.Min((wide - 1) * V.Count, s.Columns - V.Count - column);
                ref var bj = ref Unsafe.Add(ref b, column);
                ref var cj = ref Unsafe.Add(ref c, column);
                ref var startj = ref Unsafe.IsNullRef(ref start) ? ref start : ref Unsafe.Add(ref start, column);
                switch (wide)
                {
                    case 1: Panel<T, V, One>(ref a, ref bj, ref cj, s, ref startj, startRow, last); break;
                    case 2: Panel<T, V, Two>(ref a, ref bj, ref cj, s, ref startj, startRow, last); break;
                    case 3: Panel<T, V, Three>(ref a, ref bj, ref cj, s, ref startj, startRow, last); break;
                    default: Panel<T, V, Four>(ref a, ref bj, ref cj, s, ref startj, startRow, last); break;
                }

                from = column + last + V.Count;
            }

            return from;
        }
    }

    /// <summary>
    /// All rows of a panel of columns. A panel of B that is too high for the nearest cache is taken in blocks of k; between
    /// two blocks the sums wait in C, which changes nothing of their order.
    /// </summary>
    private static void Panel<T, V, TWide>(ref T a, ref T b, ref T c, in ProductShape s, ref T start, int startRow, int last)
        where T : struct, IFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
        where TWide : struct, ICount
    {
        var blocks = s.Segments > 1 ? 1 : 1 + (int)((long)s.Inner * TWide.Value * Unsafe.SizeOf<V>() / CachedPanel);
        if (blocks == 1)
        {
            Rows<T, V, TWide>(ref a, ref b, ref c, s, ref start, startRow, last);
            return;
        }

        var block = s;
        for (int n = 0, from = 0; n < blocks; n++, from += block.Inner)
        {
            block.Inner = (s.Inner - from) / (blocks - n);
            ref var ak = ref Unsafe.Add(ref a, from * s.AInner);
            ref var bk = ref Unsafe.Add(ref b, from * s.BRow);
            if (n == 0)
            {
                Rows<T, V, TWide>(ref ak, ref bk, ref c, block, ref start, startRow, last);
            }
            else
            {
                Rows<T, V, TWide>(ref ak, ref bk, ref c, block, ref c, s.CRow, last);
            }
        }
    }

    /// <summary>All rows, four at a time.</summary>
    [MethodImpl(Registers.Kernel)]
    private static void Rows<T, V, TWide>(ref T a, ref T b, ref T c, in ProductShape s, ref T start, int startRow, int last)
        where T : struct, IFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
        where TWide : struct, ICount
    {
        var i = 0;
        if (TWide.Value == 1)
        {
            for (; i <= s.Rows - 8; i += 8)
            {
                Column<T, V>(ref Unsafe.Add(ref a, i * s.ARow), ref b, ref Unsafe.Add(ref c, i * s.CRow), s, ref At(ref start, i * startRow), startRow);
            }
        }

        for (; i <= s.Rows - 4; i += 4)
        {
            Tile<T, V, Four, TWide>(ref Unsafe.Add(ref a, i * s.ARow), ref b, ref Unsafe.Add(ref c, i * s.CRow), s, ref At(ref start, i * startRow), startRow, last);
        }

        ref var ai = ref Unsafe.Add(ref a, i * s.ARow);
        ref var ci = ref Unsafe.Add(ref c, i * s.CRow);
        ref var si = ref At(ref start, i * startRow);
        switch (s.Rows - i)
        {
            case 1: Tile<T, V, One, TWide>(ref ai, ref b, ref ci, s, ref si, startRow, last); break;
            case 2: Tile<T, V, Two, TWide>(ref ai, ref b, ref ci, s, ref si, startRow, last); break;
            case 3: Tile<T, V, Three, TWide>(ref ai, ref b, ref ci, s, ref si, startRow, last); break;
            default: break;
        }

        static ref T At(ref T start, int offset) => ref Unsafe.IsNullRef(ref start) ? ref start : ref Unsafe.Add(ref start, offset);
    }

    /// <summary>A tile of eight rows of a single register: as many sums side by side as hide how long one multiply-add takes.</summary>
    [MethodImpl(Registers.Kernel)]
    private static void Column<T, V>(ref T a, ref T b, ref T c, in ProductShape s, ref T start, int startRow)
        where T : struct, IFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
    {
        V c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        if (!Unsafe.IsNullRef(ref start))
        {
            c0 = V.Load(in start);
            c1 = V.Load(in Unsafe.Add(ref start, startRow));
            c2 = V.Load(in Unsafe.Add(ref start, 2 * startRow));
            c3 = V.Load(in Unsafe.Add(ref start, 3 * startRow));
            c4 = V.Load(in Unsafe.Add(ref start, 4 * startRow));
            c5 = V.Load(in Unsafe.Add(ref start, 5 * startRow));
            c6 = V.Load(in Unsafe.Add(ref start, 6 * startRow));
            c7 = V.Load(in Unsafe.Add(ref start, 7 * startRow));
        }

        nint aRow = s.ARow, aInner = s.AInner, bRow = s.BRow, inner = s.Inner;
        for (var segment = 0; segment < s.Segments; segment++)
        {
            ref var ak = ref Unsafe.Add(ref a, segment * s.ASegment);
            ref var bk = ref Unsafe.Add(ref b, segment * s.BSegment);
            for (nint k = 0; k < inner; k++)
            {
                var b0 = V.Load(in bk);
                ref var low = ref ak;
                ref var high = ref Unsafe.Add(ref ak, 4 * aRow);
                c0 = V.MultiplyAdd(V.Spread(in low), b0, c0);
                c1 = V.MultiplyAdd(V.Spread(in Unsafe.Add(ref low, aRow)), b0, c1);
                c2 = V.MultiplyAdd(V.Spread(in Unsafe.Add(ref low, 2 * aRow)), b0, c2);
                c3 = V.MultiplyAdd(V.Spread(in Unsafe.Add(ref low, 3 * aRow)), b0, c3);
                c4 = V.MultiplyAdd(V.Spread(in high), b0, c4);
                c5 = V.MultiplyAdd(V.Spread(in Unsafe.Add(ref high, aRow)), b0, c5);
                c6 = V.MultiplyAdd(V.Spread(in Unsafe.Add(ref high, 2 * aRow)), b0, c6);
                c7 = V.MultiplyAdd(V.Spread(in Unsafe.Add(ref high, 3 * aRow)), b0, c7);
                ak = ref Unsafe.Add(ref ak, aInner);
                bk = ref Unsafe.Add(ref bk, bRow);
            }
        }

        c0.Store(ref c);
        c1.Store(ref Unsafe.Add(ref c, s.CRow));
        c2.Store(ref Unsafe.Add(ref c, 2 * s.CRow));
        c3.Store(ref Unsafe.Add(ref c, 3 * s.CRow));
        c4.Store(ref Unsafe.Add(ref c, 4 * s.CRow));
        c5.Store(ref Unsafe.Add(ref c, 5 * s.CRow));
        c6.Store(ref Unsafe.Add(ref c, 6 * s.CRow));
        c7.Store(ref Unsafe.Add(ref c, 7 * s.CRow));
    }

    /// <summary>One tile of C, held in registers while k runs. Rows and registers are constants to the compiler: what a smaller tile lacks vanishes.</summary>
    [MethodImpl(Registers.Kernel)]
    private static void Tile<T, V, TRows, TWide>(ref T a, ref T b, ref T c, in ProductShape s, ref T start, int startRow, nint last)
        where T : struct, IFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
        where TRows : struct, ICount
        where TWide : struct, ICount
    {
        V c00 = default, c01 = default, c02 = default, c03 = default;
        V c10 = default, c11 = default, c12 = default, c13 = default;
        V c20 = default, c21 = default, c22 = default, c23 = default;
        V c30 = default, c31 = default, c32 = default, c33 = default;
        if (!Unsafe.IsNullRef(ref start))
        {
            Load<T, V, TWide>(ref start, last, ref c00, ref c01, ref c02, ref c03);
            if (TRows.Value > 1)
            {
                Load<T, V, TWide>(ref Unsafe.Add(ref start, startRow), last, ref c10, ref c11, ref c12, ref c13);
            }

            if (TRows.Value > 2)
            {
                Load<T, V, TWide>(ref Unsafe.Add(ref start, 2 * startRow), last, ref c20, ref c21, ref c22, ref c23);
            }

            if (TRows.Value > 3)
            {
                Load<T, V, TWide>(ref Unsafe.Add(ref start, 3 * startRow), last, ref c30, ref c31, ref c32, ref c33);
            }
        }

        nint aRow = s.ARow, aInner = s.AInner, bRow = s.BRow, inner = s.Inner;
        for (var segment = 0; segment < s.Segments; segment++)
        {
            ref var ak = ref Unsafe.Add(ref a, segment * s.ASegment);
            ref var bk = ref Unsafe.Add(ref b, segment * s.BSegment);
            for (nint k = 0; k < inner; k++)
            {
                V b0 = V.Load(in bk), b1 = default, b2 = default, b3 = default;
                if (TWide.Value > 1)
                {
                    b1 = V.Load(in Unsafe.Add(ref bk, At<T, V, TWide>(1, last)));
                }

                if (TWide.Value > 2)
                {
                    b2 = V.Load(in Unsafe.Add(ref bk, At<T, V, TWide>(2, last)));
                }

                if (TWide.Value > 3)
                {
                    b3 = V.Load(in Unsafe.Add(ref bk, At<T, V, TWide>(3, last)));
                }

                Row<T, V, TWide>(in ak, b0, b1, b2, b3, ref c00, ref c01, ref c02, ref c03);
                if (TRows.Value > 1)
                {
                    Row<T, V, TWide>(in Unsafe.Add(ref ak, aRow), b0, b1, b2, b3, ref c10, ref c11, ref c12, ref c13);
                }

                if (TRows.Value > 2)
                {
                    Row<T, V, TWide>(in Unsafe.Add(ref ak, 2 * aRow), b0, b1, b2, b3, ref c20, ref c21, ref c22, ref c23);
                }

                if (TRows.Value > 3)
                {
                    Row<T, V, TWide>(in Unsafe.Add(ref ak, 3 * aRow), b0, b1, b2, b3, ref c30, ref c31, ref c32, ref c33);
                }

                ak = ref Unsafe.Add(ref ak, aInner);
                bk = ref Unsafe.Add(ref bk, bRow);
            }
        }

        Store<T, V, TWide>(ref c, last, c00, c01, c02, c03);
        if (TRows.Value > 1)
        {
            Store<T, V, TWide>(ref Unsafe.Add(ref c, s.CRow), last, c10, c11, c12, c13);
        }

        if (TRows.Value > 2)
        {
            Store<T, V, TWide>(ref Unsafe.Add(ref c, 2 * s.CRow), last, c20, c21, c22, c23);
        }

        if (TRows.Value > 3)
        {
            Store<T, V, TWide>(ref Unsafe.Add(ref c, 3 * s.CRow), last, c30, c31, c32, c33);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<T, V, TWide>(ref readonly T a, V b0, V b1, V b2, V b3, ref V c0, ref V c1, ref V c2, ref V c3)
        where T : struct, IFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
        where TWide : struct, ICount
    {
        var all = V.Spread(in a);
        c0 = V.MultiplyAdd(all, b0, c0);
        if (TWide.Value > 1)
        {
            c1 = V.MultiplyAdd(all, b1, c1);
        }

        if (TWide.Value > 2)
        {
            c2 = V.MultiplyAdd(all, b2, c2);
        }

        if (TWide.Value > 3)
        {
            c3 = V.MultiplyAdd(all, b3, c3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<T, V, TWide>(ref T from, nint last, ref V c0, ref V c1, ref V c2, ref V c3)
        where T : struct, IFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
        where TWide : struct, ICount
    {
        c0 = V.Load(in from);
        if (TWide.Value > 1)
        {
            c1 = V.Load(in Unsafe.Add(ref from, At<T, V, TWide>(1, last)));
        }

        if (TWide.Value > 2)
        {
            c2 = V.Load(in Unsafe.Add(ref from, At<T, V, TWide>(2, last)));
        }

        if (TWide.Value > 3)
        {
            c3 = V.Load(in Unsafe.Add(ref from, At<T, V, TWide>(3, last)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, V, TWide>(ref T to, nint last, V c0, V c1, V c2, V c3)
        where T : struct, IFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
        where TWide : struct, ICount
    {
        c0.Store(ref to);
        if (TWide.Value > 1)
        {
            c1.Store(ref Unsafe.Add(ref to, At<T, V, TWide>(1, last)));
        }

        if (TWide.Value > 2)
        {
            c2.Store(ref Unsafe.Add(ref to, At<T, V, TWide>(2, last)));
        }

        if (TWide.Value > 3)
        {
            c3.Store(ref Unsafe.Add(ref to, At<T, V, TWide>(3, last)));
        }
    }

    /// <summary>The position of register number <paramref name="index"/> of a tile; the last one may have been moved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint At<T, V, TWide>(int index, nint last)
        where T : struct, IFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
        where TWide : struct, ICount =>
        index == TWide.Value - 1 ? last : index * V.Count;

    private static void Require(bool inside)
    {
        if (!inside)
        {
            throw new ArgumentException("The matrices are smaller than the sizes and strides of the product say.");
        }
    }

    /// <summary>A number that the compiler knows.</summary>
    private interface ICount
    {
        static abstract int Value { get; }
    }

    private readonly struct One : ICount
    {
        public static int Value => 1;
    }

    private readonly struct Two : ICount
    {
        public static int Value => 2;
    }

    private readonly struct Three : ICount
    {
        public static int Value => 3;
    }

    private readonly struct Four : ICount
    {
        public static int Value => 4;
    }
}

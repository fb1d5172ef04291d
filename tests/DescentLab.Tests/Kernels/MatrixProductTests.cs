using System.Numerics;
using Xunit;

namespace DescentLab.Tests.Kernels;

public class MatrixProductTests
{
    private const int Largest = 70;

    [Fact]
    public void Multiply_EveryShapeInFloat_EqualsThePlainLoopToTheBit() => EveryShape<float>();

    [Fact]
    public void Multiply_EveryShapeInDouble_EqualsThePlainLoopToTheBit() => EveryShape<double>();

    [Fact]
    public void Multiply_Segments_AreOneLongSum()
    {
        var random = new RandomSource(3);
        double[] a = Values<double>(random, 200), b = Values<double>(random, 400);
        foreach (var shape in new[]
        {
            new ProductShape { Rows = 5, Columns = 11, Inner = 3, Segments = 4, ARow = 2, AInner = 1, ASegment = 17, BRow = 11, BSegment = 33, CRow = 11 },
            new ProductShape { Rows = 9, Columns = 2, Inner = 7, Segments = 2, ARow = 1, AInner = 9, ASegment = 64, BRow = 4, BSegment = 29, CRow = 3 },
        })
        {
            foreach (var start in new[] { Start.Zero, Start.Row, Start.Sum })
            {
                Compare(a, b, Values<double>(random, 200), shape, start);
            }
        }
    }

    [Fact]
    public void Multiply_InnerBeyondTheCache_EqualsThePlainLoopToTheBit()
    {
        var random = new RandomSource(2);
        float[] a = Values<float>(random, 9 * 700), b = Values<float>(random, 700 * 131), c = Values<float>(random, 9 * 131);
        foreach (var inner in new[] { 103, 104, 333, 700 })
        {
            foreach (var columns in new[] { 7, 50, 64, 100, 131 })
            {
                var shape = new ProductShape { Rows = 9, Columns = columns, Inner = inner, ARow = inner, AInner = 1, BRow = columns, CRow = columns };
                foreach (var start in new[] { Start.Zero, Start.Row, Start.Sum })
                {
                    Compare(a, b, c, shape, start);
                }
            }
        }
    }

    [Fact]
    public void Multiply_InnerWhoseBytesExceedAnInt_IsNotLeftOut()
    {
        const int Columns = 64;
        float[] ones = [.. Enumerable.Repeat(1f, Columns)], c = new float[Columns];
        var inner = (int.MaxValue / (Columns * sizeof(float))) + 2;

        // Strides of 0: the same numbers again and again.
        MatrixProduct.Multiply<float>([1], ones, c, new ProductShape { Rows = 1, Columns = Columns, Inner = inner, CRow = Columns });
        Assert.All(c, sum => Assert.Equal(inner, sum));
    }

    [Fact]
    public void MultiplyTall_AnyShapeAndDistance_EqualsMultiplyToTheBit()
    {
        var random = new RandomSource(6);
        float[] a = Values<float>(random, 5 * 2000), b = Values<float>(random, 5 * 70), scratch = new float[70 * 200];
        foreach (var stride in new[] { 200, 2000 })
        {
            foreach (var rows in new[] { 1, 15, 16, 31, 33, 64, 197 })
            {
                for (var columns = 1; columns <= 70; columns++)
                {
                    var shape = new ProductShape { Rows = rows, Columns = columns, Inner = 5, ARow = 1, AInner = stride, BRow = columns, CRow = columns };
                    float[] expected = new float[rows * columns], actual = new float[rows * columns];
                    MatrixProduct.Multiply<float>(a, b, expected, shape);
                    MatrixProduct.MultiplyTall<float>(a, b, actual, shape, scratch);
                    Assert.True(expected.AsSpan().SequenceEqual(actual), $"{rows} × {columns}, stride {stride}");
                }
            }
        }
    }

    [Fact]
    public void Transpose_EveryShape_SwapsRowsAndColumns()
    {
        for (var rows = 1; rows <= 20; rows++)
        {
            for (var columns = 1; columns <= 20; columns++)
            {
                float[] from = [.. Enumerable.Range(0, rows * columns).Select(i => (float)i)];
                foreach (var gap in new[] { 0, 3 })
                {
                    var toRow = rows + gap;
                    var to = new float[(columns * toRow) - gap];
                    Array.Fill(to, -1);
                    Transpose.Copy<float>(from, rows, columns, to, toRow);
                    Assert.Equal(Enumerable.Range(0, to.Length).Select(i => i % toRow < rows ? from[(i % toRow * columns) + (i / toRow)] : -1), to);
                }
            }
        }
    }

    [Fact]
    public void Transpose_SpansTooShort_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Transpose.Copy<float>(new float[5], 2, 3, new float[6], 2));
        Assert.Throws<ArgumentException>(() => Transpose.Copy<float>(new float[6], 2, 3, new float[9], 4));
        Assert.Throws<ArgumentException>(() => Transpose.Copy<float>(new float[6], 2, 3, new float[6], 1));
    }

    [Fact]
    public void Multiply_SpansTooShort_AreRefused()
    {
        var shape = new ProductShape { Rows = 2, Columns = 3, Inner = 4, ARow = 4, AInner = 1, BRow = 3, CRow = 3 };
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply<float>(new float[7], new float[12], new float[6], shape));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply<float>(new float[8], new float[11], new float[6], shape));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply<float>(new float[8], new float[12], new float[5], shape));
    }

    private enum Start
    {
        Zero,
        Row,
        Sum,
    }

    /// <summary>Every number of rows with every number of columns; the inner size, the transposition and the start alternate.</summary>
    private static void EveryShape<T>()
        where T : struct, IFloatingPointIeee754<T>
    {
        var random = new RandomSource(1);
        T[] a = Values<T>(random, Largest * Largest), b = Values<T>(random, Largest * Largest), c = Values<T>(random, Largest * (Largest + 2));
        var turn = 0;
        for (var rows = 1; rows <= Largest; rows++)
        {
            for (var columns = 1; columns <= Largest; columns++)
            {
                var inner = 1 + (turn * 13 % Largest);
                var shape = new ProductShape { Rows = rows, Columns = columns, Inner = inner, ARow = inner, AInner = 1, BRow = columns, CRow = columns + (turn % 3) };
                if (turn % 2 == 0)
                {
                    (shape.ARow, shape.AInner) = (1, rows);
                }

                Compare(a, b, c, shape, (Start)(turn / 2 % 3));
                turn++;
            }
        }
    }

    private static void Compare<T>(T[] a, T[] b, T[] before, ProductShape s, Start start)
        where T : struct, IFloatingPointIeee754<T>
    {
        T[] expected = [.. before], actual = [.. before];
        for (var i = 0; i < s.Rows; i++)
        {
            for (var j = 0; j < s.Columns; j++)
            {
                T sum = start == Start.Zero ? T.Zero : start == Start.Row ? b[j] : expected[(i * s.CRow) + j];
                for (var segment = 0; segment < Math.Max(1, s.Segments); segment++)
                {
                    for (var k = 0; k < s.Inner; k++)
                    {
                        sum = T.FusedMultiplyAdd(a[(segment * s.ASegment) + (i * s.ARow) + (k * s.AInner)], b[(segment * s.BSegment) + (k * s.BRow) + j], sum);
                    }
                }

                expected[(i * s.CRow) + j] = sum;
            }
        }

        switch (start)
        {
            case Start.Zero: MatrixProduct.Multiply<T>(a, b, actual, s); break;
            case Start.Row: MatrixProduct.MultiplyPlusRow<T>(a, b, b, actual, s); break;
            default: MatrixProduct.MultiplyAdd<T>(a, b, actual, s); break;
        }

        Assert.True(expected.AsSpan().SequenceEqual(actual), $"{typeof(T).Name}, {s.Rows} × {s.Inner} × {s.Columns}, {start}");
    }

    private static T[] Values<T>(RandomSource random, int count)
        where T : struct, IFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked(random.Uniform(-1, 1)))];
}

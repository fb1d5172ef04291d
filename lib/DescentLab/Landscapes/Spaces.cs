using System.Numerics;

namespace DescentLab;

/// <summary>Vectors of many components: sums in double and in order, so that they are the same on every machine.</summary>
internal static class Spaces
{
    public static void CheckPoint<T>(IObjective<T> objective, ReadOnlySpan<T> point, string name)
        where T : struct, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(objective);
        Require.Components(point, objective.Dimension, name);
    }

    public static double Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : struct, IFloatingPointIeee754<T>
    {
        // Four parallel sums: the processor does not have to wait for each to finish.
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        var i = 0;
        for (; i + 4 <= a.Length; i += 4)
        {
            s0 += double.CreateTruncating(a[i]) * double.CreateTruncating(b[i]);
            s1 += double.CreateTruncating(a[i + 1]) * double.CreateTruncating(b[i + 1]);
            s2 += double.CreateTruncating(a[i + 2]) * double.CreateTruncating(b[i + 2]);
            s3 += double.CreateTruncating(a[i + 3]) * double.CreateTruncating(b[i + 3]);
        }

        for (; i < a.Length; i++)
        {
            s0 += double.CreateTruncating(a[i]) * double.CreateTruncating(b[i]);
        }

        return s0 + s1 + (s2 + s3);
    }

    public static double Norm<T>(ReadOnlySpan<T> a)
        where T : struct, IFloatingPointIeee754<T>
    {
        var square = Dot(a, a);
        if (square is > 1e-280 and < double.PositiveInfinity)
        {
            return Math.Sqrt(square);
        }

        // The squares vanish or overflow: take them relative to the largest component.
        var largest = Largest(a);
        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        var exponent = Math.ILogB(largest);
        var scaled = Scaled(a, -exponent);
        return Math.ScaleB(Math.Sqrt(Dot<T>(scaled, scaled)), exponent);
    }

    /// <summary>a 2ᵉ.</summary>
    public static T[] Scaled<T>(ReadOnlySpan<T> a, int exponent)
        where T : struct, IFloatingPointIeee754<T>
    {
        var scaled = new T[a.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = T.ScaleB(a[i], exponent);
        }

        return scaled;
    }

    public static double Largest<T>(ReadOnlySpan<T> a)
        where T : struct, IFloatingPointIeee754<T>
    {
        var largest = T.Zero;
        foreach (var component in a)
        {
            largest = T.Max(largest, T.Abs(component));
        }

        return double.CreateTruncating(largest);
    }

    /// <summary>Overwrites <paramref name="sum"/> with x + t v.</summary>
    public static void Along<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> v, double t, Span<T> sum)
        where T : struct, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] = T.CreateTruncating(double.CreateTruncating(x[i]) + (t * double.CreateTruncating(v[i])));
        }
    }

    public static void Multiply<T>(Span<T> a, double factor)
        where T : struct, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < a.Length; i++)
        {
            a[i] = T.CreateTruncating(double.CreateTruncating(a[i]) * factor);
        }
    }

    /// <summary>Subtracts from <paramref name="a"/> its projection onto the span of orthonormal vectors.</summary>
    public static void RemoveSpan<T>(IReadOnlyList<T[]> basis, Span<T> a)
        where T : struct, IFloatingPointIeee754<T>
    {
        foreach (var unit in basis)
        {
            Along(a, unit, -Dot<T>(unit, a), a);
        }
    }

    /// <summary>b − a.</summary>
    public static T[] Difference<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : struct, IFloatingPointIeee754<T>
    {
        var difference = new T[a.Length];
        for (var i = 0; i < difference.Length; i++)
        {
            difference[i] = b[i] - a[i];
        }

        return difference;
    }

    /// <summary>Σ weights[k] vectors[k].</summary>
    public static double[] Combination<T>(IReadOnlyList<T[]> vectors, double[] weights)
        where T : struct, IFloatingPointIeee754<T>
    {
        var sum = new double[vectors[0].Length];
        for (var k = 0; k < vectors.Count; k++)
        {
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += weights[k] * double.CreateTruncating(vectors[k][i]);
            }
        }

        return sum;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace DescentLab;

/// <summary>The exponential and its relatives from the four operations alone: the same bits at any vector width and on any machine.</summary>
/// <remarks>
/// t = n ln 2 + r with n whole and |r| ≤ ½ ln 2; eᵗ = 2ⁿ eʳ, with eʳ from its Taylor series, whose first left-out term
/// is below a tenth of a unit in the last place. Results below the smallest normal number may be 0.
/// </remarks>
internal static class Exponential<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Adding this rounds to a whole number.</summary>
    private static T Rounder => Constant(12582912f, 6755399441055744.0);

    private static T Log2E => Constant(1.4426950408889634);

    private static T Ln2High => Constant(0.693359375f, 0.6931471803691238);

    private static T Ln2Low => Constant(-2.1219444005469057e-4f, 1.9082149292705877e-10);

    /// <summary>Below, eᵗ no longer matters beside 1; above, it is infinite.</summary>
    private static T Lowest => Constant(-87f, -708);

    private static T Highest => Constant(89f, 710);

    /// <summary>Beyond, tanh is ±1 to the last bit.</summary>
    private static T TanhLimit => Constant(20f, 40);

    /// <summary>eᵗ, clamped to [e⁻⁸⁷, ∞] (float) or [e⁻⁷⁰⁸, ∞] (double).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V t)
        where V : struct, ILane<V, T>
    {
        var (power, r, ratio) = Reduce(t);
        return power * V.MultiplyAdd(ratio, r, V.Of(T.One));
    }

    /// <summary>eᵗ − 1, also right to the last bits where it is small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpMinusOne<V>(V t)
        where V : struct, ILane<V, T>
    {
        var (power, r, ratio) = Reduce(t);
        return V.MultiplyAdd(power, ratio * r, power - V.Of(T.One));
    }

    /// <summary>σ(z) = 1 / (1 + e⁻ᶻ): 0 far on the left, 1 far on the right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V z)
        where V : struct, ILane<V, T> =>
        V.Of(T.One) / (V.Of(T.One) + Exp(-z));

    /// <summary>tanh z = (e²ᶻ − 1) / (e²ᶻ + 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V z)
        where V : struct, ILane<V, T>
    {
        var e = ExpMinusOne(Clamp(z + z, V.Of(-TanhLimit), V.Of(TanhLimit)));
        return e / (e + V.Of(T.One + T.One));
    }

    /// <summary>2ⁿ, r, and (eʳ − 1) / r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Power, V R, V Ratio) Reduce<V>(V t)
        where V : struct, ILane<V, T>
    {
        t = Clamp(t, V.Of(Lowest), V.Of(Highest));
        var rounder = V.Of(Rounder);
        var rounded = V.MultiplyAdd(t, V.Of(Log2E), rounder);
        var n = rounded - rounder;
        var r = V.MultiplyAdd(n, V.Of(-Ln2Low), V.MultiplyAdd(n, V.Of(-Ln2High), t));
        return (V.PowerOfTwo(rounded), r, Series(r));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Series<V>(V r)
        where V : struct, ILane<V, T>
    {
        V s;
        if (typeof(T) == typeof(float))
        {
            s = V.Of(Inverse.F7);
        }
        else
        {
            s = V.MultiplyAdd(V.Of(Inverse.F14), r, V.Of(Inverse.F13));
            s = V.MultiplyAdd(s, r, V.Of(Inverse.F12));
            s = V.MultiplyAdd(s, r, V.Of(Inverse.F11));
            s = V.MultiplyAdd(s, r, V.Of(Inverse.F10));
            s = V.MultiplyAdd(s, r, V.Of(Inverse.F9));
            s = V.MultiplyAdd(s, r, V.Of(Inverse.F8));
            s = V.MultiplyAdd(s, r, V.Of(Inverse.F7));
        }

        s = V.MultiplyAdd(s, r, V.Of(Inverse.F6));
        s = V.MultiplyAdd(s, r, V.Of(Inverse.F5));
        s = V.MultiplyAdd(s, r, V.Of(Inverse.F4));
        s = V.MultiplyAdd(s, r, V.Of(Inverse.F3));
        s = V.MultiplyAdd(s, r, V.Of(Inverse.F2));
        return V.MultiplyAdd(s, r, V.Of(T.One));
    }

    /// <summary>t within the limits; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Clamp<V>(V t, V lowest, V highest)
        where V : struct, ILane<V, T>
    {
        t = V.Select(t, lowest, lowest, t);
        return V.Select(highest, t, highest, t);
    }

    /// <summary>1/k!</summary>
    private static class Inverse
    {
        public static T F2 => Constant(1.0 / 2);

        public static T F3 => Constant(1.0 / 6);

        public static T F4 => Constant(1.0 / 24);

        public static T F5 => Constant(1.0 / 120);

        public static T F6 => Constant(1.0 / 720);

        public static T F7 => Constant(1.0 / 5040);

        public static T F8 => Constant(1.0 / 40320);

        public static T F9 => Constant(1.0 / 362880);

        public static T F10 => Constant(1.0 / 3628800);

        public static T F11 => Constant(1.0 / 39916800);

        public static T F12 => Constant(1.0 / 479001600);

        public static T F13 => Constant(1.0 / 6227020800);

        public static T F14 => Constant(1.0 / 87178291200);
    }

    /// <summary>A number that the compiler folds into the code, which a static field is not before the class has run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Constant(float single, double precise) =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(single) : Unsafe.BitCast<double, T>(precise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Constant(double value) => Constant((float)value, value);
}

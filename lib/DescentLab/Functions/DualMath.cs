namespace DescentLab;

/// <summary>
/// The functions that an <c>Auto</c> function may use. With <c>using static DescentLab.DualMath;</c> a cell reads like
/// mathematics: <c>Function2D.Auto((x, y) => Exp(-x * x) * Sin(y))</c>.
/// </summary>
/// <remarks>
/// Each has a form for <see cref="Dual"/> and one for double, so that the same text also works on plain numbers (do not
/// import <see cref="Math"/> statically beside it: every name would then mean two things). Outside its domain a function is
/// NaN or infinite, as <see cref="Math"/> has it; NaN passes through, to the slopes as well.
/// At kinks the derivative is a choice: Abs at 0 has slope 0; Max and Min of equal values take the mean of both slopes (so that
/// Abs(x) = Max(x, −x) there too); Sqrt at 0, and powers between 0 and 1 at 0, have slope +∞, except along directions where
/// the argument itself has slope 0: there the slope is 0.
/// </remarks>
public static class DualMath
{
    /// <summary>eˣ.</summary>
    /// <param name="x">Any number.</param>
    public static Dual Exp(Dual x)
    {
        var e = Math.Exp(x.Value);
        return x.Through(e, e);
    }

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">Above 0; −∞ at 0, NaN below.</param>
    public static Dual Log(Dual x) => x.Through(Math.Log(x.Value), x.Value < 0 ? double.NaN : 1 / Math.Abs(x.Value));

    /// <summary>The square root; its slope at 0 is +∞ (0 where x has slope 0).</summary>
    /// <param name="x">0 or above; NaN below.</param>
    public static Dual Sqrt(Dual x)
    {
        var root = Math.Sqrt(x.Value);
        return x.Through(root, root == 0 ? double.PositiveInfinity : 0.5 / root);
    }

    /// <summary>The sine.</summary>
    /// <param name="x">Radians.</param>
    public static Dual Sin(Dual x) => x.Through(Math.Sin(x.Value), Math.Cos(x.Value));

    /// <summary>The cosine.</summary>
    /// <param name="x">Radians.</param>
    public static Dual Cos(Dual x) => x.Through(Math.Cos(x.Value), -Math.Sin(x.Value));

    /// <summary>The tangent.</summary>
    /// <param name="x">Radians. No double is exactly at a pole.</param>
    public static Dual Tan(Dual x)
    {
        var tan = Math.Tan(x.Value);
        return x.Through(tan, 1 + (tan * tan));
    }

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">Any number.</param>
    public static Dual Tanh(Dual x)
    {
        var cosh = Math.Cosh(x.Value);
        return x.Through(Math.Tanh(x.Value), 1 / cosh / cosh);
    }

    /// <summary>The magnitude; its slope at 0 is 0.</summary>
    /// <param name="x">Any number.</param>
    public static Dual Abs(Dual x) => x.Value > 0 ? x : x.Value < 0 ? -x : x.Through(Math.Abs(x.Value), x.Value == 0 ? 0 : double.NaN);

    /// <summary>The larger; of equal values, with the mean of both slopes.</summary>
    /// <param name="x">Any number.</param>
    /// <param name="y">Any number.</param>
    public static Dual Max(Dual x, Dual y) => x.Value > y.Value ? x : x.Value < y.Value ? y : Tie(Math.Max(x.Value, y.Value), x, y);

    /// <summary>The smaller; of equal values, with the mean of both slopes.</summary>
    /// <param name="x">Any number.</param>
    /// <param name="y">Any number.</param>
    public static Dual Min(Dual x, Dual y) => x.Value < y.Value ? x : x.Value > y.Value ? y : Tie(Math.Min(x.Value, y.Value), x, y);

    /// <summary>x to a fixed power. Small integer powers are products: <c>Pow(x, 2)</c> is x · x to the bit.</summary>
    /// <param name="x">Any number for an integer power; otherwise 0 or above, NaN below.</param>
    /// <param name="power">The exponent.</param>
    public static Dual Pow(Dual x, double power) =>
        x.Through(Powers.Of(x.Value, power), power == 0 ? 0 : power * Powers.Of(x.Value, power - 1));

    /// <summary>x to a power that may itself vary; <c>Pow(2, x)</c> too.</summary>
    /// <param name="x">The base, 0 or above; below 0 only a constant power has a derivative.</param>
    /// <param name="power">The exponent.</param>
    public static Dual Pow(Dual x, Dual power)
    {
        if (power is { DX: 0, DY: 0 })
        {
            return Pow(x, power.Value);
        }

        var alongBase = Pow(x, power.Value);
        var alongPower = x.Value == 0 && power.Value > 0 ? 0 : alongBase.Value * Math.Log(x.Value);
        return alongBase + power.Through(0, alongPower);
    }

    /// <inheritdoc cref="Exp(Dual)"/>
    public static double Exp(double x) => Math.Exp(x);

    /// <inheritdoc cref="Log(Dual)"/>
    public static double Log(double x) => Math.Log(x);

    /// <inheritdoc cref="Sqrt(Dual)"/>
    public static double Sqrt(double x) => Math.Sqrt(x);

    /// <inheritdoc cref="Sin(Dual)"/>
    public static double Sin(double x) => Math.Sin(x);

    /// <inheritdoc cref="Cos(Dual)"/>
    public static double Cos(double x) => Math.Cos(x);

    /// <inheritdoc cref="Tan(Dual)"/>
    public static double Tan(double x) => Math.Tan(x);

    /// <inheritdoc cref="Tanh(Dual)"/>
    public static double Tanh(double x) => Math.Tanh(x);

    /// <inheritdoc cref="Abs(Dual)"/>
    public static double Abs(double x) => Math.Abs(x);

    /// <inheritdoc cref="Max(Dual, Dual)"/>
    public static double Max(double x, double y) => Math.Max(x, y);

    /// <inheritdoc cref="Min(Dual, Dual)"/>
    public static double Min(double x, double y) => Math.Min(x, y);

    /// <inheritdoc cref="Pow(Dual, double)"/>
    public static double Pow(double x, double power) => Powers.Of(x, power);

    private static Dual Tie(double value, Dual x, Dual y) => double.IsNaN(value)
        ? x.Through(value, double.NaN) + y.Through(0, double.NaN)
        : new(value, (x.DX + y.DX) / 2, (x.DY + y.DY) / 2);
}

using System.Numerics;

namespace DescentLab;

/// <summary>A number that carries its partial derivatives along x and y: the arithmetic behind the <c>Auto</c> functions.</summary>
/// <remarks>
/// <code>
/// (a, a′) + (b, b′) = (a + b, a′ + b′)
/// (a, a′) · (b, b′) = (a b, a′ b + a b′)
/// (a, a′) / (b, b′) = (a / b, (a′ − (a / b) b′) / b)
/// </code>
/// A function written for dual numbers therefore gives its value and its exact derivatives in one evaluation (forward-mode
/// differentiation; Wengert, "A simple automatic derivative evaluation program", 1964). A plain number is a constant: both
/// derivatives 0. Values follow IEEE 754 as those of double do: 1 / 0 is ∞, the root of −1 is NaN, nothing throws.
/// Comparisons use the value alone, so that <c>x &lt; 0 ? … : …</c> takes the branch that a double would.
/// The functions Exp, Sin, … are in <see cref="DualMath"/>.
/// </remarks>
/// <param name="value">The number.</param>
/// <param name="dx">∂/∂x.</param>
/// <param name="dy">∂/∂y.</param>
[TypeFormatterSource]
public readonly struct Dual(double value, double dx, double dy)
    : IAdditionOperators<Dual, Dual, Dual>,
      ISubtractionOperators<Dual, Dual, Dual>,
      IMultiplyOperators<Dual, Dual, Dual>,
      IDivisionOperators<Dual, Dual, Dual>,
      IUnaryPlusOperators<Dual, Dual>,
      IUnaryNegationOperators<Dual, Dual>,
      IComparisonOperators<Dual, Dual, bool>,
      IEquatable<Dual>
{
    /// <summary>The number.</summary>
    public double Value { get; } = value;

    /// <summary>Its derivative along x.</summary>
    public double DX { get; } = dx;

    /// <summary>Its derivative along y.</summary>
    public double DY { get; } = dy;

    /// <summary>A constant.</summary>
    /// <param name="constant">The number; its derivatives are 0.</param>
    public static implicit operator Dual(double constant) => new(constant, 0, 0);

    /// <summary>The sum.</summary>
    public static Dual operator +(Dual left, Dual right) => new(left.Value + right.Value, left.DX + right.DX, left.DY + right.DY);

    /// <summary>The difference.</summary>
    public static Dual operator -(Dual left, Dual right) => new(left.Value - right.Value, left.DX - right.DX, left.DY - right.DY);

    /// <summary>The product.</summary>
    public static Dual operator *(Dual left, Dual right)
    {
        var (a, b) = (left.Value, right.Value);
        return new(a * b, Scaled(b, left.DX) + Scaled(a, right.DX), Scaled(b, left.DY) + Scaled(a, right.DY));
    }

    /// <summary>The quotient; ±∞ or NaN where the denominator is 0, as for double.</summary>
    public static Dual operator /(Dual left, Dual right)
    {
        var (a, b) = (left.Value, right.Value);
        var quotient = a / b;
        return new(quotient, Along(left.DX, right.DX), Along(left.DY, right.DY));

        double Along(double dLeft, double dRight) => dLeft == 0 && dRight == 0 ? 0 : (dLeft - Scaled(quotient, dRight)) / b;
    }

    /// <summary>The number itself.</summary>
    public static Dual operator +(Dual value) => value;

    /// <summary>The negative.</summary>
    public static Dual operator -(Dual value) => new(-value.Value, -value.DX, -value.DY);

    /// <summary>Whether the values are equal, whatever the derivatives.</summary>
    public static bool operator ==(Dual left, Dual right) => left.Value == right.Value;

    /// <summary>Whether the values differ, whatever the derivatives.</summary>
    public static bool operator !=(Dual left, Dual right) => left.Value != right.Value;

    /// <summary>Whether the left value is smaller.</summary>
    public static bool operator <(Dual left, Dual right) => left.Value < right.Value;

    /// <summary>Whether the left value is larger.</summary>
    public static bool operator >(Dual left, Dual right) => left.Value > right.Value;

    /// <summary>Whether the left value is smaller or equal.</summary>
    public static bool operator <=(Dual left, Dual right) => left.Value <= right.Value;

    /// <summary>Whether the left value is larger or equal.</summary>
    public static bool operator >=(Dual left, Dual right) => left.Value >= right.Value;

    /// <summary>The variable x at a point: its derivative along x is 1.</summary>
    /// <param name="x">Where.</param>
    public static Dual X(double x) => new(x, 1, 0);

    /// <summary>The variable y at a point: its derivative along y is 1.</summary>
    /// <param name="y">Where.</param>
    public static Dual Y(double y) => new(y, 0, 1);

    /// <summary>The chain rule: h(x) with h and its slope h′ taken at the value of x.</summary>
    /// <param name="h">h at <see cref="Value"/>.</param>
    /// <param name="slope">h′ at <see cref="Value"/>; where a derivative is exactly 0 it stays 0, even if the slope is infinite.</param>
    internal Dual Through(double h, double slope) => new(h, Scaled(slope, DX), Scaled(slope, DY));

    /// <inheritdoc/>
    public bool Equals(Dual other) => Value.Equals(other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Dual other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>"0.5 (∂x 1, ∂y 0)".</summary>
    public override string ToString() => $"{Value} (∂x {DX}, ∂y {DY})";

    /// <summary>factor · derivative; a derivative of exactly 0 stays 0: what does not vary along x has no slope there.</summary>
    private static double Scaled(double factor, double derivative) => derivative == 0 ? 0 : factor * derivative;
}

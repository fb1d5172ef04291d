namespace DescentLab;

/// <summary>An unevaluated sum of two doubles: 106 bits, so that moments of nearly equal numbers keep their digits.</summary>
/// <remarks>
/// Error-free transformations after T. J. Dekker (1971) and D. E. Knuth (TAOCP 2, 4.2.2). The relative error of an
/// operation is a few 2⁻¹⁰⁴ while nothing overflows or becomes subnormal.
/// </remarks>
/// <param name="High">The sum, rounded to a double.</param>
/// <param name="Low">The rounding error.</param>
internal readonly record struct DoubleDouble(double High, double Low)
{
    public static readonly DoubleDouble Zero = new(0, 0);

    public static implicit operator DoubleDouble(double x) => new(x, 0);

    public static explicit operator double(DoubleDouble x) => x.High + x.Low;

    public static DoubleDouble operator +(DoubleDouble x, DoubleDouble y)
    {
        DoubleDouble high = Sum(x.High, y.High), low = Sum(x.Low, y.Low);
        high = QuickSum(high.High, high.Low + low.High);
        return QuickSum(high.High, high.Low + low.Low);
    }

    public static DoubleDouble operator -(DoubleDouble x) => new(-x.High, -x.Low);

    public static DoubleDouble operator -(DoubleDouble x, DoubleDouble y) => x + -y;

    public static DoubleDouble operator *(DoubleDouble x, DoubleDouble y)
    {
        var high = x.High * y.High;
        var low = Math.FusedMultiplyAdd(x.High, y.High, -high);
        return QuickSum(high, low + ((x.High * y.Low) + (x.Low * y.High)));
    }

    public static DoubleDouble operator /(DoubleDouble x, DoubleDouble y)
    {
        // Long division with doubles for digits.
        var first = x.High / y.High;
        var rest = x - (y * first);
        var second = rest.High / y.High;
        rest -= y * second;
        return QuickSum(first, second) + (rest.High / y.High);
    }

    /// <summary>√x by one Newton step from the double root; 0 for 0.</summary>
    public static DoubleDouble Sqrt(DoubleDouble x)
    {
        var root = Math.Sqrt(x.High);
        return root == 0 ? Zero : root + ((x - ((DoubleDouble)root * root)) / (2 * root));
    }

    /// <summary>x · 2ᵉ, exact unless the result overflows (to ±∞) or becomes subnormal.</summary>
    public static DoubleDouble Scale(DoubleDouble x, int exponent)
    {
        var high = Math.ScaleB(x.High, exponent);
        return new(high, double.IsFinite(high) ? Math.ScaleB(x.Low, exponent) : 0);
    }

    private static DoubleDouble Sum(double x, double y)
    {
        var sum = x + y;
        var part = sum - x;
        return new(sum, (x - (sum - part)) + (y - part));
    }

    /// <summary>The sum of two doubles where |x| ≥ |y|.</summary>
    private static DoubleDouble QuickSum(double x, double y)
    {
        var sum = x + y;
        return new(sum, y - (sum - x));
    }
}

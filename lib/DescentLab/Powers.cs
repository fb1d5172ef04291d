using System.Numerics;

namespace DescentLab;

/// <summary>Computes powers, with products for integer exponents, so that they are the same on every machine (pow of the C library may differ).</summary>
internal static class Powers
{
    // Above this the products accumulate more rounding error than pow.
    private const double LargestProduct = 64;

    /// <summary>xᵖ; a product of p factors when p is a small integer.</summary>
    public static double Of(double x, double power) =>
        double.IsInteger(power) && Math.Abs(power) <= LargestProduct
            ? power < 0 ? 1 / Product(x, (int)-power) : Product(x, (int)power)
            : Math.Pow(x, power);

    /// <summary>xⁿ by repeated squaring, n ≥ 0.</summary>
    public static double Product(double x, int n)
    {
        var product = 1.0;
        for (var (square, bits) = (x, n); bits > 0; bits >>= 1, square *= square)
        {
            if ((bits & 1) == 1)
            {
                product *= square;
            }
        }

        return product;
    }

    /// <summary>xⁿ by repeated squaring in double, rounded once to T, n ≥ 0.</summary>
    public static T Product<T>(T x, int n)
        where T : struct, IFloatingPointIeee754<T> =>
        T.CreateChecked(Product(double.CreateChecked(x), n));

    /// <summary>1 − xⁿ in double, rounded once to T, n ≥ 0: the bias corrections of Adam.</summary>
    public static T Complement<T>(T x, int n)
        where T : struct, IFloatingPointIeee754<T> =>
        T.CreateChecked(1 - Product(double.CreateChecked(x), n));
}

namespace DescentLab;

/// <summary>The natural logarithm from additions, multiplications and divisions alone: the same bits on every machine.</summary>
/// <remarks>Math.Log is the C library's, and C libraries differ in the last bit.</remarks>
internal static class Logarithm
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const int LastTerm = 21;

    /// <summary>ln x for finite x above 0, to about one unit in the last place; ln 0 = −∞; NaN below 0.</summary>
    /// <remarks>x = 2ⁿ m with m in [√½, √2); ln m = 2 artanh s with s = (m − 1)/(m + 1), |s| &lt; 0.172.</remarks>
    public static double Of(double x)
    {
        if (!(x > 0) || double.IsInfinity(x))
        {
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        }

        var n = 0;
        if (!double.IsNormal(x))
        {
            x *= 1UL << 54;
            n = -54;
        }

        var bits = BitConverter.DoubleToInt64Bits(x);
        n += (int)(bits >> 52) - 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (m > 1.4142135623730951)
        {
            m /= 2;
            n++;
        }

        var f = m - 1;
        var s = f / (2 + f);
        var square = s * s;
        double series = 0;
        for (var k = LastTerm; k >= 3; k -= 2)
        {
            series = (series + (1.0 / k)) * square;
        }

        // ln m = 2s + 2s·series = f − s·(f − 2·series): the leading f is exact, only the correction is rounded.
        return (n * Ln2High) - ((s * (f - (2 * series))) - (n * Ln2Low) - f);
    }
}

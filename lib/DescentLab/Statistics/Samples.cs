using System.Numerics;
using System.Runtime.CompilerServices;

namespace DescentLab;

/// <summary>Reads and checks the arguments of a test.</summary>
internal static class Samples
{
    /// <summary>The values of a sample: finite numbers, at least <paramref name="least"/> of them.</summary>
    /// <exception cref="ArgumentException">There are too few values, or one is NaN or infinite.</exception>
    public static double[] Finite(
        IEnumerable<double> sample, int least, [CallerArgumentExpression(nameof(sample))] string name = "sample")
    {
        var values = Read(sample, least, name);
        var bad = Array.FindIndex(values, v => !double.IsFinite(v));
        return bad < 0 ? values : throw new ArgumentException(
            $"{name}[{bad}] = {values[bad]} is not a finite number; remove it before the test, and report that.", name);
    }

    /// <summary>The values of a sample for a test by ranks: infinities are allowed, NaN is not.</summary>
    /// <exception cref="ArgumentException">There are too few values, or one is NaN.</exception>
    public static double[] Ordered(
        IEnumerable<double> sample, int least, [CallerArgumentExpression(nameof(sample))] string name = "sample")
    {
        var values = Read(sample, least, name);
        var bad = Array.FindIndex(values, double.IsNaN);
        return bad < 0 ? values : throw new ArgumentException(
            $"{name}[{bad}] = NaN has no rank; remove it before the test, and report that.", name);
    }

    /// <summary>The values of a sample of another number type.</summary>
    public static IEnumerable<double> InDouble<T>(IEnumerable<T> sample, [CallerArgumentExpression(nameof(sample))] string name = "sample")
        where T : struct, INumberBase<T> =>
        Require.NotNull(sample, $"sample {name}", name).Select(double.CreateChecked);

    /// <summary>Both members of every pair.</summary>
    /// <exception cref="ArgumentException">The samples differ in length.</exception>
    public static void SameLength(double[] a, double[] b)
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException(
                $"a has {a.Length} values and b has {b.Length}; a paired test needs the two values of every pair, in the same order.", nameof(b));
        }
    }

    /// <summary>(aᵢ − bᵢ)·2⁻ᵉ and e: on this scale no difference overflows.</summary>
    public static (double[] Values, int Exponent) Differences(double[] a, double[] b)
    {
        var exponent = Moments.Exponent([.. a, .. b]);
        return ([.. Moments.Scaled(a, -exponent).Zip(Moments.Scaled(b, -exponent), (x, y) => x - y)], exponent);
    }

    public static double Probability(double p, [CallerArgumentExpression(nameof(p))] string name = "p") =>
        p is >= 0 and <= 1
            ? p
            : throw Require.Refused(p, $"The probability {name} must lie in [0, 1].", name);

    /// <summary>A confidence level such as 0.95.</summary>
    public static double Level(double level) =>
        level is > 0 and < 1
            ? level
            : throw Require.Refused(level, "The confidence level must lie between 0 and 1, such as 0.95.");

    /// <summary>A number of degrees of freedom, up to where a distribution's series still converge.</summary>
    public static double DegreesOfFreedom(double df, double most, [CallerArgumentExpression(nameof(df))] string name = "df") =>
        df > 0 && df <= most
            ? df
            : throw Require.Refused(df, $"The degrees of freedom must be above 0{(double.IsFinite(most) ? $" and at most {most:0e0}" : "")}.", name);

    private static double[] Read(IEnumerable<double> sample, int least, string name)
    {
        double[] values = [.. sample ?? throw new ArgumentNullException(name, $"The sample {name} is missing.")];
        return values.Length >= least ? values : throw new ArgumentException(
            $"{name} has {values.Length} {(values.Length == 1 ? "value" : "values")}; this needs at least {least}.", name);
    }
}

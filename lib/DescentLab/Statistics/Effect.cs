namespace DescentLab;

/// <summary>Effect sizes: the size of a difference, independent of the number of samples.</summary>
/// <remarks>
/// Positive when the first sample is the larger. Between two constant samples the standardized differences are
/// ±∞, as t is, or NaN (0/0) if the means are equal; they need at least two finite numbers in each sample,
/// <see cref="CliffsDelta"/> needs one.
/// </remarks>
public static partial class Effect
{
    /// <summary>Cohen's d as the chapter computes it: the difference of the means over the root mean square of the two s.</summary>
    /// <remarks><c>d = (ā − b̄) / √(½(s_a² + s_b²))</c>. Not weighted with the sample sizes; with equal sizes both forms agree.
    /// By Cohen's rule of thumb 0.2 is small, 0.5 medium, 0.8 large.</remarks>
    /// <param name="a">The first sample.</param>
    /// <param name="b">The second sample.</param>
    /// <returns>d.</returns>
    public static double CohensD(IEnumerable<double> a, IEnumerable<double> b)
    {
        var (first, second, _) = Moments.OnOneScale(new(Samples.Finite(a, 2)), new(Samples.Finite(b, 2)));
        return Moments.MeanDifference(first, second) / RootMeanSquare(first.StandardDeviation, 1, second.StandardDeviation, 1);
    }

    /// <summary>Cohen's d with the pooled standard deviation, the one of the pooled t-test.</summary>
    /// <remarks><c>d = (ā − b̄) / s</c>, <c>s² = ((n_a − 1)s_a² + (n_b − 1)s_b²)/(n_a + n_b − 2)</c>.</remarks>
    /// <param name="a">The first sample.</param>
    /// <param name="b">The second sample.</param>
    /// <returns>d.</returns>
    public static double CohensDPooled(IEnumerable<double> a, IEnumerable<double> b) =>
        CohensDPooled(new Moments(Samples.Finite(a, 2)), new Moments(Samples.Finite(b, 2)));

    /// <summary>Hedges' g: the pooled Cohen's d without its bias in small samples.</summary>
    /// <remarks>
    /// <c>g = J(ν) d</c> with ν = n_a + n_b − 2 and <c>J(ν) = Γ(ν/2) / (√(ν/2) Γ((ν − 1)/2))</c>, which is nearly
    /// <c>1 − 3/(4ν − 1)</c>. Source: L. V. Hedges, Distribution theory for Glass's estimator of effect size, 1981.
    /// </remarks>
    /// <param name="a">The first sample.</param>
    /// <param name="b">The second sample.</param>
    /// <returns>g.</returns>
    public static double HedgesG(IEnumerable<double> a, IEnumerable<double> b)
    {
        Moments first = new(Samples.Finite(a, 2)), second = new(Samples.Finite(b, 2));
        return SpecialFunctions.HedgesCorrection((double)first.N + second.N - 2) * CohensDPooled(first, second);
    }

    /// <summary>Cliff's δ: the share of pairs in which a is larger, minus the share in which b is.</summary>
    /// <remarks><c>δ = (U₁ − U₂)/(n_a n_b)</c>: 1 if every a is above every b, 0 if neither is favoured. Infinities have ranks.</remarks>
    /// <param name="a">The first sample.</param>
    /// <param name="b">The second sample.</param>
    /// <returns>δ, from −1 to 1.</returns>
    public static double CliffsDelta(IEnumerable<double> a, IEnumerable<double> b) =>
        Ranks.Compare(Samples.Ordered(a, 1), Samples.Ordered(b, 1)).CliffsDelta;

    private static double CohensDPooled(Moments a, Moments b)
    {
        (a, b, _) = Moments.OnOneScale(a, b);
        return Moments.MeanDifference(a, b) / RootMeanSquare(a.StandardDeviation, a.N - 1, b.StandardDeviation, b.N - 1);
    }

    /// <summary>√((v x² + w y²)/(v + w)); a weight of 0 takes its number out.</summary>
    internal static double RootMeanSquare(double x, double v, double y, double w)
    {
        x = v == 0 ? 0 : x;
        y = w == 0 ? 0 : y;
        var largest = Math.Max(x, y);
        if (largest == 0)
        {
            return 0;
        }

        double p = x / largest, q = y / largest;
        return largest * Math.Sqrt(((v * p * p) + (w * q * q)) / (v + w));
    }
}

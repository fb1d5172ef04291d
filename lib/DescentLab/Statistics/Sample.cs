namespace DescentLab;

/// <summary>Describes one sample: mean, spread, shape, quantiles.</summary>
/// <remarks>
/// Moments are computed in two passes of 106-bit arithmetic: values such as 10,000,000.1 lose no digits of their variance.
/// Every method rejects NaN, infinities and samples that are too small with an <see cref="ArgumentException"/>.
/// </remarks>
public static partial class Sample
{
    /// <summary>x̄ = Σ x/n.</summary>
    /// <param name="x">At least 1 finite number.</param>
    /// <returns>The mean.</returns>
    public static double Mean(IEnumerable<double> x) => new Moments(Samples.Finite(x, 1)).Mean;

    /// <summary>s² = Σ(x − x̄)²/(n − 1).</summary>
    /// <param name="x">At least 2 finite numbers.</param>
    /// <returns>The unbiased variance.</returns>
    public static double Variance(IEnumerable<double> x) => new Moments(Samples.Finite(x, 2)).Variance;

    /// <summary>s, the root of the <see cref="Variance"/>.</summary>
    /// <param name="x">At least 2 finite numbers.</param>
    /// <returns>The standard deviation of the sample.</returns>
    public static double StandardDeviation(IEnumerable<double> x) => new Moments(Samples.Finite(x, 2)).StandardDeviation;

    /// <summary>s/√n: the expected error of the mean.</summary>
    /// <param name="x">At least 2 finite numbers.</param>
    /// <returns>The standard error of the mean.</returns>
    public static double StandardError(IEnumerable<double> x) => new Moments(Samples.Finite(x, 2)).StandardError;

    /// <summary>m₃/m₂^(3/2) with mₖ = Σ(x − x̄)ᵏ/n: 0 for symmetric samples, negative for a long left tail; NaN if all are equal.</summary>
    /// <param name="x">At least 2 finite numbers.</param>
    /// <returns>The (biased) skewness.</returns>
    public static double Skewness(IEnumerable<double> x) => new Moments(Samples.Finite(x, 2)).Skewness;

    /// <summary>m₄/m₂² − 3 with mₖ = Σ(x − x̄)ᵏ/n: 0 for a normal distribution, positive for heavy tails; NaN if all are equal.</summary>
    /// <param name="x">At least 2 finite numbers.</param>
    /// <returns>The (biased) excess kurtosis, Fisher's definition.</returns>
    public static double ExcessKurtosis(IEnumerable<double> x) => new Moments(Samples.Finite(x, 2)).ExcessKurtosis;

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    /// <param name="x">At least 1 finite number.</param>
    /// <returns>The median.</returns>
    public static double Median(IEnumerable<double> x) => Quantile(x, 0.5);

    /// <summary>The value at position (n − 1)p of the sorted sample, between two values in proportion (NumPy's "linear").</summary>
    /// <param name="x">At least 1 finite number.</param>
    /// <param name="p">A share in [0, 1].</param>
    /// <returns>The quantile.</returns>
    public static double Quantile(IEnumerable<double> x, double p)
    {
        var sorted = Samples.Finite(x, 1);
        Array.Sort(sorted);
        return SortedQuantile(sorted, Samples.Probability(p));
    }

    internal static double SortedQuantile(double[] sorted, double p)
    {
        var position = (sorted.Length - 1) * p;
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        double part = position - below, step = sorted[above] - sorted[below];
        if (part == 0 || sorted[above] == sorted[below])
        {
            // Both may be infinite: a bootstrapped ratio whose divisor is 0.
            return sorted[below];
        }

        if (double.IsInfinity(step))
        {
            // The two values are farther apart than the largest double.
            return ((1 - part) * sorted[below]) + (part * sorted[above]);
        }

        // From the nearer end, as NumPy does: at a share of 1 it is exactly the upper value.
        return part < 0.5 ? sorted[below] + (part * step) : sorted[above] - ((1 - part) * step);
    }
}

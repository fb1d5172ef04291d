namespace DescentLab;

/// <summary>A range that covers the true value in a given share of repeated experiments.</summary>
/// <param name="Low">The lower end; −∞ if the interval is open below.</param>
/// <param name="High">The upper end; ∞ if the interval is open above.</param>
/// <param name="Level">The share, such as 0.95.</param>
/// <param name="Of">The quantity, such as "mean".</param>
[TypeFormatterSource]
public readonly partial record struct ConfidenceInterval(double Low, double High, double Level, string Of)
{
    /// <summary>The mean's interval x̄ ± t(½ + level/2; n − 1) · s/√n, for values that are roughly normal.</summary>
    /// <param name="x">At least 2 finite numbers.</param>
    /// <param name="level">Between 0 and 1; default 0.95.</param>
    /// <returns>The interval.</returns>
    /// <exception cref="ArgumentException">There are too few values, or one is not finite.</exception>
    public static ConfidenceInterval OfMean(IEnumerable<double> x, double level = 0.95)
    {
        var moments = new Moments(Samples.Finite(x, 2));
        return Around(moments.Mean, moments.StandardError, moments.N - 1, level, Alternative.TwoSided, "mean");
    }

    /// <summary>The percentile bootstrap: the middle share of a statistic of samples drawn with replacement from the sample.</summary>
    /// <remarks>
    /// Does not need normal values, but about 20 or more of them; with fewer it is too narrow. The same seed gives the same interval.
    /// A resample whose statistic is NaN counts as beyond both ends.
    /// Source: B. Efron, R. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
    /// </remarks>
    /// <param name="x">At least 2 finite numbers.</param>
    /// <param name="statistic">The statistic of each resample; by default the mean. It must not change its argument.</param>
    /// <param name="level">Between 0 and 1; default 0.95.</param>
    /// <param name="resamples">The number of samples to draw; default 10,000.</param>
    /// <param name="seed">Starts the random numbers; default 1.</param>
    /// <returns>The interval.</returns>
    /// <exception cref="ArgumentException">There are too few values, or one is not finite.</exception>
    public static ConfidenceInterval Bootstrap(
        IEnumerable<double> x, Func<double[], double>? statistic = null, double level = 0.95, int resamples = 10_000, long seed = 1)
    {
        var values = Samples.Finite(x, 2);
        Samples.Level(level);
        Require.AtLeast(1, resamples, "number of resamples");
        var of = statistic is null ? "mean" : "statistic";

        // Means are taken on a scale where no sum overflows; a statistic of the reader's gets the values as they are.
        var exponent = statistic is null ? Moments.Exponent(values) : 0;
        values = Moments.Scaled(values, -exponent);
        statistic ??= Enumerable.Average;
        var random = new RandomSource(seed);
        double[] resample = new double[values.Length], results = new double[resamples];
        for (var r = 0; r < resamples; r++)
        {
            for (var i = 0; i < resample.Length; i++)
            {
                resample[i] = values[random.Next(values.Length)];
            }

            results[r] = statistic(resample);
        }

        // NaN comes first: below the lower end, and moved to the back above the upper one.
        Array.Sort(results);
        var undefined = results.Count(double.IsNaN);
        var low = Sample.SortedQuantile(results, (1 - level) / 2);
        var high = Sample.SortedQuantile([.. results[undefined..], .. results[..undefined]], (1 + level) / 2);
        return new(Math.ScaleB(low, exponent), Math.ScaleB(high, exponent), level, of);
    }

    /// <summary>Whether a value lies in the interval, ends included.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether it does.</returns>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>"95% interval of the mean [0.8566, 0.859]".</summary>
    /// <returns>Level, subject and ends.</returns>
    public override string ToString() =>
        $"{Text.Number(100 * Level)}% interval of the {Of} [{Text.Number(Low)}, {Text.Number(High)}]";

    /// <summary>estimate ± t · standard error, open on the side that a one-sided alternative does not exclude.</summary>
    internal static ConfidenceInterval Around(
        double estimate, double standardError, double df, double level, Alternative alternative, string of)
    {
        Samples.Level(level);
        var outside = alternative == Alternative.TwoSided ? (1 - level) / 2 : 1 - level;
        var reach = double.IsNaN(df) ? double.NaN : -StudentTDistribution.Quantile(outside, df) * standardError;
        return new(
            alternative == Alternative.Less ? double.NegativeInfinity : estimate - reach,
            alternative == Alternative.Greater ? double.PositiveInfinity : estimate + reach,
            level, of);
    }
}

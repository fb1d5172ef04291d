namespace DescentLab;

/// <summary>The result of a t-test.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record TTestResult : TestResult
{
    /// <summary>The mean of the first sample minus that of the second (or minus the hypothesis).</summary>
    public required double MeanDifference { get; init; }

    /// <summary>The standard error of that difference; t is their ratio.</summary>
    public required double StandardError { get; init; }

    private protected override IEnumerable<(string Name, string Value)> Details() =>
        [("difference of the means", $"{Text.Number(MeanDifference)} +/- {Text.Number(StandardError)}")];
}

/// <summary>t-tests: are two means equal?</summary>
/// <remarks>
/// <c>t = difference / standard error</c>, and p is the tail of Student's t distribution beyond it: P(T > t) for
/// <see cref="Alternative.Greater"/>, P(T &lt; t) for <see cref="Alternative.Less"/>, the sum of both beyond ±|t| otherwise.
/// If no sample varies, t and Cohen's d are ±∞ with p = 0 (or 1, one-sided) when the means differ, and NaN (0/0) when they
/// do not.
/// </remarks>
public static partial class TTest
{
    private const string Assumes = "It does not say how likely it is that the means are equal, nor that the difference matters; it assumes ";

    /// <summary>Student's t-test for two independent samples with the same variance; the chapter's (SciPy's <c>ttest_ind</c>).</summary>
    /// <remarks>
    /// <c>t = (ā − b̄) / (s √(1/n_a + 1/n_b))</c>, <c>s² = ((n_a − 1)s_a² + (n_b − 1)s_b²)/(n_a + n_b − 2)</c>,
    /// ν = n_a + n_b − 2. One sample may be a single value: the other then gives the variance.
    /// </remarks>
    /// <param name="a">The first sample: finite numbers.</param>
    /// <param name="b">The second sample: finite numbers; 3 values at least in both together.</param>
    /// <param name="alternative">Default two-sided.</param>
    /// <param name="level">Of the confidence interval; default 0.95.</param>
    /// <returns>The result, with the pooled Cohen's d and the interval of the difference.</returns>
    /// <exception cref="ArgumentException">There are too few values, or one is not finite.</exception>
    public static TTestResult Pooled(
        IEnumerable<double> a, IEnumerable<double> b, Alternative alternative = Alternative.TwoSided, double level = 0.95)
    {
        var values = Samples.Finite(a, 1);
        var (first, second, exponent) = Moments.OnOneScale(new(values), new(Samples.Finite(b, values.Length == 1 ? 2 : 1)));
        return Pooled(first.N, first.StandardDeviation, second.N, second.StandardDeviation,
            Moments.MeanDifference(first, second), exponent, alternative, level);
    }

    /// <summary>Student's pooled t-test from published summaries.</summary>
    /// <param name="a">The first sample's summary.</param>
    /// <param name="b">The second sample's summary.</param>
    /// <param name="alternative">Default two-sided.</param>
    /// <param name="level">Of the confidence interval; default 0.95.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">A summary is of too few values.</exception>
    public static TTestResult Pooled(Summary a, Summary b, Alternative alternative = Alternative.TwoSided, double level = 0.95)
    {
        Check(a, 1, nameof(a));
        Check(b, a.N == 1 ? 2 : 1, nameof(b));
        return Pooled(a.N, a.StandardDeviation, b.N, b.StandardDeviation, a.Mean - b.Mean, 0, alternative, level);
    }

    /// <summary>Welch's t-test for two independent samples whose variances may differ; the safer choice.</summary>
    /// <remarks>
    /// With u = s²/n of each sample: <c>t = (ā − b̄)/√(u_a + u_b)</c>,
    /// <c>ν = (u_a + u_b)² / (u_a²/(n_a − 1) + u_b²/(n_b − 1))</c> (Welch and Satterthwaite).
    /// </remarks>
    /// <param name="a">The first sample: at least 2 finite numbers.</param>
    /// <param name="b">The second sample: at least 2 finite numbers.</param>
    /// <param name="alternative">Default two-sided.</param>
    /// <param name="level">Of the confidence interval; default 0.95.</param>
    /// <returns>The result, with the chapter's Cohen's d and the interval of the difference.</returns>
    /// <exception cref="ArgumentException">There are too few values, or one is not finite.</exception>
    public static TTestResult Welch(
        IEnumerable<double> a, IEnumerable<double> b, Alternative alternative = Alternative.TwoSided, double level = 0.95)
    {
        var (first, second, exponent) = Moments.OnOneScale(new(Samples.Finite(a, 2)), new(Samples.Finite(b, 2)));
        return Welch(first.N, first.StandardDeviation, second.N, second.StandardDeviation,
            Moments.MeanDifference(first, second), exponent, alternative, level);
    }

    /// <summary>Welch's t-test from published summaries: ours against theirs.</summary>
    /// <param name="a">The first sample's summary.</param>
    /// <param name="b">The second sample's summary.</param>
    /// <param name="alternative">Default two-sided.</param>
    /// <param name="level">Of the confidence interval; default 0.95.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">A summary is of too few values.</exception>
    public static TTestResult Welch(Summary a, Summary b, Alternative alternative = Alternative.TwoSided, double level = 0.95)
    {
        Check(a, 2, nameof(a));
        Check(b, 2, nameof(b));
        return Welch(a.N, a.StandardDeviation, b.N, b.StandardDeviation, a.Mean - b.Mean, 0, alternative, level);
    }

    /// <summary>The paired t-test: values that belong together, such as two trainings from the same seed.</summary>
    /// <remarks><c>t = d̄ / (s_d/√n)</c> of the differences d = a − b, ν = n − 1.</remarks>
    /// <param name="a">The first value of each pair: at least 2 finite numbers.</param>
    /// <param name="b">The second value of each pair, in the same order.</param>
    /// <param name="alternative">Default two-sided.</param>
    /// <param name="level">Of the confidence interval; default 0.95.</param>
    /// <returns>The result; its effect is d̄/s_d.</returns>
    /// <exception cref="ArgumentException">The samples differ in length, have too few values, or one is not finite.</exception>
    public static TTestResult Paired(
        IEnumerable<double> a, IEnumerable<double> b, Alternative alternative = Alternative.TwoSided, double level = 0.95)
    {
        double[] first = Samples.Finite(a, 2), second = Samples.Finite(b, 2);
        Samples.SameLength(first, second);
        var (values, exponent) = Samples.Differences(first, second);
        var differences = new Moments(values);
        return Single("Paired t-test", differences, differences.Mean, exponent, alternative, level,
            "independent pairs whose differences are roughly normal.");
    }

    /// <summary>The t-test of one sample against a fixed mean.</summary>
    /// <remarks><c>t = (x̄ − μ) / (s/√n)</c>, ν = n − 1.</remarks>
    /// <param name="x">At least 2 finite numbers.</param>
    /// <param name="mean">The hypothesis μ; not NaN.</param>
    /// <param name="alternative">Default two-sided.</param>
    /// <param name="level">Of the confidence interval, which is that of x̄ − μ; default 0.95.</param>
    /// <returns>The result; its effect is (x̄ − μ)/s.</returns>
    /// <exception cref="ArgumentException">There are too few values, or one is not finite, or μ is NaN.</exception>
    public static TTestResult OneSample(
        IEnumerable<double> x, double mean, Alternative alternative = Alternative.TwoSided, double level = 0.95)
    {
        var moments = new Moments(Samples.Finite(x, 2));
        if (double.IsNaN(mean))
        {
            throw new ArgumentException("The hypothesis mean is NaN; give the mean to test against.", nameof(mean));
        }

        var exponent = Moments.Exponent([moments.Min, moments.Max, double.IsFinite(mean) ? mean : 0]);
        moments = moments.Times2ToThe(-exponent);
        return Single("One-sample t-test", moments, moments.MeanMinus(Math.ScaleB(mean, -exponent)), exponent, alternative, level,
            "independent values that are roughly normal.");
    }

    private static TTestResult Pooled(
        int n1, double s1, int n2, double s2, double difference, int exponent, Alternative alternative, double level)
    {
        var s = Effect.RootMeanSquare(s1, n1 - 1, s2, n2 - 1);
        return Result("Student's t-test (pooled)", difference, s * Math.Sqrt((1.0 / n1) + (1.0 / n2)), (double)n1 + n2 - 2,
            new("Cohen's d", difference / s), [n1, n2], exponent, alternative, level,
            "independent, roughly normal values with the same variance in both groups.");
    }

    private static TTestResult Welch(
        int n1, double s1, int n2, double s2, double difference, int exponent, Alternative alternative, double level)
    {
        // Relative to the larger s, so that no square overflows.
        var largest = Math.Max(s1, s2);
        double u1 = s1 / largest * (s1 / largest) / n1, u2 = s2 / largest * (s2 / largest) / n2;
        var df = (u1 + u2) * (u1 + u2) / ((u1 * u1 / (n1 - 1)) + (u2 * u2 / (n2 - 1)));
        return Result("Welch's t-test", difference, largest == 0 ? 0 : largest * Math.Sqrt(u1 + u2), df,
            new("Cohen's d", difference / Effect.RootMeanSquare(s1, 1, s2, 1)), [n1, n2], exponent, alternative, level,
            "independent, roughly normal values.");
    }

    private static TTestResult Single(
        string name, Moments moments, double difference, int exponent, Alternative alternative, double level, string assumes) =>
        Result(name, difference, moments.StandardError, moments.N - 1,
            new("Cohen's d", difference / moments.StandardDeviation),
            [moments.N], exponent, alternative, level, assumes);

    internal static TTestResult Result(
        string name, double difference, double standardError, double df, EffectSize effect, int[] n, int exponent,
        Alternative alternative, double level, string assumes)
    {
        var t = difference / standardError;
        // Without variance Welch's ν is 0/0, but beyond an infinite t there is nothing for any ν.
        var p = double.IsNaN(t) ? double.NaN : TailOf(t, double.IsNaN(df) ? 1 : df, Require.Defined(alternative));
        (difference, standardError) = (Math.ScaleB(difference, exponent), Math.ScaleB(standardError, exponent));
        return new()
        {
            Name = name,
            Symbol = "t",
            Statistic = t,
            DegreesOfFreedom = [df],
            P = p,
            Alternative = alternative,
            Effect = effect,
            Interval = ConfidenceInterval.Around(difference, standardError, df, level, alternative, "difference of the means"),
            N = n,
            MeanDifference = difference,
            StandardError = standardError,
            Conclusion = Reading(t, difference, standardError, p, alternative),
            Limitations = Assumes + assumes,
        };
    }

    private static double TailOf(double t, double df, Alternative alternative) => alternative switch
    {
        Alternative.Greater => StudentTDistribution.Survival(t, df),
        Alternative.Less => StudentTDistribution.Cdf(t, df),
        _ => StudentTDistribution.TwoSided(t, df),
    };

    private static string Reading(double t, double difference, double standardError, double p, Alternative alternative) =>
        double.IsNaN(t) ? "All values are equal, so t is 0/0: no conclusion is possible."
        : double.IsInfinity(t) && standardError > 0 ? "t is infinite: no number of standard errors leads from one mean to the other."
        : double.IsInfinity(t) ? "The means differ although no sample varies: t is infinite, which says more of the data than of the means."
        : $"The means differ by {Text.Number(difference)}; if they were equal in truth, a t {Text.Extreme(alternative, "0")} "
            + $"would come up with probability {Text.Number(p)}.";

    private static void Check(Summary summary, int least, string name)
    {
        Require.NotNull(summary, null, name);
        if (summary.N < least || !double.IsFinite(summary.Mean) || (summary.N > 1 && !(summary.StandardDeviation is >= 0 and < double.PositiveInfinity)))
        {
            throw new ArgumentException(
                $"{name} is {summary} of {summary.N} values; this needs at least {least}, a finite mean and a finite standard deviation, 0 or above.", name);
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace DescentLab;

// Samples of other numbers than double: the float[] of a network, the int[] of a count. They have the lowest priority,
// so that [1, 2, 3] is a sample of double.

/// <content>Samples of any number type.</content>
public static partial class Sample
{
    /// <inheritdoc cref="Mean(IEnumerable{double})"/>
    [OverloadResolutionPriority(-1)]
    public static double Mean<T>(IEnumerable<T> x)
        where T : struct, INumberBase<T> => Mean(Samples.InDouble(x));

    /// <inheritdoc cref="Variance(IEnumerable{double})"/>
    [OverloadResolutionPriority(-1)]
    public static double Variance<T>(IEnumerable<T> x)
        where T : struct, INumberBase<T> => Variance(Samples.InDouble(x));

    /// <inheritdoc cref="StandardDeviation(IEnumerable{double})"/>
    [OverloadResolutionPriority(-1)]
    public static double StandardDeviation<T>(IEnumerable<T> x)
        where T : struct, INumberBase<T> => StandardDeviation(Samples.InDouble(x));

    /// <inheritdoc cref="StandardError(IEnumerable{double})"/>
    [OverloadResolutionPriority(-1)]
    public static double StandardError<T>(IEnumerable<T> x)
        where T : struct, INumberBase<T> => StandardError(Samples.InDouble(x));

    /// <inheritdoc cref="Skewness(IEnumerable{double})"/>
    [OverloadResolutionPriority(-1)]
    public static double Skewness<T>(IEnumerable<T> x)
        where T : struct, INumberBase<T> => Skewness(Samples.InDouble(x));

    /// <inheritdoc cref="ExcessKurtosis(IEnumerable{double})"/>
    [OverloadResolutionPriority(-1)]
    public static double ExcessKurtosis<T>(IEnumerable<T> x)
        where T : struct, INumberBase<T> => ExcessKurtosis(Samples.InDouble(x));

    /// <inheritdoc cref="Median(IEnumerable{double})"/>
    [OverloadResolutionPriority(-1)]
    public static double Median<T>(IEnumerable<T> x)
        where T : struct, INumberBase<T> => Median(Samples.InDouble(x));

    /// <inheritdoc cref="Quantile(IEnumerable{double}, double)"/>
    [OverloadResolutionPriority(-1)]
    public static double Quantile<T>(IEnumerable<T> x, double p)
        where T : struct, INumberBase<T> => Quantile(Samples.InDouble(x), p);
}

/// <content>Samples of any number type.</content>
public sealed partial record Summary
{
    /// <inheritdoc cref="Of(IEnumerable{double})"/>
    [OverloadResolutionPriority(-1)]
    public static Summary Of<T>(IEnumerable<T> x)
        where T : struct, INumberBase<T> => Of(Samples.InDouble(x));
}

/// <content>Samples of any number type.</content>
public readonly partial record struct ConfidenceInterval
{
    /// <inheritdoc cref="OfMean(IEnumerable{double}, double)"/>
    [OverloadResolutionPriority(-1)]
    public static ConfidenceInterval OfMean<T>(IEnumerable<T> x, double level = 0.95)
        where T : struct, INumberBase<T> => OfMean(Samples.InDouble(x), level);

    /// <inheritdoc cref="Bootstrap(IEnumerable{double}, Func{double[], double}?, double, int, long)"/>
    [OverloadResolutionPriority(-1)]
    public static ConfidenceInterval Bootstrap<T>(IEnumerable<T> x, Func<double[], double>? statistic = null, double level = 0.95, int resamples = 10_000, long seed = 1)
        where T : struct, INumberBase<T> => Bootstrap(Samples.InDouble(x), statistic, level, resamples, seed);
}

/// <content>Samples of any number type.</content>
public sealed partial class Histogram
{
    /// <inheritdoc cref="Of(IEnumerable{double}, int, ValueTuple{double, double}?)"/>
    [OverloadResolutionPriority(-1)]
    public static Histogram Of<T>(IEnumerable<T> x, int bins = 10, (double Min, double Max)? range = null)
        where T : struct, INumberBase<T> => Of(Samples.InDouble(x), bins, range);

    /// <inheritdoc cref="Of(IEnumerable{double}, BinRule, ValueTuple{double, double}?)"/>
    [OverloadResolutionPriority(-1)]
    public static Histogram Of<T>(IEnumerable<T> x, BinRule rule, (double Min, double Max)? range = null)
        where T : struct, INumberBase<T> => Of(Samples.InDouble(x), rule, range);

    /// <inheritdoc cref="Of(IEnumerable{double}, IEnumerable{double})"/>
    [OverloadResolutionPriority(-1)]
    public static Histogram Of<T>(IEnumerable<T> x, IEnumerable<T> edges)
        where T : struct, INumberBase<T> => Of(Samples.InDouble(x), Samples.InDouble(edges));
}

/// <content>Samples of any number type.</content>
public static partial class TTest
{
    /// <inheritdoc cref="Pooled(IEnumerable{double}, IEnumerable{double}, Alternative, double)"/>
    [OverloadResolutionPriority(-1)]
    public static TTestResult Pooled<T>(IEnumerable<T> a, IEnumerable<T> b, Alternative alternative = Alternative.TwoSided, double level = 0.95)
        where T : struct, INumberBase<T> => Pooled(Samples.InDouble(a), Samples.InDouble(b), alternative, level);

    /// <inheritdoc cref="Welch(IEnumerable{double}, IEnumerable{double}, Alternative, double)"/>
    [OverloadResolutionPriority(-1)]
    public static TTestResult Welch<T>(IEnumerable<T> a, IEnumerable<T> b, Alternative alternative = Alternative.TwoSided, double level = 0.95)
        where T : struct, INumberBase<T> => Welch(Samples.InDouble(a), Samples.InDouble(b), alternative, level);

    /// <inheritdoc cref="Paired(IEnumerable{double}, IEnumerable{double}, Alternative, double)"/>
    [OverloadResolutionPriority(-1)]
    public static TTestResult Paired<T>(IEnumerable<T> a, IEnumerable<T> b, Alternative alternative = Alternative.TwoSided, double level = 0.95)
        where T : struct, INumberBase<T> => Paired(Samples.InDouble(a), Samples.InDouble(b), alternative, level);

    /// <inheritdoc cref="OneSample(IEnumerable{double}, double, Alternative, double)"/>
    [OverloadResolutionPriority(-1)]
    public static TTestResult OneSample<T>(IEnumerable<T> x, double mean, Alternative alternative = Alternative.TwoSided, double level = 0.95)
        where T : struct, INumberBase<T> => OneSample(Samples.InDouble(x), mean, alternative, level);
}

/// <content>Samples of any number type.</content>
public static partial class MannWhitney
{
    /// <inheritdoc cref="Test(IEnumerable{double}, IEnumerable{double}, Alternative, RankMethod, bool)"/>
    [OverloadResolutionPriority(-1)]
    public static MannWhitneyResult Test<T>(IEnumerable<T> a, IEnumerable<T> b, Alternative alternative = Alternative.TwoSided, RankMethod method = RankMethod.Auto, bool continuity = true)
        where T : struct, INumberBase<T> => Test(Samples.InDouble(a), Samples.InDouble(b), alternative, method, continuity);
}

/// <content>Samples of any number type.</content>
public static partial class Wilcoxon
{
    /// <inheritdoc cref="SignedRank(IEnumerable{double}, IEnumerable{double}, Alternative, RankMethod, bool)"/>
    [OverloadResolutionPriority(-1)]
    public static WilcoxonResult SignedRank<T>(IEnumerable<T> a, IEnumerable<T> b, Alternative alternative = Alternative.TwoSided, RankMethod method = RankMethod.Auto, bool continuity = true)
        where T : struct, INumberBase<T> => SignedRank(Samples.InDouble(a), Samples.InDouble(b), alternative, method, continuity);

    /// <inheritdoc cref="SignedRank(IEnumerable{double}, Alternative, RankMethod, bool)"/>
    [OverloadResolutionPriority(-1)]
    public static WilcoxonResult SignedRank<T>(IEnumerable<T> differences, Alternative alternative = Alternative.TwoSided, RankMethod method = RankMethod.Auto, bool continuity = true)
        where T : struct, INumberBase<T> => SignedRank(Samples.InDouble(differences), alternative, method, continuity);
}

/// <content>Samples of any number type.</content>
public static partial class Permutation
{
    /// <inheritdoc cref="Test(IEnumerable{double}, IEnumerable{double}, Func{double[], double[], double}?, Alternative, int, long)"/>
    [OverloadResolutionPriority(-1)]
    public static TestResult Test<T>(IEnumerable<T> a, IEnumerable<T> b, Func<double[], double[], double>? statistic = null, Alternative alternative = Alternative.TwoSided, int permutations = 9_999, long seed = 1)
        where T : struct, INumberBase<T> => Test(Samples.InDouble(a), Samples.InDouble(b), statistic, alternative, permutations, seed);
}

/// <content>Samples of any number type.</content>
public static partial class Normality
{
    /// <inheritdoc cref="Skewness(IEnumerable{double}, Alternative)"/>
    [OverloadResolutionPriority(-1)]
    public static TestResult Skewness<T>(IEnumerable<T> x, Alternative alternative = Alternative.TwoSided)
        where T : struct, INumberBase<T> => Skewness(Samples.InDouble(x), alternative);

    /// <inheritdoc cref="Kurtosis(IEnumerable{double}, Alternative)"/>
    [OverloadResolutionPriority(-1)]
    public static TestResult Kurtosis<T>(IEnumerable<T> x, Alternative alternative = Alternative.TwoSided)
        where T : struct, INumberBase<T> => Kurtosis(Samples.InDouble(x), alternative);

    /// <inheritdoc cref="DAgostinoPearson(IEnumerable{double})"/>
    [OverloadResolutionPriority(-1)]
    public static KSquaredResult DAgostinoPearson<T>(IEnumerable<T> x)
        where T : struct, INumberBase<T> => DAgostinoPearson(Samples.InDouble(x));

    /// <inheritdoc cref="ShapiroWilk(IEnumerable{double})"/>
    [OverloadResolutionPriority(-1)]
    public static TestResult ShapiroWilk<T>(IEnumerable<T> x)
        where T : struct, INumberBase<T> => ShapiroWilk(Samples.InDouble(x));
}

/// <content>Samples of any number type.</content>
public static partial class Effect
{
    /// <inheritdoc cref="CohensD(IEnumerable{double}, IEnumerable{double})"/>
    [OverloadResolutionPriority(-1)]
    public static double CohensD<T>(IEnumerable<T> a, IEnumerable<T> b)
        where T : struct, INumberBase<T> => CohensD(Samples.InDouble(a), Samples.InDouble(b));

    /// <inheritdoc cref="CohensDPooled(IEnumerable{double}, IEnumerable{double})"/>
    [OverloadResolutionPriority(-1)]
    public static double CohensDPooled<T>(IEnumerable<T> a, IEnumerable<T> b)
        where T : struct, INumberBase<T> => CohensDPooled(Samples.InDouble(a), Samples.InDouble(b));

    /// <inheritdoc cref="HedgesG(IEnumerable{double}, IEnumerable{double})"/>
    [OverloadResolutionPriority(-1)]
    public static double HedgesG<T>(IEnumerable<T> a, IEnumerable<T> b)
        where T : struct, INumberBase<T> => HedgesG(Samples.InDouble(a), Samples.InDouble(b));

    /// <inheritdoc cref="CliffsDelta(IEnumerable{double}, IEnumerable{double})"/>
    [OverloadResolutionPriority(-1)]
    public static double CliffsDelta<T>(IEnumerable<T> a, IEnumerable<T> b)
        where T : struct, INumberBase<T> => CliffsDelta(Samples.InDouble(a), Samples.InDouble(b));
}

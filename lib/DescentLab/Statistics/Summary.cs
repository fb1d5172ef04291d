using System.Globalization;

namespace DescentLab;

/// <summary>A sample in three numbers; prints as the chapter does, mean +/- standard error: <c>0.85778 +/- 0.00056</c>.</summary>
/// <param name="N">The number of values.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">Their standard deviation s (divided by n − 1); NaN for a single value.</param>
[TypeFormatterSource]
public sealed partial record Summary(int N, double Mean, double StandardDeviation) : IFormattable, IHtml
{
    /// <summary>s/√n.</summary>
    public double StandardError => StandardDeviation / Math.Sqrt(N);

    /// <summary>Summarizes a sample.</summary>
    /// <param name="x">At least 1 finite number.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static Summary Of(IEnumerable<double> x)
    {
        var moments = new Moments(Samples.Finite(x, 1));
        return new(moments.N, moments.Mean, moments.StandardDeviation);
    }

    /// <summary>The interval of the mean, x̄ ± t(½ + level/2; n − 1) · s/√n.</summary>
    /// <param name="level">Between 0 and 1; default 0.95.</param>
    /// <returns>The interval.</returns>
    public ConfidenceInterval Interval(double level = 0.95) =>
        ConfidenceInterval.Around(Mean, StandardError, N > 1 ? N - 1 : double.NaN, level, Alternative.TwoSided, "mean");

    /// <summary>"0.85778 +/- 0.00056".</summary>
    /// <returns>Mean and standard error, five decimals each.</returns>
    public override string ToString() => ToString(null, null);

    /// <summary>"0.85778 +/- 0.00056" in another number format.</summary>
    /// <param name="format">A format for both numbers; default F5.</param>
    /// <param name="formatProvider">Default the invariant culture.</param>
    /// <returns>Mean and standard error.</returns>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        format ??= "F5";
        formatProvider ??= CultureInfo.InvariantCulture;
        return $"{Mean.ToString(format, formatProvider)} +/- {StandardError.ToString(format, formatProvider)}";
    }

    /// <summary>The three numbers, the standard error and the interval as a table.</summary>
    /// <returns>A fragment of HTML.</returns>
    public string ToHtml() => Html.Table("Summary",
    [
        ("n", $"{N}"),
        ("mean +/- standard error", ToString()),
        ("standard deviation", Text.Number(StandardDeviation)),
        ("interval", Interval().ToString()),
    ]);
}

using System.Globalization;

namespace DescentLab;

/// <summary>The result of a hypothesis test, and its limits. Prints as one line; a notebook shows a table.</summary>
/// <remarks>
/// If a statistic is 0/0 (constant samples, only ties), the statistic and p are NaN, and <see cref="Conclusion"/> explains
/// why. Too few values, NaN and infinities cause an <see cref="ArgumentException"/>.
/// </remarks>
[TypeFormatterSource]
public record TestResult : IHtml
{
    /// <summary>The name of the test, such as "Welch's t-test".</summary>
    public required string Name { get; init; }

    /// <summary>The name of the statistic: t, U, W, K², F, H.</summary>
    public required string Symbol { get; init; }

    /// <summary>The statistic.</summary>
    public required double Statistic { get; init; }

    /// <summary>
    /// The probability of a statistic at least as extreme, in the direction of the <see cref="Alternative"/>, if there is
    /// no effect (the null hypothesis).
    /// </summary>
    public required double P { get; init; }

    /// <summary>The degrees of freedom: none, one (t, χ²) or two (F).</summary>
    public IReadOnlyList<double> DegreesOfFreedom { get; init; } = [];

    /// <summary>The (first) number of degrees of freedom; NaN if the test has none.</summary>
    public double Df => DegreesOfFreedom.Count > 0 ? DegreesOfFreedom[0] : double.NaN;

    /// <summary>The direction that was tested; null for tests such as F that have only one.</summary>
    public Alternative? Alternative { get; init; }

    /// <summary>How large the difference is; null if the test has no customary effect size.</summary>
    public EffectSize? Effect { get; init; }

    /// <summary>A confidence interval of what the test is about; null if the test gives none.</summary>
    public ConfidenceInterval? Interval { get; init; }

    /// <summary>The size of each sample.</summary>
    public required IReadOnlyList<int> N { get; init; }

    /// <summary>The conclusion, in a sentence.</summary>
    public required string Conclusion { get; init; }

    /// <summary>What does not follow, and the assumptions of the test.</summary>
    public required string Limitations { get; init; }

    /// <summary>"(6.77398299, 0.00000003)": statistic and p with eight decimals, as the chapter prints a test.</summary>
    public string Pair => BookPair(Statistic, P);

    /// <summary>"Welch's t-test: t = 6.77398, df = 39.04, p = 4.365e-08 (two-sided), Cohen's d = 2.042, …".</summary>
    /// <returns>One line.</returns>
    public sealed override string ToString() => $"{Name}: " + string.Join(", ", Line());

    /// <summary>The result as a table, with what it says and does not say.</summary>
    /// <returns>A fragment of HTML.</returns>
    public virtual string ToHtml() => Html.Table(Name, Rows());

    /// <summary>Two numbers with eight decimals in parentheses.</summary>
    internal static string BookPair(double statistic, double p) =>
        string.Create(CultureInfo.InvariantCulture, $"({statistic:F8}, {p:F8})");

    /// <summary>The statistic as it is printed.</summary>
    internal virtual string Shown => Text.Statistic(Statistic);

    /// <summary>The rows that a kind of test adds to the table.</summary>
    /// <returns>Names and values.</returns>
    private protected virtual IEnumerable<(string Name, string Value)> Details() => [];

    private IEnumerable<string> Line()
    {
        yield return $"{Symbol} = {Shown}";
        if (DegreesOfFreedom.Count > 0)
        {
            yield return $"df = {Degrees()}";
        }

        yield return Text.P(P) + Text.Side(Alternative);
        if (Effect is { } effect)
        {
            yield return effect.ToString();
        }

        if (Interval is { } interval)
        {
            yield return interval.ToString();
        }

        yield return $"n = {string.Join(" + ", N)}";
    }

    private IEnumerable<(string Name, string Value)> Rows()
    {
        yield return (Symbol, Shown);
        if (DegreesOfFreedom.Count > 0)
        {
            yield return ("degrees of freedom", Degrees());
        }

        yield return ("p", Text.Number(P) + Text.Side(Alternative));
        if (Effect is { } effect)
        {
            yield return (effect.Name, Text.Number(effect.Value));
        }

        if (Interval is { } interval)
        {
            yield return ("interval", interval.ToString());
        }

        yield return ("n", string.Join(" + ", N));
        foreach (var row in Details())
        {
            yield return row;
        }

        yield return ("says", Conclusion);
        yield return ("does not say", Limitations);
    }

    private string Degrees() => string.Join(" and ", DegreesOfFreedom.Select(Text.Number));
}

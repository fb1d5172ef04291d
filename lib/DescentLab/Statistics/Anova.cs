namespace DescentLab;

/// <summary>Analysis of variance: are the means of several groups equal?</summary>
public static class Anova
{
    /// <summary>One-way analysis of variance, with t-tests of all pairs.</summary>
    /// <remarks>
    /// <c>F = (SSB/(k − 1)) / (SSW/(N − k))</c> with <c>SSB = Σ nᵢ(x̄ᵢ − x̄)²</c> between and <c>SSW = Σ Σ(x − x̄ᵢ)²</c> within the k
    /// groups. The pairs are compared by t-tests with the variance SSW/(N − k) of all groups, ν = N − k, and Holm's correction.
    /// If no group varies, F is ∞ (p = 0) when the means differ and NaN when they do not.
    /// </remarks>
    /// <param name="groups">At least 2, such as <c>("SGD", accuracies), ("Adam", accuracies)</c>; finite numbers, at least one each.</param>
    /// <returns>F, its p and all pairs; the effect is η² = SSB/(SSB + SSW).</returns>
    /// <exception cref="ArgumentException">
    /// There are fewer than 2 groups, an empty one, only single values, or a value is not finite.
    /// </exception>
    public static GroupsResult OneWay(params IReadOnlyList<Series> groups)
    {
        double[][] values = GroupsResult.Read(groups, Samples.Finite);
        Moments[] moments = [.. values.Select(x => new Moments(x))];
        var all = new Moments([.. values.SelectMany(x => x)]);
        int k = groups.Count, df = all.N - k;
        if (df == 0)
        {
            throw new ArgumentException("Every group has a single value; at least one needs two, or there is no variance to compare with.", nameof(groups));
        }

        // F and η² are the same on any scale: on this one no square overflows or vanishes.
        var exponent = Moments.Exponent([all.Min, all.Max]);
        Moments[] scaled = [.. moments.Select(m => m.Times2ToThe(-exponent))];
        var centre = all.Times2ToThe(-exponent);
        var between = scaled.Sum(m => m.N * Square(Moments.MeanDifference(m, centre)));
        var within = scaled.Where(m => m.N > 1).Sum(m => (m.N - 1) * m.Variance);
        var variance = within / df;
        var f = between / (k - 1) / variance;
        var p = FDistribution.Survival(f, k - 1, df);
        return new()
        {
            Name = "One-way analysis of variance",
            Symbol = "F",
            Statistic = f,
            DegreesOfFreedom = [k - 1, df],
            P = p,
            Effect = new("eta squared", between / (between + within)),
            N = [.. moments.Select(m => m.N)],
            Groups = [.. groups.Select(g => g.Name)],
            Summaries = [.. moments.Select(m => new Summary(m.N, m.Mean, m.StandardDeviation))],
            Pairwise = GroupsResult.Compare(groups, (i, j) => Pair(scaled[i], scaled[j], variance, exponent, df)),
            Conclusion = double.IsNaN(f)
                ? "All values are equal, so F is 0/0: no conclusion is possible."
                : $"The groups account for {Text.Number(100 * between / (between + within))}% of the variance; if all means were equal in truth, "
                    + $"an F at least as large would come up with probability {Text.Number(p)}.",
            Limitations = "It does not say which groups differ (see the pairs); it assumes independent, roughly normal values "
                + "with the same variance in every group.",
        };
    }

    private static TTestResult Pair(Moments a, Moments b, double variance, int exponent, int df)
    {
        var difference = Moments.MeanDifference(a, b);
        return TTest.Result("t-test with the variance of all groups", difference, Math.Sqrt(variance * ((1.0 / a.N) + (1.0 / b.N))), df,
            new("Cohen's d", difference / Math.Sqrt(variance)), [a.N, b.N], exponent, Alternative.TwoSided, 0.95,
            "independent, roughly normal values with the same variance in every group.");
    }

    private static double Square(double x) => x * x;
}

namespace DescentLab;

/// <summary>Two of several groups, compared.</summary>
/// <param name="First">The name of the first group.</param>
/// <param name="Second">The name of the second group.</param>
/// <param name="Test">Their test, with its own p.</param>
/// <param name="HolmP">The p after Holm's correction for all pairs: this is the one to judge by.</param>
[TypeFormatterSource]
public sealed record PairwiseComparison(string First, string Second, TestResult Test, double HolmP)
{
    /// <summary>"SGD vs Adam: t = −2.31, p = 0.02, with Holm's correction 0.06".</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        $"{First} vs {Second}: {Test.Symbol} = {Test.Shown}, {Text.P(Test.P)}, with Holm's correction {Text.Number(HolmP)}";
}

/// <summary>The result of a test of several groups, with the comparisons of all pairs.</summary>
[TypeFormatterSource]
public sealed record GroupsResult : TestResult
{
    /// <summary>The names of the groups.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>Mean and standard error of each group.</summary>
    public required IReadOnlyList<Summary> Summaries { get; init; }

    /// <summary>All pairs of groups, first with second, first with third, …</summary>
    public required IReadOnlyList<PairwiseComparison> Pairwise { get; init; }

    /// <summary>Three tables: the test, the groups, the pairs.</summary>
    /// <returns>A fragment of HTML.</returns>
    public override string ToHtml() =>
        base.ToHtml()
        + Html.Table("Groups", ["group", "n", "mean +/- standard error"],
            [.. Groups.Zip(Summaries, (name, summary) => (string[])[name, $"{summary.N}", summary.ToString()])])
        + Html.Table("Pairs", ["pair", "statistic", "effect", "p", "p, Holm"],
            [.. Pairwise.Select(pair => (string[])[$"{pair.First} vs {pair.Second}", $"{pair.Test.Symbol} = {pair.Test.Shown}",
                $"{pair.Test.Effect}", Text.Number(pair.Test.P), Text.Number(pair.HolmP)])]);

    /// <summary>Tests every pair and corrects the p-values.</summary>
    internal static IReadOnlyList<PairwiseComparison> Compare(IReadOnlyList<Series> groups, Func<int, int, TestResult> test)
    {
        (int I, int J)[] pairs = [.. from i in Enumerable.Range(0, groups.Count) from j in Enumerable.Range(i + 1, groups.Count - i - 1) select (i, j)];
        TestResult[] results = [.. pairs.Select(pair => test(pair.I, pair.J))];
        var corrected = Holm.Adjust(results.Select(r => r.P));
        return [.. pairs.Select((pair, k) => new PairwiseComparison(groups[pair.I].Name, groups[pair.J].Name, results[k], corrected[k]))];
    }

    /// <summary>The values of at least two groups.</summary>
    internal static double[][] Read(IReadOnlyList<Series> groups, Func<IEnumerable<double>, int, string, double[]> read)
    {
        Require.NotNull(groups);
        foreach (var group in groups)
        {
            Require.NotNull(group, "group", nameof(groups));
        }

        return groups.Count >= 2 ? [.. groups.Select(group => read(group.Y, 1, group.Name))] : throw new ArgumentException(
            $"There {(groups.Count == 1 ? "is 1 group" : "are no groups")}; this compares at least 2.", nameof(groups));
    }
}

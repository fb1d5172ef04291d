namespace DescentLab;

/// <summary>The Kruskal-Wallis test: does one of several groups tend to larger values? ANOVA on ranks.</summary>
public static class KruskalWallis
{
    /// <summary>Tests independent groups, with Mann-Whitney tests of all pairs.</summary>
    /// <remarks>
    /// <c>H = 12/(N(N + 1)) Σ nᵢ(R̄ᵢ − (N + 1)/2)² / (1 − Σ(t³ − t)/(N³ − N))</c> with the mean ranks R̄ᵢ and groups of t ties;
    /// p from χ² with k − 1 degrees of freedom, which is rough below five values a group. The pairs carry Holm's correction.
    /// Infinities have ranks; if all values are equal, p is NaN.
    /// Source: W. H. Kruskal, W. A. Wallis, Use of ranks in one-criterion variance analysis, 1952.
    /// </remarks>
    /// <param name="groups">At least 2, such as <c>("SGD", accuracies), ("Adam", accuracies)</c>, none empty.</param>
    /// <returns>H, its p and all pairs; the effect is ε² = H/(N − 1).</returns>
    /// <exception cref="ArgumentException">There are fewer than 2 groups, an empty one, or a value is NaN.</exception>
    public static GroupsResult Test(params IReadOnlyList<Series> groups)
    {
        double[][] values = GroupsResult.Read(groups, Samples.Ordered);
        var (ranks, tieTerm) = MidRanks.Of([.. values.SelectMany(x => x)]);
        double n = ranks.Length, sum = 0;
        var first = 0;
        foreach (var group in values)
        {
            var deviation = ranks.AsSpan(first, group.Length).ToArray().Average() - ((n + 1) / 2);
            sum += group.Length * deviation * deviation;
            first += group.Length;
        }

        var cube = ((Int128)ranks.Length * ranks.Length * ranks.Length) - ranks.Length;
        var h = 12 / (n * (n + 1)) * sum / ((double)(cube - tieTerm) / (double)cube);
        var p = ChiSquaredDistribution.Survival(h, groups.Count - 1);
        return new()
        {
            Name = "Kruskal-Wallis test",
            Symbol = "H",
            Statistic = h,
            DegreesOfFreedom = [groups.Count - 1],
            P = p,
            Effect = new("epsilon squared", h / (n - 1)),
            N = [.. values.Select(x => x.Length)],
            Groups = [.. groups.Select(g => g.Name)],
            Summaries = [.. values.Select(x => x.All(double.IsFinite) ? Summary.Of(x) : new(x.Length, double.NaN, double.NaN))],
            Pairwise = GroupsResult.Compare(groups, (i, j) => MannWhitney.Test(values[i], values[j])),
            Conclusion = double.IsNaN(h)
                ? "All values are equal, so all ranks are equal: no conclusion is possible."
                : $"If all groups came from one distribution, mean ranks so far apart would come up with probability {Text.Number(p)}.",
            Limitations = "It does not say which groups differ (see the pairs), nor by how much; it assumes independent values.",
        };
    }
}

namespace DescentLab;

/// <summary>
/// Friedman's test: does one of several treatments of the same blocks tend to larger values? For trainings with the same seeds,
/// where <see cref="KruskalWallis"/> would count what the seeds do as noise.
/// </summary>
public static class Friedman
{
    /// <summary>Ranks the values of each block, with signed-rank tests of all pairs.</summary>
    /// <remarks>
    /// <c>Q = 12/(nk(k + 1)) Σ (Rⱼ − n(k + 1)/2)² / (1 − Σ(t³ − t)/(nk(k² − 1)))</c> with n blocks, k groups, the rank sums Rⱼ and
    /// t equal values in a block; p from χ² with k − 1 degrees of freedom, which is rough for few blocks. The pairs carry Holm's
    /// correction. If the values of each block are equal, p is NaN.
    /// Source: M. Friedman, The use of ranks to avoid the assumption of normality implicit in the analysis of variance, 1937.
    /// </remarks>
    /// <param name="groups">
    /// At least 2, such as <c>("warm-up", accuracies), ("constant", accuracies)</c>: of the same length, at least 1, the values
    /// of a block at the same place in each. Finite.
    /// </param>
    /// <returns>Q, its p and all pairs; the effect is Kendall's W = Q/(n(k − 1)).</returns>
    /// <exception cref="ArgumentException">There are fewer than 2 groups, they differ in length, or a value is not finite.</exception>
    public static GroupsResult Test(params IReadOnlyList<Series> groups)
    {
        double[][] values = GroupsResult.Read(groups, Samples.Finite);
        double n = values[0].Length, k = values.Length, ties = 0;
        if (groups.FirstOrDefault(group => group.Y.Count != n) is { } odd)
        {
            throw new ArgumentException(
                $"{odd.Name} has {odd.Y.Count} values and {groups[0].Name} has {n}; each block needs a value in every group, in the same order.", nameof(groups));
        }

        var rankSums = new double[values.Length];
        for (var block = 0; block < n; block++)
        {
            var (ranks, tieTerm) = MidRanks.Of([.. values.Select(group => group[block])]);
            for (var j = 0; j < ranks.Length; j++)
            {
                rankSums[j] += ranks[j];
            }

            ties += (double)tieTerm;
        }

        var q = 12 / (n * k * (k + 1)) * rankSums.Sum(sum => Math.Pow(sum - (n * (k + 1) / 2), 2)) / (1 - (ties / (n * k * ((k * k) - 1))));
        var p = ChiSquaredDistribution.Survival(q, k - 1);
        return new()
        {
            Name = "Friedman test",
            Symbol = "Q",
            Statistic = q,
            DegreesOfFreedom = [k - 1],
            P = p,
            Effect = new("Kendall's W", q / (n * (k - 1))),
            N = [.. values.Select(x => x.Length)],
            Groups = [.. groups.Select(g => g.Name)],
            Summaries = [.. values.Select(Summary.Of)],
            Pairwise = GroupsResult.Compare(groups, (i, j) => Wilcoxon.SignedRank(values[i], values[j])),
            Conclusion = double.IsNaN(q)
                ? "The values of each block are equal, so all ranks are equal: no conclusion is possible."
                : $"If the groups did not differ within the blocks, rank sums so far apart would come up with probability {Text.Number(p)}.",
            Limitations = "It does not say which groups differ (see the pairs), nor by how much; it assumes that the blocks are independent.",
        };
    }
}

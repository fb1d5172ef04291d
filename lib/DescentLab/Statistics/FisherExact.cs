namespace DescentLab;

/// <summary>Fisher's exact test: are two shares equal, such as 25 of 100 and 41 of 188?</summary>
/// <remarks>
/// If the shares are equal, the K = k₁ + k₂ hits are dealt out blindly, and k₁ has the hypergeometric distribution
/// <c>P(k) = C(n₁, k) C(n₂, K − k) / C(n₁ + n₂, K)</c>. One-sided p are its tails; two-sided p is the sum of all P(k) that are no
/// larger than P(k₁), as in R and SciPy. No approximation, so any counts will do, also none.
/// Source: R. A. Fisher, The Design of Experiments, 1935, chapter II.
/// </remarks>
public static class FisherExact
{
    // Probabilities that are equal in truth may differ in their last digits; R's tolerance.
    private const double Rounding = 1 + 1e-7;

    // The smallest double with all its digits. Below it a shrinking weight may stay the same for ever.
    private const double Smallest = 2.2250738585072014e-308;

    /// <summary>Tests two shares.</summary>
    /// <param name="hits1">k₁, how many of the first group have the property, 0 … <paramref name="n1"/>.</param>
    /// <param name="n1">n₁, how many the first group has, 1 or more.</param>
    /// <param name="hits2">k₂, how many of the second group have the property, 0 … <paramref name="n2"/>.</param>
    /// <param name="n2">n₂, how many the second group has, 1 or more.</param>
    /// <param name="alternative">Default two-sided; Greater: the first share is the larger.</param>
    /// <returns>The odds ratio k₁(n₂ − k₂)/(k₂(n₁ − k₁)) and its p, with the difference of the shares for effect.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A group is empty, or its hits are not among its members.</exception>
    public static TestResult Test(int hits1, int n1, int hits2, int n2, Alternative alternative = Alternative.TwoSided)
    {
        Check(hits1, n1, nameof(hits1), nameof(n1));
        Check(hits2, n2, nameof(hits2), nameof(n2));
        Require.Defined(alternative);
        long hits = (long)hits1 + hits2;
        var (least, weights) = Weights(hits, n1, n2);
        var own = hits1 - least;
        var ownWeight = weights.ElementAtOrDefault(own);
        double total = weights.Sum(), less = weights.Take(own + 1).Sum(), greater = weights.Skip(own).Sum();
        var p = alternative switch
        {
            Alternative.Greater => greater,
            Alternative.Less => less,
            _ => weights.Where(weight => weight <= ownWeight * Rounding).Sum(),
        } / total;
        double share1 = (double)hits1 / n1, share2 = (double)hits2 / n2;
        return new()
        {
            Name = "Fisher's exact test",
            Symbol = "odds ratio",
            Statistic = (double)hits1 * (n2 - hits2) / ((double)hits2 * (n1 - hits1)),
            P = Math.Min(1, p),
            Alternative = alternative,
            Effect = new("difference of the shares", share1 - share2),
            N = [n1, n2],
            Conclusion = $"{hits1} of {n1} and {hits2} of {n2} are {Text.Number(100 * share1)}% and {Text.Number(100 * share2)}%; if the shares were equal in truth, "
                + $"{(alternative == Alternative.TwoSided ? "counts no likelier than these" : $"a first share {Text.Extreme(alternative, "")}")} "
                + $"would come up with probability {Text.Number(Math.Min(1, p))}.",
            Limitations = "It does not say that the shares are equal when p is large, only that these counts do not show otherwise; "
                + "it assumes independent cases.",
        };
    }

    /// <summary>P(k) from the least k that counts, relative to the largest P: products of ratios only, so that a small tail keeps its digits.</summary>
    private static (int Least, List<double> Weights) Weights(long hits, int n1, int n2)
    {
        double Ratio(int k) => (double)(n1 - k) * (hits - k) / ((k + 1.0) * (n2 - hits + k + 1));
        int least = (int)Math.Max(0, hits - n2), most = (int)Math.Min(hits, n1);
        var mode = (int)Math.Clamp((n1 + 1.0) * (hits + 1) / ((double)n1 + n2 + 2), least, most);
        // From the mode outwards, as far as a double tells them from 0: a million of two thousand million.
        List<double> weights = [1];
        var first = mode;
        for (; first > least && weights[^1] >= Smallest; first--)
        {
            weights.Add(weights[^1] / Ratio(first - 1));
        }

        weights.Reverse();
        for (var k = mode; k < most && weights[^1] >= Smallest; k++)
        {
            weights.Add(weights[^1] * Ratio(k));
        }

        return (first, weights);
    }

    private static void Check(int hits, int n, string hitsName, string name)
    {
        if (n < 1)
        {
            throw Require.Refused(n, $"{name} must be 1 or more: an empty group has no share.", name);
        }

        if (hits < 0 || hits > n)
        {
            throw Require.Refused(hits, $"{hitsName} must be from 0 to {name} = {n}.", hitsName);
        }
    }
}

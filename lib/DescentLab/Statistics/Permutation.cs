namespace DescentLab;

/// <summary>The permutation test: would the difference be as large if the labels were arbitrary?</summary>
public static partial class Permutation
{
    // Two orders of summation may differ in the last digits of what is the same number.
    private const double Rounding = 1e-12;

    /// <summary>Reassigns the values to the two samples at random and counts how often the statistic is at least as extreme.</summary>
    /// <remarks>
    /// If there are no more ways to deal than <paramref name="permutations"/> + 1, every one is counted and p is exact; otherwise
    /// p = (as extreme + 1)/(permutations + 1), the data being one of the deals. The same seed gives the same p.
    /// A deal whose statistic is NaN counts as extreme on both sides; if the data's own is NaN, so is p.
    /// Source: B. Phipson, G. K. Smyth, Permutation p-values should never be zero, 2010.
    /// </remarks>
    /// <param name="a">The first sample: finite numbers, at least 1.</param>
    /// <param name="b">The second sample: finite numbers, at least 1.</param>
    /// <param name="statistic">A number from two samples; by default the difference of the means. It must not change its arguments.</param>
    /// <param name="alternative">Default two-sided: twice the smaller tail, at most 1.</param>
    /// <param name="permutations">The number of random deals; default 9,999.</param>
    /// <param name="seed">Starts the random numbers; default 1.</param>
    /// <returns>The observed statistic and its p.</returns>
    /// <exception cref="ArgumentException">A sample is empty or a value is not finite.</exception>
    public static TestResult Test(
        IEnumerable<double> a, IEnumerable<double> b, Func<double[], double[], double>? statistic = null,
        Alternative alternative = Alternative.TwoSided, int permutations = 9_999, long seed = 1)
    {
        double[] first = Samples.Finite(a, 1), second = Samples.Finite(b, 1);
        Require.Defined(alternative);
        Require.AtLeast(1, permutations, "number of permutations");
        // Means are compared on a scale where no sum overflows, and from the smallest value on: far from 0, the same values summed
        // in another order would be another number. A statistic of the reader's gets the values as they are.
        var exponent = statistic is null ? Moments.Exponent([.. first, .. second]) : 0;
        double[] all = Moments.Scaled([.. first, .. second], -exponent);
        if (statistic is null)
        {
            var smallest = all.Min();
            all = Array.ConvertAll(all, value => value - smallest);
        }

        (first, second) = (all[..first.Length], all[first.Length..]);
        var observed = (statistic ?? MeanDifference)(first, second);
        var tolerance = !double.IsFinite(observed) ? 0 : Rounding * Math.Max(Math.Abs(observed), statistic is null ? all.Max() - all.Min() : 0);
        long least = 0, most = 0, count = 0;
        var exact = Ways(all.Length, first.Length) <= permutations + 1.0;
        foreach (var deal in exact ? Every(all.Length, first.Length) : Shuffled(all.Length, permutations, seed))
        {
            for (var i = 0; i < first.Length; i++)
            {
                first[i] = all[deal[i]];
            }

            for (var i = 0; i < second.Length; i++)
            {
                second[i] = all[deal[first.Length + i]];
            }

            var value = (statistic ?? MeanDifference)(first, second);
            count++;

            // Not: value >= …, which a deal without a number would fail, as if it spoke against chance.
            most += value < observed - tolerance ? 0 : 1;
            least += value > observed + tolerance ? 0 : 1;
        }

        // All deals include the data itself; random ones need it added.
        var own = exact ? 0 : 1;
        double greater = (most + own) / (double)(count + own), less = (least + own) / (double)(count + own);
        var p = double.IsNaN(observed) ? double.NaN : alternative switch
        {
            Alternative.Greater => greater,
            Alternative.Less => less,
            _ => Math.Min(1, 2 * Math.Min(greater, less)),
        };
        return new()
        {
            Name = exact ? $"Permutation test (all {count} deals)" : $"Permutation test ({count} deals, seed {seed})",
            Symbol = statistic is null ? "difference of the means" : "statistic",
            Statistic = Math.ScaleB(observed, exponent),
            P = p,
            Alternative = alternative,
            N = [first.Length, second.Length],
            Conclusion = double.IsNaN(observed)
                ? "The statistic of the two samples is NaN: no conclusion is possible."
                : $"If the labels of the two samples meant nothing, a statistic {Text.Extreme(alternative, "its centre")} "
                + $"would come up with probability {Text.Number(p)}.",
            Limitations = "It does not say what makes the samples differ: centre, spread and shape all count as far as the statistic depends on them; "
                + "it assumes independent values.",
        };
    }

    private static double MeanDifference(double[] a, double[] b) => a.Average() - b.Average();

    /// <summary>n over k; infinite if it is that large.</summary>
    private static double Ways(int n, int k)
    {
        var ways = 1.0;
        for (var i = 1; i <= Math.Min(k, n - k); i++)
        {
            ways = ways * (n - i + 1) / i;
        }

        return Math.Round(ways);
    }

    /// <summary>Every choice of k of n, as an order in which the chosen come first; the array is reused.</summary>
    private static IEnumerable<int[]> Every(int n, int k)
    {
        int[] chosen = [.. Enumerable.Range(0, k)], order = new int[n];
        while (true)
        {
            for (int i = 0, next = 0, other = k; i < n; i++)
            {
                var isChosen = next < k && chosen[next] == i;
                order[isChosen ? next++ : other++] = i;
            }

            yield return order;

            // The next choice in lexicographic order: the last index that can move up does, those behind it follow closely.
            var last = k - 1;
            while (last >= 0 && chosen[last] == n - k + last)
            {
                last--;
            }

            if (last < 0)
            {
                yield break;
            }

            chosen[last]++;
            for (var i = last + 1; i < k; i++)
            {
                chosen[i] = chosen[i - 1] + 1;
            }
        }
    }

    /// <summary>Random orders; the array is reused.</summary>
    private static IEnumerable<int[]> Shuffled(int n, int count, long seed)
    {
        var random = new RandomSource(seed);
        int[] order = [.. Enumerable.Range(0, n)];
        for (var i = 0; i < count; i++)
        {
            random.Shuffle<int>(order);
            yield return order;
        }
    }
}

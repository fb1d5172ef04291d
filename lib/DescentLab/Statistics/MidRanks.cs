namespace DescentLab;

/// <summary>Ranks from 1, where equal values share the mean of their ranks.</summary>
internal static class MidRanks
{
    /// <summary>The rank of each value, and Σ(k³ − k) over the groups of k equal values.</summary>
    public static (double[] Ranks, Int128 TieTerm) Of(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        double[] sorted = [.. values], ranks = new double[values.Length];
        Array.Sort(sorted, order);
        Int128 tieTerm = 0;
        for (int first = 0, next; first < sorted.Length; first = next)
        {
            for (next = first + 1; next < sorted.Length && sorted[next] == sorted[first]; next++)
            {
            }

            for (var i = first; i < next; i++)
            {
                ranks[order[i]] = (first + next + 1) / 2.0;
            }

            Int128 tied = next - first;
            tieTerm += (tied * tied * tied) - tied;
        }

        return (ranks, tieTerm);
    }
}

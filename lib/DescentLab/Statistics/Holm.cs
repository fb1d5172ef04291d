namespace DescentLab;

/// <summary>Holm's correction: p-values of several tests, made comparable with the level of a single one.</summary>
public static class Holm
{
    /// <summary>Adjusts p-values so that any one at most α keeps the chance of a single false alarm among all below α.</summary>
    /// <remarks>
    /// With the p-values in ascending order, <c>p̃₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1) p₍ⱼ₎)</c>.
    /// Source: S. Holm, A simple sequentially rejective multiple test procedure, 1979.
    /// </remarks>
    /// <param name="p">p-values in [0, 1]; a NaN stays NaN and counts as no test.</param>
    /// <returns>The adjusted p-values, in the same order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A p-value is outside [0, 1].</exception>
    public static double[] Adjust(IEnumerable<double> p)
    {
        double[] adjusted = [.. p ?? throw new ArgumentNullException(nameof(p))];
        int[] order = [.. Enumerable.Range(0, adjusted.Length).Where(i => !double.IsNaN(adjusted[i])).OrderBy(i => adjusted[i])];
        var largest = 0.0;
        for (var k = 0; k < order.Length; k++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - k) * Samples.Probability(adjusted[order[k]], $"p[{order[k]}]")));
            adjusted[order[k]] = largest;
        }

        return adjusted;
    }
}

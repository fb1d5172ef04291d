namespace DescentLab;

/// <summary>The comparison of every value of a sample with every value of another, by ranks; ties share their mean rank.</summary>
/// <param name="N1">The size of the first sample.</param>
/// <param name="N2">The size of the second sample.</param>
/// <param name="U1">The number of pairs with the larger value in the first sample; a tie counts half.</param>
/// <param name="TieTerm">Σ(k³ − k) over the groups of k equal values.</param>
internal readonly record struct Ranks(long N1, long N2, double U1, Int128 TieTerm)
{
    public double U2 => ((double)N1 * N2) - U1;

    public double CliffsDelta => (U1 - U2) / ((double)N1 * N2);

    /// <summary>Counts by merging the two sorted samples; sorts both arrays in place.</summary>
    public static Ranks Compare(double[] a, double[] b)
    {
        Array.Sort(a);
        Array.Sort(b);
        long twiceU1 = 0;
        Int128 tieTerm = 0;
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            var value = j == b.Length || (i < a.Length && a[i] < b[j]) ? a[i] : b[j];
            int firstI = i, firstJ = j;
            while (i < a.Length && a[i] == value)
            {
                i++;
            }

            while (j < b.Length && b[j] == value)
            {
                j++;
            }

            // Each of these values of a exceeds all earlier b and ties with these.
            long inA = i - firstI, inB = j - firstJ, tied = inA + inB;
            twiceU1 += inA * ((2L * firstJ) + inB);
            tieTerm += tied > 1 ? ((Int128)tied * tied * tied) - tied : 0;
        }

        return new(a.Length, b.Length, twiceU1 / 2.0, tieTerm);
    }
}

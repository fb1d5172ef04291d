using CsCheck;
using Xunit;

namespace DescentLab.Tests.Statistics;

/// <summary>Tests laws that hold for any data.</summary>
public class StatisticsLawsTests
{
    // Halves: sums, shifts and scalings by powers of two are exact, and ties happen.
    private static readonly Gen<double[]> Values = Gen.Int[-40, 40].Select(i => i / 2.0).Array[2, 12];

    private static readonly int[] Exponents = [1019, 600, -600, -1070];

    private static readonly Gen<double[]> Distinct = Gen.Double[-10, 10].Array[1, 6].Where(x => x.Distinct().Count() == x.Length);

    private static readonly Gen<(double[] A, double[] B)> Varied =
        Gen.Select(Values, Values).Where(s => s.Item1.Distinct().Count() > 1 && s.Item2.Distinct().Count() > 1);

    [Fact]
    public void TTest_AnySamples_HasTheLawsOfADifference() => Varied.Sample((a, b) =>
    {
        foreach (Func<double[], double[], Alternative, TTestResult> test in (Func<double[], double[], Alternative, TTestResult>[])
            [(x, y, side) => TTest.Pooled(x, y, side), (x, y, side) => TTest.Welch(x, y, side)])
        {
            TTestResult result = test(a, b, Alternative.TwoSided), swapped = test(b, a, Alternative.TwoSided);
            TTestResult moved = test([.. a.Select(v => 4 * v + 64)], [.. b.Select(v => 4 * v + 64)], Alternative.TwoSided);
            double greater = test(a, b, Alternative.Greater).P, less = test(a, b, Alternative.Less).P;
            Assert.InRange(result.P, 0, 1);
            Assert.Equal(-result.Statistic, swapped.Statistic);
            Assert.Equal(result.P, swapped.P);
            Assert.Equal(result.Statistic, moved.Statistic, 1e-12);
            Assert.Equal(1, greater + less, 1e-14);
            Assert.Equal(result.P, 2 * Math.Min(greater, less), 1e-14);
            Assert.Equal(result.P < 0.05, !result.Interval!.Value.Contains(0));
        }
    });

    // Halves times a power of two are exact, also where the largest difference overflows or the smallest value is subnormal.
    [Fact]
    public void Tests_OnAnyScale_GiveTheSameNumbers() => Gen.Select(Varied, Values, Gen.Int[0, 3]).Sample((pair, c, scale) =>
    {
        var (a, b) = pair;
        var exponent = Exponents[scale];
        var n = Math.Min(a.Length, b.Length);
        Assert.Equal(Numbers(x => x), Numbers(x => [.. x.Select(v => Math.ScaleB(v, exponent))]));

        double[] Numbers(Func<double[], double[]> scaled)
        {
            double[] x = scaled(a), y = scaled(b), z = scaled(c);
            TestResult[] results =
            [
                TTest.Pooled(x, y), TTest.Welch(x, y), TTest.Paired(x[..n], y[..n]), TTest.OneSample(x, y[0]), Wilcoxon.SignedRank(x[..n], y[..n]),
                MannWhitney.Test(x, y), Anova.OneWay(("x", x), ("y", y), ("z", z)), KruskalWallis.Test(("x", x), ("y", y), ("z", z)),
                Friedman.Test(("x", x[..n]), ("y", y[..n])), Permutation.Test(x, y, permutations: 50),
            ];
            return
            [
                .. results.SelectMany(result => (double[])[result is { Symbol: "difference of the means" } ? 0 : result.Statistic, result.P, result.Effect?.Value ?? 0]),
                .. Anova.OneWay(("x", x), ("y", y)).Pairwise.Select(compared => compared.Test.Statistic),
                Effect.CohensD(x, y), Effect.CohensDPooled(x, y), Effect.HedgesG(x, y), Sample.Skewness(x), Sample.ExcessKurtosis(x),
            ];
        }
    });

    // What a block adds to all its values changes no rank in it; with two groups the statistic is that of the sign test.
    [Fact]
    public void Friedman_AnyBlocks_LooksOnlyWithinThem() => Gen.Select(Varied, Values).Sample((pair, blocks) =>
    {
        int n = new[] { pair.A.Length, pair.B.Length, blocks.Length }.Min();
        double[] a = pair.A[..n], b = pair.B[..n];
        double[] Moved(double[] x) => [.. x.Zip(blocks, (value, block) => value + (1000 * block))];
        GroupsResult plain = Friedman.Test(("a", a), ("b", b), ("-a", [.. a.Select(v => -v)]));
        GroupsResult moved = Friedman.Test(("a", Moved(a)), ("b", Moved(b)), ("-a", Moved([.. a.Select(v => -v)])));
        Assert.Equal((plain.Statistic, plain.P), (moved.Statistic, moved.P));

        int ups = a.Zip(b).Count(p => p.First > p.Second), downs = a.Zip(b).Count(p => p.First < p.Second);
        Assert.Equal(Math.Pow(ups - downs, 2) / (ups + downs), Friedman.Test(("a", a), ("b", b)).Statistic, 1e-12);
    });

    [Fact]
    public void TTest_Welch_FromSummariesIsThatOfTheSamples() => Varied.Sample((a, b) =>
        Assert.Equal(TTest.Welch(a, b).P, TTest.Welch(Summary.Of(a), Summary.Of(b)).P, 1e-12));

    [Fact]
    public void TTest_Paired_IsOneSampleOfTheDifferences() => Varied.Sample((a, b) =>
    {
        int n = Math.Min(a.Length, b.Length);
        double[] x = a[..n], y = b[..n];
        return TTest.Paired(x, y).P.Equals(TTest.OneSample(x.Zip(y, (p, q) => p - q), 0).P);
    });

    [Fact]
    public void MannWhitney_AnySamples_CountsPairs() => Gen.Select(Values, Values).Sample((a, b) =>
    {
        MannWhitneyResult result = MannWhitney.Test(a, b), swapped = MannWhitney.Test(b, a);
        double pairs = (from x in a from y in b select x > y ? 1 : x == y ? 0.5 : 0).Sum();
        Assert.Equal(pairs, result.U1);
        Assert.Equal(a.Length * b.Length, result.U1 + result.U2);
        Assert.Equal((result.U2, result.P), (swapped.U1, swapped.P));
        Assert.Equal(-result.Effect!.Value.Value, swapped.Effect!.Value.Value);
        Assert.True(double.IsNaN(result.P) || result.P is >= 0 and <= 1);
        Assert.Equal(MannWhitney.Test(a, b, Alternative.Greater).P, MannWhitney.Test(b, a, Alternative.Less).P);

        // Only the order counts: cubing and shifting keep it.
        Assert.Equal(result.P, MannWhitney.Test([.. a.Select(v => v * v * v + 1)], [.. b.Select(v => v * v * v + 1)]).P);
    });

    [Fact]
    public void MannWhitney_SmallSamplesWithoutTies_IsTheShareOfAllArrangements() =>
        Gen.Select(Distinct, Distinct).Where(s => s.Item1.Intersect(s.Item2).Any() is false).Sample((a, b) =>
        {
            double[] all = [.. a, .. b];
            double u1 = MannWhitney.Test(a, b).U1;
            double greater = 0, less = 0, arrangements = 0;
            for (var chosen = 0; chosen < 1 << all.Length; chosen++)
            {
                if (int.PopCount(chosen) != a.Length)
                {
                    continue;
                }

                double u = (from i in Enumerable.Range(0, all.Length)
                            from j in Enumerable.Range(0, all.Length)
                            where (chosen >> i & 1) == 1 && (chosen >> j & 1) == 0 && all[i] > all[j]
                            select 1).Sum();
                arrangements++;
                greater += u >= u1 ? 1 : 0;
                less += u <= u1 ? 1 : 0;
            }

            Assert.Equal(greater / arrangements, MannWhitney.Test(a, b, Alternative.Greater).P, 1e-13);
            Assert.Equal(less / arrangements, MannWhitney.Test(a, b, Alternative.Less).P, 1e-13);
            Assert.Equal(Math.Min(1, 2 * Math.Min(greater, less) / arrangements), MannWhitney.Test(a, b).P, 1e-13);
        }, iter: 60);

    [Fact]
    public void Wilcoxon_SmallSamplesWithoutTies_IsTheShareOfAllSigns() =>
        Gen.Double[-10, 10].Array[1, 10].Where(d => d.Select(Math.Abs).Distinct().Count() == d.Length && d.All(v => v != 0)).Sample(d =>
        {
            WilcoxonResult result = Wilcoxon.SignedRank(d);
            double greater = 0, less = 0;
            for (var positive = 0; positive < 1 << d.Length; positive++)
            {
                double w = Enumerable.Range(0, d.Length).Where(i => (positive >> i & 1) == 1).Sum(i => i + 1);
                greater += w >= result.WPlus ? 1 : 0;
                less += w <= result.WPlus ? 1 : 0;
            }

            double all = 1 << d.Length;
            Assert.Equal(greater / all, Wilcoxon.SignedRank(d, Alternative.Greater).P, 1e-14);
            Assert.Equal(less / all, Wilcoxon.SignedRank(d, Alternative.Less).P, 1e-14);
            Assert.Equal(Math.Min(1, 2 * Math.Min(greater, less) / all), result.P, 1e-14);
            Assert.Equal(d.Length * (d.Length + 1) / 2, result.WPlus + result.WMinus);
        }, iter: 100);

    [Fact]
    public void Wilcoxon_NegatedDifferences_SwapTheRankSums() => Values.Sample(d =>
    {
        WilcoxonResult result = Wilcoxon.SignedRank(d), negated = Wilcoxon.SignedRank(d.Select(v => -v));
        return result.WPlus == negated.WMinus && result.P.Equals(negated.P)
            && Wilcoxon.SignedRank(d, Alternative.Greater).P.Equals(Wilcoxon.SignedRank(d.Select(v => -v), Alternative.Less).P);
    });

    [Fact]
    public void Effects_AnySamples_ChangeSignWhenSwappedAndKeepTheirSizeWhenMoved() => Varied.Sample((a, b) =>
    {
        foreach (Func<double[], double[], double> effect in (Func<double[], double[], double>[])
            [(x, y) => Effect.CohensD(x, y), (x, y) => Effect.CohensDPooled(x, y), (x, y) => Effect.HedgesG(x, y), (x, y) => Effect.CliffsDelta(x, y)])
        {
            double[] Moved(double[] x) => [.. x.Select(v => 8 * v - 3)];
            Assert.Equal(-effect(a, b), effect(b, a));
            Assert.Equal(effect(a, b), effect(Moved(a), Moved(b)), 1e-12);
        }

        Assert.True(Math.Abs(Effect.HedgesG(a, b)) <= Math.Abs(Effect.CohensDPooled(a, b)));
        Assert.InRange(Effect.CliffsDelta(a, b), -1, 1);
    });

    [Fact]
    public void Moments_ValuesFarFromZero_LoseNothing() => Gen.Int[0, 1000].Array[5, 50].Where(x => x.Distinct().Count() > 1).Sample(x =>
    {
        double[] near = [.. x.Select(v => (double)v)], far = [.. x.Select(v => v + 1e12)];
        Assert.Equal(Sample.Variance(near), Sample.Variance(far));
        Assert.Equal(Sample.Skewness(near), Sample.Skewness(far), 1e-15);
        Assert.Equal(Sample.ExcessKurtosis(near), Sample.ExcessKurtosis(far), 1e-15);
    });

    [Fact]
    public void Normality_MirroredAndScaledSample_IsAsNormal() =>
        Gen.Double[-5, 5].Array[8, 40].Where(x => x.Distinct().Count() > 1).Sample(x =>
        {
            double[] mirrored = [.. x.Select(v => -4 * v)];
            Assert.Equal(-Normality.Skewness(x).Statistic, Normality.Skewness(mirrored).Statistic, 1e-12);
            Assert.Equal(Normality.Kurtosis(x).P, Normality.Kurtosis(mirrored).P, 1e-12);
            Assert.Equal(Normality.DAgostinoPearson(x).P, Normality.DAgostinoPearson(mirrored).P, 1e-12);
            Assert.Equal(Normality.ShapiroWilk(x).P, Normality.ShapiroWilk(mirrored).P, 1e-9);
            Assert.InRange(Normality.ShapiroWilk(x).Statistic, 0, 1);
            Assert.InRange(Normality.ShapiroWilk(x).P, 0, 1);
        });

    [Fact]
    public void Quantile_AnySample_RisesFromTheLeastToTheLargest() => Gen.Select(Values, Gen.Double[0, 1], Gen.Double[0, 1]).Sample((x, p, q) =>
        Sample.Quantile(x, 0) == x.Min() && Sample.Quantile(x, 1) == x.Max()
        && Sample.Quantile(x, Math.Min(p, q)) <= Sample.Quantile(x, Math.Max(p, q)));
}

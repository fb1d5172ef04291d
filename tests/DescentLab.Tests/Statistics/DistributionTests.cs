using System.Text.Json;
using CsCheck;
using Xunit;

namespace DescentLab.Tests.Statistics;

public class DistributionTests(ITestOutputHelper output)
{
    private static readonly JsonElement Distributions = Oracle.Load("B_distributions.json");

    private static readonly JsonElement MoreDistributions = Oracle.Load("distributions_more.json");

    public static TheoryData<string, double> Tables() => new()
    {
        { "student_t_sf", 1e-12 },
        { "student_t_ppf", 1e-11 },
        { "normal_sf", 1e-12 },
        { "normal_ppf", 1e-11 },
        { "chi2_2_sf", 1e-12 },
        { "regularized_incomplete_beta", 1e-12 },
        { "lgamma", 1e-12 },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Distribution_OracleTable_AgreesToTheSuggestedTolerance(string table, double tolerance) =>
        Check(Distributions.GetProperty(table), table, tolerance);

    // Made for this test with mpmath at 60 digits (tests/DescentLab.Tests/Oracles/make_distributions_more.py).
    [Theory]
    [InlineData("student_t_sf")]
    [InlineData("f_sf")]
    [InlineData("chi2_sf")]
    [InlineData("regularized_incomplete_beta")]
    public void Distribution_FarTailsAndManyDegreesOfFreedom_AgreeTo12Digits(string table) =>
        Check(MoreDistributions.GetProperty(table), table, 1e-12);

    // mpmath, 60 digits: t² and ν₁x overflow.
    [Theory]
    [InlineData(1e200, 1, 6.3661977236758134307553505349006e-201)]
    [InlineData(-1e160, 2, 1.0e-320)]
    [InlineData(3e300, 1, 2.1220659078919378102517835116335e-301)]
    [InlineData(1e150, 0.5, 6.4140195082844580068072258752480e-76)]
    public void StudentT_FartherThanASquareReaches_HasItsTail(double t, double df, double expected)
    {
        Oracle.Near(expected, StudentTDistribution.TwoSided(t, df), 1e-12, "p");
        Assert.Equal(1, StudentTDistribution.TwoSided(1e300, 1e-300), 1e-15);
    }

    [Theory]
    [InlineData(1e-200, 3.1830988618379067153776752674503e199)]
    [InlineData(1e-305, 3.1830988618379067153776752674503e304)]
    [InlineData(1e-309, double.PositiveInfinity)]
    public void StudentT_QuantileOfATinyTail_IsRightOrInfinite(double p, double expected)
    {
        var t = StudentTDistribution.Quantile(p, 1);

        Assert.True(double.IsInfinity(expected) ? t == -expected : Math.Abs((t / -expected) - 1) < 1e-12, $"{t}");
    }

    [Theory]
    [InlineData(2, 7.0710678118654752440084436210485e-155)]
    [InlineData(200, 7.9688783233986094403512227241894e-155)]
    public void F_WhereTheProductOverflows_HasItsTail(double df1, double expected) =>
        Oracle.Near(expected, FDistribution.Survival(1e308, df1, 1), 1e-12, "p");

    [Fact]
    public void StudentT_QuantileOfAnyTail_InvertsTheSurvivalFunction() =>
        Gen.Select(Gen.Double[-12, Math.Log10(0.49)], Gen.Double[-0.5, 6]).Sample((logP, logDf) =>
        {
            double p = Math.Pow(10, logP), df = Math.Pow(10, logDf);
            return Oracle.RelativeError(p, StudentTDistribution.Survival(-StudentTDistribution.Quantile(p, df), df)) < 1e-12;
        });

    [Fact]
    public void Normal_QuantileOfAnyTail_InvertsTheCdf() =>
        Gen.Double[-290, -0.01].Sample(log =>
            Oracle.RelativeError(Math.Pow(10, log), NormalDistribution.Cdf(NormalDistribution.Quantile(Math.Pow(10, log)))) < 1e-12);

    [Fact]
    public void Distributions_OutsideTheirDomain_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentTDistribution.Survival(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentTDistribution.Survival(1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentTDistribution.Quantile(1.5, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChiSquaredDistribution.Survival(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FDistribution.Survival(1, 1, 0));
        Assert.Equal("df2", Assert.Throws<ArgumentOutOfRangeException>(() => FDistribution.Survival(1, 3, double.PositiveInfinity)).ParamName);
        Assert.Contains("at most 1e8", Assert.Throws<ArgumentOutOfRangeException>(() => ChiSquaredDistribution.Survival(1, 1e10)).Message, StringComparison.Ordinal);
    }

    // P(X > ν) of χ² is ½ − 1/(3√(πν)) + O(ν^(−3/2)), P(F > 1) is ½ for equal degrees of freedom.
    [Fact]
    public void Distributions_OfTheMostDegreesOfFreedom_AreRightAtTheMean()
    {
        Assert.Equal(0.5 - (1 / (3 * Math.Sqrt(Math.PI * 1e8))), ChiSquaredDistribution.Survival(1e8, 1e8), 1e-11);
        Assert.Equal(0.5, FDistribution.Survival(1, 1e12, 1e12), 1e-13);
    }

    [Theory]
    [InlineData(1e155)]
    [InlineData(1e300)]
    [InlineData(double.PositiveInfinity)]
    public void StudentT_OfHugeOrInfinitelyManyDegreesOfFreedom_IsNormal(double df)
    {
        foreach (var t in new[] { 0, 0.1, 1.7, 5, 20 })
        {
            Oracle.Near(NormalDistribution.Survival(t), StudentTDistribution.Survival(t, df), 1e-15, $"t = {t}");
            Oracle.Near(NormalDistribution.Cdf(t), StudentTDistribution.Cdf(t, df), 1e-15, $"t = {t}");
        }

        Assert.Equal(NormalDistribution.Quantile(0.975), StudentTDistribution.Quantile(0.975, df), 1e-12);
    }

    // The quantiles of t and of the normal distribution differ by the part (t² + 1)/4ν.
    [Theory]
    [InlineData(1e9)]
    [InlineData(1e10)]
    [InlineData(1e12)]
    [InlineData(4e15)]
    [InlineData(1e21)]
    public void StudentT_QuantileOfManyDegreesOfFreedom_IsNearTheNormalOne(double df)
    {
        foreach (var p in new[] { 0.6, 0.975, 1e-3, 1e-12, 1e-100 })
        {
            var normal = NormalDistribution.Quantile(p);
            Oracle.Near(normal * (1 + (((normal * normal) + 1) / (4 * df))), StudentTDistribution.Quantile(p, df), 1e-11, $"p = {p}");
        }
    }

    [Fact]
    public void Distributions_AtTheEndsOfTheLine_AreZeroOrOne()
    {
        Assert.Equal(0, StudentTDistribution.Survival(double.PositiveInfinity, 3));
        Assert.Equal(1, StudentTDistribution.Survival(double.NegativeInfinity, 3));
        Assert.Equal(double.PositiveInfinity, StudentTDistribution.Quantile(1, 3));
        Assert.Equal(0, NormalDistribution.Survival(double.PositiveInfinity));
        Assert.Equal(1, ChiSquaredDistribution.Survival(-1, 3));
        Assert.Equal(0, ChiSquaredDistribution.Survival(double.PositiveInfinity, 3));
        Assert.Equal(0, FDistribution.Survival(double.PositiveInfinity, 3, 4));
    }

    private void Check(JsonElement table, string name, double tolerance)
    {
        var worst = 0.0;
        foreach (double[] row in table.GetProperty("rows").EnumerateArray().Select(r => r.Numbers()))
        {
            var actual = name switch
            {
                "student_t_sf" => StudentTDistribution.Survival(row[0], row[1]),
                "student_t_ppf" => StudentTDistribution.Quantile(row[0], row[1]),
                "normal_sf" => NormalDistribution.Survival(row[0]),
                "normal_ppf" => NormalDistribution.Quantile(row[0]),
                "chi2_2_sf" => ChiSquaredDistribution.Survival(row[0], 2),
                "chi2_sf" => ChiSquaredDistribution.Survival(row[0], row[1]),
                "f_sf" => FDistribution.Survival(row[0], row[1], row[2]),
                "regularized_incomplete_beta" => SpecialFunctions.IncompleteBeta(row[0], row[1], row[2], 1 - row[2]).Lower,
                "lgamma" => SpecialFunctions.LogGamma(row[0]),
                _ => throw new ArgumentOutOfRangeException(nameof(table), name, "unknown table"),
            };
            var truth = name == "normal_sf" ? row[1] : row[^1];
            Oracle.Near(truth, actual, tolerance, $"{name}({string.Join(", ", row[..^1])})");
            worst = Math.Max(worst, Oracle.RelativeError(truth, actual));
            if (name == "normal_sf")
            {
                Oracle.Near(row[2], NormalDistribution.Cdf(row[0]), tolerance, $"normal cdf({row[0]})");
            }
        }

        output.WriteLine($"{name}: {table.GetProperty("rows").GetArrayLength()} cases, worst relative error {worst:E1}");
    }
}

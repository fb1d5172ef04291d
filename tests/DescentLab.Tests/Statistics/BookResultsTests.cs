using System.Globalization;
using System.Text.Json;
using Xunit;

namespace DescentLab.Tests.Statistics;

public class BookResultsTests
{
    private static readonly IReadOnlyList<double> With = BookResults.WithMomentum;

    private static readonly IReadOnlyList<double> Without = BookResults.WithoutMomentum;

    [Fact]
    public void BookResults_Arrays_AreTheAuthorsFiles()
    {
        JsonElement book = Oracle.Load("B_statistics.json").GetProperty("two_sample")[0];

        Assert.Equal(book.Numbers("a"), With);
        Assert.Equal(book.Numbers("b"), Without);
    }

    [Fact]
    public void BookResults_PrintedLines_FollowFromTheTests()
    {
        string[] lines =
        [
            $"no momentum: {Summary.Of(Without)}",
            $"momentum : {Summary.Of(With)}",
            $"t-test momentum vs no (t,p): {TTest.Pooled(With, Without).Pair}",
            $"Mann-Whitney U : {MannWhitney.Test(With, Without).OlderPair}",
            $"Cohen's d : {Effect.CohensD(With, Without).ToString("F5", CultureInfo.InvariantCulture)}",
        ];

        Assert.Equal(BookResults.PrintedLines, lines);
    }

    [Fact]
    public void MannWhitney_BooksSamples_ReportsBothUAndReconcilesTheOlderConvention()
    {
        MannWhitneyResult result = MannWhitney.Test(With, Without);

        Assert.Equal((443, 41), (result.U1, result.U2));
        Oracle.Near(2.3528646158578698e-7, result.P, 1e-14, "exact p");
        Oracle.Near(2.5230074288991637e-6, result.PNormal, 1e-13, "normal p");
        Oracle.Near(result.PNormal / 2, result.OlderConvention.P, 1e-15, "older p");
        Assert.Equal(41, result.OlderConvention.U);
    }

    [Fact]
    public void TTest_BooksSamples_PrintsOneReadableLine() =>
        Assert.Equal(
            "Student's t-test (pooled): t = 6.77398, df = 42, p = 3.062e-08 (two-sided), Cohen's d = 2.042, "
            + "95% interval of the difference of the means [0.004459, 0.008243], n = 22 + 22",
            TTest.Pooled(With, Without).ToString());

    [Fact]
    public void ConfusionWithMomentum_ReproducesThePrintedScores()
    {
        Assert.Equal(0.8773, BookResults.ConfusionWithMomentum.Accuracy);
        Assert.Equal(0.8638721, BookResults.ConfusionWithMomentum.Mcc, 7);
    }
}

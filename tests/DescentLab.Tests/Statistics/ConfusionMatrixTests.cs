using System.Text.Json;
using CsCheck;
using Xunit;

namespace DescentLab.Tests.Statistics;

public class ConfusionMatrixTests
{
    private const double Tolerance = 1e-14;

    public static TheoryData<string> CaseIds() =>
        [.. Oracle.Load("C_metrics.json").GetProperty("cases").EnumerateArray().Select(c => c.Id())];

    [Theory]
    [MemberData(nameof(CaseIds))]
    public void ConfusionMatrix_OracleCase_GivesTheReferenceScores(string id)
    {
        JsonElement c = Oracle.Load("C_metrics.json").GetProperty("cases").EnumerateArray().Single(c => c.Id() == id);
        int classes = c.GetProperty("n_classes").GetInt32();
        int[][] counts = [.. c.GetProperty("confusion_matrix").EnumerateArray().Select(r => r.Integers())];
        ConfusionMatrix matrix = c.TryGetProperty("y_true", out JsonElement yTrue)
            ? new(yTrue.Integers(), c.GetProperty("y_pred").Integers(), classes)
            : new(Square(counts));

        for (int i = 0; i < classes; i++)
        {
            for (int j = 0; j < classes; j++)
                Assert.Equal(counts[i][j], matrix[i, j]);
        }
        Oracle.Near(c.Number("accuracy"), matrix.Accuracy, Tolerance, "accuracy");
        Oracle.Near(c.Number("mcc_exact_integers"), matrix.Mcc, Tolerance, "MCC");
        Oracle.Near(c.Number("balanced_accuracy"), matrix.BalancedAccuracy, Tolerance, "balanced accuracy");
        Oracle.Near(c.Number("cohen_kappa"), matrix.CohensKappa, Tolerance, "kappa");
        for (int k = 0; k < classes; k++)
        {
            Oracle.Near(c.Numbers("precision")[k], matrix.PerClass[k].Precision, Tolerance, $"precision of {k}");
            Oracle.Near(c.Numbers("recall")[k], matrix.PerClass[k].Recall, Tolerance, $"recall of {k}");
            Oracle.Near(c.Numbers("f1")[k], matrix.PerClass[k].F1, Tolerance, $"F1 of {k}");
            Assert.Equal(c.Numbers("support")[k], matrix.PerClass[k].Support);
        }
        foreach ((string average, ClassScores scores) in new[] { ("macro", matrix.Macro), ("weighted", matrix.Weighted) })
        {
            Oracle.Near(c.GetProperty(average).Number("precision"), scores.Precision, Tolerance, $"{average} precision");
            Oracle.Near(c.GetProperty(average).Number("recall"), scores.Recall, Tolerance, $"{average} recall");
            Oracle.Near(c.GetProperty(average).Number("f1"), scores.F1, Tolerance, $"{average} F1");
        }
    }

    [Fact]
    public void ConfusionMatrix_BooksMatrixWithMomentum_PrintsAsTheChapterDoes()
    {
        JsonElement seed = Oracle.Load("C_metrics.json").GetProperty("seed_matrices").GetProperty("with_momentum");
        var matrix = new ConfusionMatrix(Square([.. seed.GetProperty("completed").EnumerateArray().Select(r => r.Integers())]));

        string[] lines = matrix.ToString().Split('\n');

        Assert.Equal("[[766   5  14  61   2   1 143   0   8   0]", lines[0]);
        Assert.Equal(" [  1 958   2  30   3   0   6   0   0   0]", lines[1]);
        Assert.Equal(" [  0   0   0   0   0   6   0  33   0 961]]", lines[9]);
        Assert.Equal("accuracy = 0.8773000 MCC = 0.8638721", lines[^1]);
    }

    [Fact]
    public void ConfusionMatrix_ToHtml_EscapesTheNamesOfTheClasses()
    {
        var matrix = new ConfusionMatrix([0, 1], [0, 1], 2, ["T-shirt <top>", "bag"]);

        Assert.Contains("T-shirt &lt;top&gt;", matrix.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void ConfusionMatrix_Huge_KeepsAPerfectMccExactlyOne() =>
        Assert.Equal(1, new ConfusionMatrix(new[,] { { int.MaxValue, 0 }, { 0, int.MaxValue - 7 } }).Mcc);

    [Fact]
    public void ConfusionMatrix_BadLabels_NamesTheLabelAndTheFix()
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix([0, 3], [0, 1], 3));

        Assert.Contains("trueLabels[1] = 3", e.Message, StringComparison.Ordinal);
        Assert.Contains("60000000 classes", Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix([0], [0], 60_000_000)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix([0, 1], [0], 3));
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(new int[2, 3]));
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(new[,] { { -1 } }));
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix([0], [0], 1, ["a", "b"]));
    }

    [Fact]
    public void ConfusionMatrix_NothingCounted_IsAllZero()
    {
        var matrix = new ConfusionMatrix([], [], 3);

        Assert.Equal((0, 0, 0), (matrix.Accuracy, matrix.Mcc, matrix.Weighted.F1));
    }

    [Fact]
    public void Mcc_AnyLabels_IsSymmetricBoundedAndBlindToTheClassesNames() =>
        (from classes in Gen.Int[2, 6]
         from y in Gen.Int[0, classes - 1].Array[0, 60]
         from t in Gen.Int[0, classes - 1].Array[y.Length]
         from names in Gen.Shuffle(Enumerable.Range(0, classes).ToArray())
         select (classes, y, t, names))
        .Sample(s =>
        {
            double mcc = new ConfusionMatrix(s.t, s.y, s.classes).Mcc;
            double swapped = new ConfusionMatrix(s.y, s.t, s.classes).Mcc;
            int[] Rename(int[] labels) => [.. labels.Select(k => s.names[k])];
            double renamed = new ConfusionMatrix(Rename(s.t), Rename(s.y), s.classes).Mcc;
            return mcc is >= -1 and <= 1 && mcc == swapped && mcc == renamed;
        });

    private static int[,] Square(int[][] rows)
    {
        var square = new int[rows.Length, rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < rows.Length; j++)
                square[i, j] = rows[i][j];
        }
        return square;
    }
}

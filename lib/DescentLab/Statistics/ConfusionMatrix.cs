using System.Globalization;
using System.Numerics;
using System.Text;

namespace DescentLab;

/// <summary>Counts how often a sample of each true class was predicted as each class.</summary>
/// <remarks>
/// C[i, j] is the number of samples of the true class i (row) that were predicted as class j (column), as in the
/// chapter's printed matrices. Immutable. Every ratio whose denominator is 0 is 0, except <see cref="CohensKappa"/>.
/// </remarks>
[TypeFormatterSource]
public sealed class ConfusionMatrix : IHtml
{
    private static readonly string[] ScoreNames = ["precision", "recall", "F1"];

    private readonly long[,] counts;
    private readonly long[] trueCounts;
    private readonly long[] predictedCounts;

    /// <summary>Counts the pairs of two lists of labels.</summary>
    /// <param name="trueLabels">The true class of each sample, 0 … <paramref name="classes"/> − 1.</param>
    /// <param name="predictedLabels">The predicted class of each sample, in the same order.</param>
    /// <param name="classes">The number of classes, whether they occur or not; at least 1.</param>
    /// <param name="classNames">A name for each class, for display; by default their numbers.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or the names are not one per class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no class, or more than a matrix holds, or a label is not one of the classes.</exception>
    public ConfusionMatrix(
        ReadOnlySpan<int> trueLabels, ReadOnlySpan<int> predictedLabels, int classes,
        IReadOnlyList<string>? classNames = null)
        : this(Count(trueLabels, predictedLabels, classes), classNames)
    {
    }

    /// <summary>Takes existing counts.</summary>
    /// <param name="counts">A square matrix, rows = true classes, columns = predicted classes, no count negative.</param>
    /// <param name="classNames">A name for each class, for display; by default their numbers.</param>
    /// <exception cref="ArgumentException">The matrix is empty, not square or has a negative count.</exception>
    public ConfusionMatrix(int[,] counts, IReadOnlyList<string>? classNames = null)
        : this(Widen(counts), classNames)
    {
    }

    private ConfusionMatrix(long[,] counts, IReadOnlyList<string>? classNames)
    {
        Classes = counts.GetLength(0);
        if (classNames is not null && classNames.Count != Classes)
        {
            throw new ArgumentException(
                $"classNames has {classNames.Count} names for {Classes} classes; give one name per class.", nameof(classNames));
        }

        ClassNames = classNames is null ? [.. Enumerable.Range(0, Classes).Select(k => $"{k}")] : [.. classNames];
        this.counts = counts;
        trueCounts = new long[Classes];
        predictedCounts = new long[Classes];
        for (var i = 0; i < Classes; i++)
        {
            for (var j = 0; j < Classes; j++)
            {
                trueCounts[i] += counts[i, j];
                predictedCounts[j] += counts[i, j];
            }

            Correct += counts[i, i];
            Total += trueCounts[i];
        }
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The number of samples, s.</summary>
    public long Total { get; }

    /// <summary>The number of correct predictions, c: the sum of the diagonal.</summary>
    public long Correct { get; }

    /// <summary>The number of samples of class <paramref name="trueClass"/> were predicted as <paramref name="predictedClass"/>.</summary>
    /// <param name="trueClass">The row, from 0.</param>
    /// <param name="predictedClass">The column, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long this[int trueClass, int predictedClass] =>
        counts[Require.Index(trueClass, Classes, "true class", nameof(trueClass)), Require.Index(predictedClass, Classes, "predicted class", nameof(predictedClass))];

    /// <summary>c/s, the share of correct predictions; 0 if nothing was counted.</summary>
    public double Accuracy => Ratio(Correct, Total);

    /// <summary>The Matthews correlation coefficient: 1 perfect, 0 no better than chance, −1 (two classes) always wrong.</summary>
    /// <remarks>
    /// Gorodkin's R_K for any number of classes, with t_k samples truly of class k and p_k predicted so:
    /// <c>MCC = (c s − Σ t_k p_k) / √((s² − Σ p_k²)(s² − Σ t_k²))</c>; 0 if a factor of the denominator is 0 (only one
    /// class is true, or only one is ever predicted). Integers until the last root and division.
    /// Source: J. Gorodkin, Comparing two K-category assignments by a K-category correlation coefficient, 2004.
    /// </remarks>
    public double Mcc
    {
        get
        {
            BigInteger s = Total, covariance = s * Correct, spreadOfTrue = s * s, spreadOfPredicted = s * s;
            for (var k = 0; k < Classes; k++)
            {
                BigInteger t = trueCounts[k], p = predictedCounts[k];
                covariance -= t * p;
                spreadOfTrue -= t * t;
                spreadOfPredicted -= p * p;
            }

            var product = spreadOfTrue * spreadOfPredicted;
            // A perfect (or perfectly wrong) prediction is ±1 exactly, not ±1 within a rounding.
            return product.IsZero ? 0
                : covariance * covariance == product ? covariance.Sign
                : (double)covariance / Math.Sqrt((double)product);
        }
    }

    /// <summary>The mean recall of the classes that occur: the accuracy if every class were equally frequent.</summary>
    public double BalancedAccuracy =>
        PerClass.Where(scores => scores.Support > 0).Select(scores => scores.Recall).DefaultIfEmpty().Average();

    /// <summary>Cohen's κ = (c s − Σ t_k p_k)/(s² − Σ t_k p_k): agreement beyond chance; NaN if one class is all there is.</summary>
    public double CohensKappa
    {
        get
        {
            BigInteger s = Total, chance = 0;
            for (var k = 0; k < Classes; k++)
            {
                chance += (BigInteger)trueCounts[k] * predictedCounts[k];
            }

            return (double)((s * Correct) - chance) / (double)((s * s) - chance);
        }
    }

    /// <summary>Precision, recall, F1 and support of every class.</summary>
    public IReadOnlyList<ClassScores> PerClass => [.. Enumerable.Range(0, Classes).Select(Of)];

    /// <summary>The plain averages over the classes: every class counts the same, also one that never occurs.</summary>
    public ClassScores Macro => Average([.. PerClass.Select(_ => 1.0)]);

    /// <summary>The averages weighted with the support of each class.</summary>
    public ClassScores Weighted => Average([.. PerClass.Select(scores => (double)scores.Support)]);

    /// <summary>Precision, recall, F1 and support of one class.</summary>
    /// <param name="k">The class, from 0.</param>
    /// <returns>Its scores.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public ClassScores Of(int k)
    {
        Require.Index(k, Classes, "class");
        var hits = counts[k, k];
        return new(Ratio(hits, predictedCounts[k]), Ratio(hits, trueCounts[k]), Ratio(2 * hits, trueCounts[k] + predictedCounts[k]), trueCounts[k]);
    }

    /// <summary>A copy of the counts, rows = true classes, columns = predicted classes.</summary>
    /// <returns>The matrix.</returns>
    public long[,] ToArray() => (long[,])counts.Clone();

    /// <summary>The counts alone, right-aligned and bracketed as the chapter prints them.</summary>
    /// <returns>A line per true class.</returns>
    public string ToTable()
    {
        var width = 1;
        foreach (var count in counts)
        {
            width = Math.Max(width, $"{count}".Length);
        }

        var text = new StringBuilder();
        for (var i = 0; i < Classes; i++)
        {
            text.Append(i == 0 ? "[[" : "\n [")
                .AppendJoin(' ', Enumerable.Range(0, Classes).Select(j => $"{counts[i, j]}".PadLeft(width)))
                .Append(']');
        }

        return text.Append(']').ToString();
    }

    /// <summary>The chapter's print-out: the table, then accuracy and MCC with seven decimals.</summary>
    /// <returns>Several lines, separated by \n on every machine.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{ToTable()}\n\naccuracy = {Accuracy:F7} MCC = {Mcc:F7}");

    /// <summary>The matrix with the class names, the scores of every class, accuracy and MCC.</summary>
    /// <returns>A fragment of HTML.</returns>
    public string ToHtml()
    {
        var html = Html.Open("Rows: true class. Columns: predicted class.", "font-size:85%").Append("<thead><tr><th></th>");
        html.AppendJoin("", ClassNames.Select(name => Html.Cell("th", name, number: true)))
            .AppendJoin("", ScoreNames.Select(name => Html.Cell("th", name, number: true)))
            .Append("</tr></thead><tbody>");
        for (var i = 0; i < Classes; i++)
        {
            html.Append("<tr>").Append(Html.Cell("th", ClassNames[i]));
            for (var j = 0; j < Classes; j++)
            {
                // Zeros are grey, the diagonal is bold, and the shade of another cell is its share of the row.
                var shade = 0.08 + (0.4 * Ratio(counts[i, j], trueCounts[i]));
                var colour = i == j ? "46,125,50" : "198,40,40";
                html.Append(Html.Cell("td", $"{counts[i, j]}", number: true, style: counts[i, j] == 0
                    ? "opacity:0.4"
                    : string.Create(CultureInfo.InvariantCulture, $"background:rgba({colour},{shade:F2})")));
            }

            var scores = Of(i);
            html.AppendJoin("", new[] { scores.Precision, scores.Recall, scores.F1 }.Select(
                score => Html.Cell("td", score.ToString("F3", CultureInfo.InvariantCulture), number: true))).Append("</tr>");
        }

        html.Append(CultureInfo.InvariantCulture, $"</tbody></table><p>accuracy = {Accuracy:F7}, MCC = {Mcc:F7}</p>");
        return html.ToString();
    }

    private ClassScores Average(double[] weights)
    {
        double Mean(Func<ClassScores, double> score) => PerClass.Zip(weights, (scores, weight) => weight * score(scores)).Sum() / weights.Sum();
        return Total == 0 ? default : new(Mean(s => s.Precision), Mean(s => s.Recall), Mean(s => s.F1), Total);
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private static long[,] Count(ReadOnlySpan<int> trueLabels, ReadOnlySpan<int> predictedLabels, int classes)
    {
        Require.AtLeast(1, classes, "number of classes");
        Require.FitsArray((long)classes * classes, $"The matrix of {classes} classes", nameof(classes));
        if (trueLabels.Length != predictedLabels.Length)
        {
            throw new ArgumentException(
                $"predictedLabels has {predictedLabels.Length} labels, trueLabels has {trueLabels.Length}; give one prediction per sample.",
                nameof(predictedLabels));
        }

        var counts = new long[classes, classes];
        for (var n = 0; n < trueLabels.Length; n++)
        {
            Check(trueLabels[n], n, classes, nameof(trueLabels));
            Check(predictedLabels[n], n, classes, nameof(predictedLabels));
            counts[trueLabels[n], predictedLabels[n]]++;
        }

        return counts;

        static void Check(int label, int at, int classes, string name)
        {
            if ((uint)label >= (uint)classes)
            {
                throw Require.Refused(label, $"{name}[{at}] = {label} is not one of the classes 0 … {classes - 1}; correct the label or raise classes.", name);
            }
        }
    }

    private static long[,] Widen(int[,] counts)
    {
        Require.NotNull(counts);
        var n = counts.GetLength(0);
        if (n == 0 || counts.GetLength(1) != n)
        {
            throw new ArgumentException(
                $"counts is {n} × {counts.GetLength(1)}; give a square matrix with a row and a column per class.", nameof(counts));
        }

        var wide = new long[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                wide[i, j] = counts[i, j] >= 0
                    ? counts[i, j]
                    : throw new ArgumentException($"counts[{i}, {j}] = {counts[i, j]} is negative; counts start at 0.", nameof(counts));
            }
        }

        return wide;
    }
}

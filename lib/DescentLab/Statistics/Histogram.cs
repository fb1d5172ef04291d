using System.Globalization;
using System.Text;

namespace DescentLab;

/// <summary>Counts of values in bins, as <c>numpy.histogram</c> counts them: bin i is [edge i, edge i + 1), the last one is closed.</summary>
/// <remarks>Values outside the bins are left out; NaN and infinities are refused. An empty sample has the range 0 to 1.</remarks>
[TypeFormatterSource]
public sealed partial class Histogram : IHtml
{
    private const int MostBins = 10_000_000;

    private Histogram(double[] edges, long[] counts)
    {
        Edges = edges;
        Counts = counts;
    }

    /// <summary>The edges of the bins, ascending, one more than there are bins.</summary>
    public IReadOnlyList<double> Edges { get; }

    /// <summary>The number of values in each bin.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>The number of values in all bins.</summary>
    public long Total => Counts.Sum();

    /// <summary>Counts divided by width and total: the area of all bars is 1. NaN if all bins are empty.</summary>
    public IReadOnlyList<double> Density
    {
        get
        {
            var total = Total;
            return [.. Counts.Select((count, i) => count / (Edges[i + 1] - Edges[i]) / total)];
        }
    }

    /// <summary>Bins of equal width.</summary>
    /// <param name="x">Finite numbers.</param>
    /// <param name="bins">The number of bins, at least 1; default 10.</param>
    /// <param name="range">From where to where; by default the least and the largest value (½ to either side if they are equal, more for values above 10¹²).</param>
    /// <returns>The histogram.</returns>
    /// <exception cref="ArgumentException">A value is not finite, there is no bin, or the range is not one, or too narrow for so many.</exception>
    public static Histogram Of(IEnumerable<double> x, int bins = 10, (double Min, double Max)? range = null)
    {
        var values = Samples.Finite(x, 0);
        return bins <= MostBins ? WithWidths(Uniform(values, bins, Range(values, range))) : throw Require.Refused(bins, $"A histogram has at most {MostBins} bins.");
    }

    /// <summary>Creates bins of equal width, with the number from a rule.</summary>
    /// <param name="x">Finite numbers.</param>
    /// <param name="rule">The rule; <see cref="BinRule.Auto"/> is a good start.</param>
    /// <param name="range">From where to where; values outside are ignored by the rule too.</param>
    /// <returns>The histogram.</returns>
    /// <exception cref="ArgumentException">A value is not finite, the rule asks for millions of bins, or the range is not one, or too narrow for so many.</exception>
    public static Histogram Of(IEnumerable<double> x, BinRule rule, (double Min, double Max)? range = null)
    {
        var values = Samples.Finite(x, 0);
        var ends = Range(values, range);
        double[] inside = [.. values.Where(v => v >= ends.Min && v <= ends.Max)];
        var width = inside.Length == 0 ? 0 : Width(inside, rule, ends);
        var bins = width > 0 ? Math.Ceiling((ends.Max - ends.Min) / width) : 1;
        return bins <= MostBins ? WithWidths(Uniform(values, (int)bins, ends)) : throw new ArgumentException(
            $"The rule {rule} asks for {bins} bins, as an outlier makes the range so wide; give the number of bins or a range.", nameof(rule));
    }

    /// <summary>Bins between given edges.</summary>
    /// <param name="x">Finite numbers.</param>
    /// <param name="edges">At least two finite numbers, none smaller than the one before.</param>
    /// <returns>The histogram.</returns>
    /// <exception cref="ArgumentException">A value is not finite, or the edges are not ascending.</exception>
    public static Histogram Of(IEnumerable<double> x, IEnumerable<double> edges)
    {
        double[] values = Samples.Finite(x, 0), ends = Samples.Finite(edges, 2);
        for (var i = 1; i < ends.Length; i++)
        {
            if (ends[i] < ends[i - 1])
            {
                throw new ArgumentException($"edges[{i}] = {ends[i]} is below edges[{i - 1}] = {ends[i - 1]}; sort the edges.", nameof(edges));
            }
        }

        var counts = new long[ends.Length - 1];
        foreach (var value in values.Where(v => v >= ends[0] && v <= ends[^1]))
        {
            // The last edge not above the value begins its bin; the last edge of all only ends one.
            int low = 0, high = ends.Length;
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = ends[middle] <= value ? (middle + 1, high) : (low, middle);
            }

            counts[Math.Min(low, counts.Length) - 1]++;
        }

        return new(ends, counts);
    }

    /// <summary>A line per bin with its edges, its count and a bar.</summary>
    /// <returns>Several lines, separated by \n.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        var largest = Math.Max(1, Counts.Max());
        for (var i = 0; i < Counts.Count; i++)
        {
            text.Append(i == 0 ? "" : "\n").Append(CultureInfo.InvariantCulture, $"{Bin(i),-24} {Counts[i],6} ")
                .Append('#', (int)(40 * Counts[i] / largest));
        }

        return text.ToString();
    }

    /// <summary>Edges, counts and densities as a table.</summary>
    /// <returns>A fragment of HTML.</returns>
    public string ToHtml()
    {
        var density = Density;
        return Html.Table("Histogram", ["bin", "count", "density"],
            [.. Counts.Select((count, i) => (string[])[Bin(i), $"{count}", Text.Number(density[i])])]);
    }

    private string Bin(int i) =>
        $"[{Text.Number(Edges[i])}, {Text.Number(Edges[i + 1])}{(i == Counts.Count - 1 ? ']' : ')')}";

    private static Histogram Uniform(double[] values, int bins, (double Min, double Max) range)
    {
        Require.AtLeast(1, bins, "number of bins");
        (var min, var max) = range;
        // NumPy's linspace, digit for digit.
        var step = (max - min) / bins;
        var edges = new double[bins + 1];
        for (var i = 0; i < bins; i++)
        {
            edges[i] = step == 0 ? (i / (double)bins * (max - min)) + min : (i * step) + min;
        }

        edges[bins] = max;
        var counts = new long[bins];
        foreach (var value in values)
        {
            if (value < min || value > max)
            {
                continue;
            }

            // The rounded quotient may miss the bin by one: the edges decide.
            var bin = Math.Clamp((int)((value - min) / (max - min) * bins), 0, bins - 1);
            while (bin > 0 && value < edges[bin])
            {
                bin--;
            }

            while (bin < bins - 1 && value >= edges[bin + 1])
            {
                bin++;
            }

            counts[bin]++;
        }

        return new(edges, counts);
    }

    /// <summary>Refuses bins between which there is no number: they would have neither width nor density.</summary>
    private static Histogram WithWidths(Histogram histogram)
    {
        var edges = histogram.Edges;
        for (var i = 1; i < edges.Count; i++)
        {
            if (edges[i] == edges[i - 1])
            {
                throw new ArgumentException(
                    $"Between {edges[0]} and {edges[^1]} there are not enough numbers for the edges of {edges.Count - 1} bins. Take fewer bins or a wider range, or subtract {edges[0]} first.");
            }
        }

        return histogram;
    }

    private static (double Min, double Max) Range(double[] values, (double Min, double Max)? range)
    {
        (var min, var max) = range ?? (values.Length == 0 ? (0, 1) : (values.Min(), values.Max()));
        if (!(min <= max) || !double.IsFinite(max - min))
        {
            throw new ArgumentException($"range = ({min}, {max}) is not a finite range; give the lower end first.", nameof(range));
        }

        // As NumPy, but beside 10¹⁷ there is no ½: a share of the value that leaves room for two thousand edges.
        var half = Math.Max(0.5, Math.ScaleB(Math.Abs(min), -42));
        return min == max ? (Math.Max(min - half, double.MinValue), Math.Min(max + half, double.MaxValue)) : (min, max);
    }

    private static double Width(double[] x, BinRule rule, (double Min, double Max) ends)
    {
        double n = x.Length, spread = x.Max() - x.Min();
        switch (rule)
        {
            case BinRule.Auto:
                double robust = Width(x, BinRule.FreedmanDiaconis, ends), sturges = Width(x, BinRule.Sturges, ends);
                return robust > 0 ? Math.Min(robust, sturges) : sturges;
            case BinRule.Sturges:
                return spread / (Math.Log2(n) + 1);
            case BinRule.FreedmanDiaconis:
                return 2 * (Sample.Quantile(x, 0.75) - Sample.Quantile(x, 0.25)) / Math.Cbrt(n);
            case BinRule.Scott:
                return Math.Cbrt(24 * Math.Sqrt(Math.PI) / n) * (n < 2 ? 0 : Sample.StandardDeviation(x) * Math.Sqrt((n - 1) / n));
            case BinRule.Rice:
                return spread / (2 * Math.Cbrt(n));
            case BinRule.SquareRoot:
                return spread / Math.Sqrt(n);
            case BinRule.Doane:
                var unit = Math.Sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
                return n <= 2 || spread == 0 ? 0
                    : spread / (1 + Math.Log2(n) + Math.Log2(1 + (Math.Abs(Sample.Skewness(x)) / unit)));
            case BinRule.Stone:
                return n <= 1 || spread == 0 ? 0 : spread / Enumerable.Range(1, Math.Max(100, (int)Math.Sqrt(n))).MinBy(bins => Loss(x, bins, ends, spread));
            default:
                throw Require.Refused(rule, "This is not a rule for bins; use a value of BinRule.");
        }
    }

    /// <summary>Stone's estimate of the integrated squared error, up to a constant, as NumPy computes it.</summary>
    private static double Loss(double[] x, int bins, (double Min, double Max) ends, double spread)
    {
        double n = x.Length;
        var squares = Uniform(x, bins, ends).Counts.Sum(count => count / n * (count / n));
        return (2 - ((n + 1) * squares)) / (spread / bins);
    }
}

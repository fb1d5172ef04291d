namespace DescentLab;

/// <summary>The mean and the central moments of a sample, right to the last digit a double holds.</summary>
/// <remarks>
/// Two passes in 106-bit arithmetic: the mean x̄ first, then Σ(x − x̄)ᵏ for k = 2, 3, 4, on values scaled by a power of two
/// so that nothing overflows. A constant sample has deviations that are exactly 0.
/// </remarks>
internal sealed record Moments
{
    // Sums of powers of the deviations x·2⁻ᵉ − x̄·2⁻ᵉ, where e is the exponent of the largest |x|.
    private int exponent;
    private readonly DoubleDouble mean, second, third, fourth;

    public Moments(ReadOnlySpan<double> x)
    {
        N = x.Length;
        double min = x[0], max = x[0];
        foreach (var value in x)
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        Min = min;
        Max = max;
        exponent = Exponent([min, max]);
        if (min == max)
        {
            mean = Math.ScaleB(min, -exponent);
            return;
        }

        var sum = DoubleDouble.Zero;
        foreach (var value in x)
        {
            sum += Math.ScaleB(value, -exponent);
        }

        mean = sum / N;
        foreach (var value in x)
        {
            DoubleDouble d = Math.ScaleB(value, -exponent) - mean, square = d * d;
            second += square;
            third += square * d;
            fourth += square * square;
        }
    }

    public int N { get; }

    public double Min { get; }

    public double Max { get; }

    public double Mean => (double)DoubleDouble.Scale(mean, exponent);

    /// <summary>Σ(x − x̄)²/(n − 1).</summary>
    public double Variance => (double)DoubleDouble.Scale(second / (N - 1), 2 * exponent);

    public double StandardDeviation => (double)DoubleDouble.Scale(DoubleDouble.Sqrt(second / (N - 1)), exponent);

    /// <summary>s/√n.</summary>
    public double StandardError =>
        (double)DoubleDouble.Scale(DoubleDouble.Sqrt(second / (DoubleDouble)N / (N - 1)), exponent);

    /// <summary>m₃/m₂^(3/2) with population moments (divided by n); NaN for a constant sample.</summary>
    public double Skewness
    {
        get
        {
            var m2 = second / N;
            return (double)(third / N / (m2 * DoubleDouble.Sqrt(m2)));
        }
    }

    /// <summary>m₄/m₂² − 3 with population moments; NaN for a constant sample.</summary>
    public double ExcessKurtosis
    {
        get
        {
            var m2 = second / N;
            return (double)((fourth / N / (m2 * m2)) - 3);
        }
    }

    /// <summary>The exponent of the largest |x|, or 0: x·2⁻ᵉ lies between −2 and 2.</summary>
    public static int Exponent(ReadOnlySpan<double> x)
    {
        var largest = 0.0;
        foreach (var value in x)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest == 0 ? 0 : Math.ILogB(largest);
    }

    /// <summary>x·2ᵉ, exact as far as the numbers are normal.</summary>
    public static double[] Scaled(double[] x, int exponent) => Array.ConvertAll(x, value => Math.ScaleB(value, exponent));

    /// <summary>The moments of the sample times 2ᵉ; <see cref="Min"/> and <see cref="Max"/> stay those of the sample.</summary>
    public Moments Times2ToThe(int e) => this with { exponent = exponent + e };

    /// <summary>The moments of two samples, both divided by 2ᵉ: no difference between their values overflows.</summary>
    public static (Moments A, Moments B, int Exponent) OnOneScale(Moments a, Moments b)
    {
        var e = Exponent([a.Min, a.Max, b.Min, b.Max]);
        return (a.Times2ToThe(-e), b.Times2ToThe(-e), e);
    }

    /// <summary>The mean of one sample minus the mean of another, without cancellation.</summary>
    public static double MeanDifference(Moments a, Moments b) => (double)(a.FullMean - b.FullMean);

    /// <summary>The mean minus a number, without cancellation.</summary>
    public double MeanMinus(double x) => double.IsFinite(x) ? (double)(FullMean - x) : -x;

    /// <summary>The deviations of the sample's values from its mean, divided by a power of two, without cancellation.</summary>
    public double[] Deviations(double[] x) => Array.ConvertAll(x, value => (double)(Math.ScaleB(value, -exponent) - mean));

    private DoubleDouble FullMean => DoubleDouble.Scale(mean, exponent);
}

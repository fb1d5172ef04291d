using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace DescentLab.Tests;

/// <summary>Tests that under a German culture, in which 0.5 is written 0,5, the library's texts are the same.</summary>
public sealed partial class CultureTests : IDisposable
{
    // The culture is created by hand, so that the test works with InvariantGlobalization, without ICU.
    private static readonly CultureInfo German = new("")
    {
        NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NegativeSign = "\u2212" },
    };

    private readonly CultureInfo before = CultureInfo.CurrentCulture;

    public CultureTests() => CultureInfo.CurrentCulture = German;

    public void Dispose() => CultureInfo.CurrentCulture = before;

    public static TheoryData<string, Func<object?>> Texts => new()
    {
        { "GradientDescent { LearningRate = 0.5 }", () => new GradientDescent<double>(0.5) },
        { "Momentum { LearningRate = 0.5, Mu = 0.25 }", () => new Momentum<float>(0.5f, 0.25f) },
        { "Nesterov { LearningRate = 0.5, Mu = 0.25 }", () => new Nesterov<double>(0.5, 0.25) },
        { "RmsProp { LearningRate = 0.5, Gamma = 0.25, Epsilon = 1E-08 }", () => new RmsProp<double>(0.5, 0.25, 1e-8) },
        { "Adagrad { LearningRate = 0.5, Epsilon = 0.125, InitialAccumulator = 0.25 }", () => new Adagrad<double>(0.5) { Epsilon = 0.125, InitialAccumulator = 0.25 } },
        { "Adadelta { Gamma = 0.25, Epsilon = 0.125, LearningRate = 1 }", () => new Adadelta<double>(0.25, 0.125) },
        { "Adam { LearningRate = 0.5, Beta1 = 0.25, Beta2 = 0.75, Epsilon = 0.125 }", () => new Adam<double>(0.5, 0.25, 0.75, 0.125) },
        { "exponential 0.5 × 0.25 at each step", () => new ExponentialDecay<double>(0.5, 0.25) },
        { "x1 = (-1.5, 0.5), f = 0.25", () => new TrajectoryPoint<double>(1, [-1.5, 0.5], 0.25) },
        { "[-0.5, 1.5]", () => new Interval(-0.5, 1.5) },
        { "Adam: 0.5 ± 0.25", () => new Estimate("Adam", 0.5, 0.25) },
        { "precision 0.5, recall 0.25, F1 0.75, support 8", () => new ClassScores(0.5, 0.25, 0.75, 8) },
        { "step 400, loss 0.5000", () => new LossPoint(400, 1, 2, 0.5) },
        { "step 1 of 2, loss 0.5000", () => new TrainingProgress(1, 2, 0.5) },
        { "0.50000 +/- 0.25000", () => new Summary(4, 0.5, 0.5) },
        {
            "TrainingSettings { Minibatches = 40000, Epochs = 0.5, BatchSize = 64, Sampling = random draws, Seed = -1, InitialSeed = , LossEvery = 100, EvaluateEvery = 0 }",
            () => new TrainingSettings { Epochs = 0.5, Seed = -1 }
        },
        { "Dropout 0.25", () => new Dropout<float>(new Shape(1, 1, 4), 0.25).Name },
    };

    [Fact]
    public void Refusals_OfNumbers_HaveTheirDecimalPoint()
    {
        Assert.Contains("-0.5", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingSettings { Epochs = -0.5 }).Message, StringComparison.Ordinal);
        Assert.Contains("-0.5", Assert.Throws<ArgumentOutOfRangeException>(() => Curvature.Largest(BookFunctions.Canyon, [0.5, 0.5], tolerance: -0.5)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Text_OfAValue_HasItsDecimalPoint(string expected, Func<object?> value) => Assert.Equal(expected, value()?.ToString());

    [Fact]
    public void Text_OfADescent_ItsStateAndItsErrors_HasNoDecimalComma()
    {
        var descent = new Descent<double>(BookFunctions.Canyon, new Momentum<double>(0.01, 0.9), [-0.5, 2.25]);
        string[] texts =
        [
            descent.Run(3).ToString(),
            descent.State.ToString(),
            Descent.Run(BookFunctions.Canyon, new GradientDescent<double>(10), [-0.5, 2.25], 500).ToString(),
            GradientCheck.Of(BookFunctions.Canyon, [0.5, 0.25]).ToString(),
            string.Join("; ", BookFunctions.Canyon.CriticalPoints),
            TTest.Welch([0.5, 0.75, 0.25, 0.125], [0.625, 1.5, 2.5, 0.375]).ToString(),
            MannWhitney.Test([0.5, 0.75, 0.25, 0.125], [0.625, 1.5, 2.5, 0.375]).ToString(),
            Histogram.Of([0.5, 0.75, 0.25, 0.125]).ToString(),
            new ConfusionMatrix([0, 1, 1, 0], [0, 1, 0, 0], 2).ToString(),
            Assert.ThrowsAny<ArgumentException>(() => GradientCheck.Of(BookFunctions.Canyon, [0.5])).Message,
        ];

        Assert.All(texts, text => Assert.DoesNotMatch(DecimalComma(), text));
        Assert.All(texts, text => Assert.DoesNotContain("\u22121", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Figure_UnderAnotherCulture_IsTheSame()
    {
        var there = Lab.Plot.Contour(BookFunctions.Canyon).ToJson();
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        Assert.Equal(Lab.Plot.Contour(BookFunctions.Canyon).ToJson(), there);
    }

    [GeneratedRegex(@"\d,\d")]
    private static partial Regex DecimalComma();
}

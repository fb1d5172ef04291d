using CsCheck;
using Xunit;

namespace DescentLab.Tests.Functions;

public class WrappedObjectiveTests
{
    [Fact]
    public void InFloat_AnywhereInTheDomain_RoundsValueAndGradientOnce() =>
        Calculus.PointsOf(BookFunctions.TwoWells).Sample((x, y) =>
        {
            var f = BookFunctions.TwoWells;
            var (a, b) = ((float)x, (float)y);
            var gradient = new float[2];
            f.In<float>().Gradient([a, b], gradient);
            return f.In<float>().Value([a, b]) == (float)f.Value(a, b)
                && gradient[0] == (float)f.PartialX(a, b) && gradient[1] == (float)f.PartialY(a, b);
        });

    public static TheoryData<string, IObjective<double>> Functions() => new()
    {
        { "1", BookFunctions.Parabola },
        { "2", BookFunctions.Canyon },
        { "n", FunctionND.Auto(3, x => x[0] * x[1] * x[2]) },
        { "quadratic", new Quadratic([1, 2]) },
        { "Rosenbrock", new Rosenbrock(3) },
        { "drifting", new Drifting(BookFunctions.Canyon, k => [k, 0]) },
        { "noisy", new NoisyGradient(BookFunctions.Canyon, 1, 1) },
    };

    // One number too many was ignored without a word.
    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Functions))]
    public void Function_OfAPointWithAnotherNumberOfComponents_SaysSo(string name, IObjective<double> f)
    {
        foreach (var n in new[] { f.Dimension - 1, f.Dimension + 1 })
        {
            foreach (Action wrong in new Action[]
            {
                () => f.Value(new double[n]), () => f.Gradient(new double[n], new double[9]),
                () => f.In<float>().Value(new float[n]), () => f.In<float>().Gradient(new float[n], new float[9]),
            })
            {
                var e = Assert.Throws<ArgumentException>(wrong);

                Assert.Equal("x", e.ParamName);
                Assert.Contains($"has {n} components, the function takes {f.Dimension}", e.Message, StringComparison.Ordinal);
            }
        }

        Assert.Equal("gradient", Assert.Throws<ArgumentException>(() => f.Gradient(new double[f.Dimension], new double[f.Dimension - 1])).ParamName);
        Assert.True(name.Length > 0);
    }

    [Fact]
    public void CriticalPoint_InAnotherSpace_IsRefused()
    {
        CriticalPoint flat = new(CriticalPointKind.GlobalMinimum, [1.0], 0), deep = new(CriticalPointKind.GlobalMinimum, [1.0, 2.0], 0);

        Assert.Throws<ArgumentException>("criticalPoints", () => BookFunctions.Canyon with { CriticalPoints = [flat] });
        Assert.Throws<ArgumentException>("criticalPoints", () => BookFunctions.Parabola with { CriticalPoints = [deep] });
        Assert.Empty((BookFunctions.Canyon with { CriticalPoints = default }).CriticalPoints);
    }

    [Fact]
    public void InDouble_OfAnObjective_IsTheObjectiveItself() =>
        Assert.Same(BookFunctions.Bowl, BookFunctions.Bowl.In<double>());

    [Fact]
    public void InFloat_PerCall_AllocatesNothing()
    {
        var f = new Rosenbrock(100).In<float>();
        var (x, gradient) = (new float[100], new float[100]);
        f.Gradient(x, gradient);
        var sum = f.Value(x);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            f.NextSample();
            f.Gradient(x, gradient);
            sum += f.Value(x);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(101 * 99, sum);
    }

    [Fact]
    public void Drifting_AfterEachSample_MovesTheMinimumWithTheStep()
    {
        var f = new Drifting(BookFunctions.Parabola, k => [0.5 * k]);
        Assert.Equal(-3, f.Value([1.0]));

        for (var k = 0; k < 5; k++)
        {
            f.NextSample();
            Assert.Equal(k, f.Step);
            Assert.Equal(-3, f.Value([1 + (0.5 * k)]));
            Assert.Equal([0], f.GradientAt(1 + (0.5 * k)));
            Assert.True(GradientCheck.Of(f, [0.3]).RelativeError < 1e-8);
        }

        Assert.Equal("drifting parabola", f.ToString());
    }

    [Fact]
    public void Drifting_WithoutDrift_IsTheFunctionToTheBit()
    {
        var optimizer = new GradientDescent<double>(0.1);

        var still = Descent.Run(BookFunctions.TwoWells, optimizer, [0.7, -0.2], 30);
        var drifting = Descent.Run(new Drifting(BookFunctions.TwoWells, _ => [0, 0]), optimizer, [0.7, -0.2], 30);

        Assert.Equal(still.Values, drifting.Values);
    }

    [Fact]
    public void Drifting_WithoutAShift_SaysSo() => Assert.Contains(
        "shift at step 0 is null",
        Assert.Throws<InvalidOperationException>(() => new Drifting(BookFunctions.Bowl, _ => null!)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Drifting_WithAShiftOfAnotherDimension_SaysSo() =>
        Assert.Contains(
            "1 components, the function has 2",
            Assert.Throws<InvalidOperationException>(() => new Drifting(BookFunctions.Bowl, _ => [1])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void NoisyGradient_OfTheSameSeed_GivesTheSamePathAndAnotherSeedAnother()
    {
        double[] Path(int seed) =>
            Descent.Run(new NoisyGradient(BookFunctions.Bowl, 1, seed), new GradientDescent<double>(0.02), [-0.5, 2.9], 20).Values;

        Assert.Equal(Path(1), Path(1));
        Assert.NotEqual(Path(1), Path(2));
    }

    [Fact]
    public void StochasticObjectives_DescendedTwice_GiveTheSameNumbers()
    {
        var network = new Network<double>(new Shape(1, 2, 1)).FullyConnected(2);
        var data = new LabelledData<double>([1, 2, 3, 4, 5, 6, 7, 8], [0, 1, 0, 1], new(1, 2, 1), ["a", "b"]);
        IObjective<double>[] objectives =
        [
            new NoisyGradient(BookFunctions.Bowl, 1, 1),
            new Drifting(BookFunctions.Bowl, k => [0.1 * k, 0]),
            new NoisyGradient(new Drifting(BookFunctions.Bowl, k => [0.1 * k, 0]), 0.1, 3),
            new MinibatchLoss<double>(network, data, 2),
        ];
        foreach (var f in objectives)
        {
            double[] start = [.. Enumerable.Repeat(0.5, f.Dimension)];
            double[] Path() => Descent.Run(f, new GradientDescent<double>(0.02), start, 20).Values;
            Assert.Equal(Path(), Path());

            var descent = new Descent<double>(f, new GradientDescent<double>(0.02), start);
            double[] inParts = [.. descent.Run(8).Values, .. descent.Run(12).Values.Skip(1)];
            Assert.Equal(Path(), inParts);
        }
    }

    [Fact]
    public void NoisyGradient_OverManySamples_HasTheGradientAsMeanAndSigmaAsDeviation()
    {
        const int Samples = 20_000;
        var f = new NoisyGradient(BookFunctions.Bowl, 2, seed: 1);
        var x = new List<double>();
        for (var k = 0; k < Samples; k++)
        {
            f.NextSample();
            Assert.Equal(f.GradientAt(0.5, 0.5), f.GradientAt(0.5, 0.5));
            x.Add(f.GradientAt(0.5, 0.5)[0]);
        }

        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(g => (g - mean) * (g - mean)));
        Assert.Equal(-6, mean, 4 * 2 / Math.Sqrt(Samples));
        Assert.Equal(2, deviation, 4 * 2 / Math.Sqrt(2 * Samples));
        Assert.Equal(BookFunctions.Bowl.Value(0.5, 0.5), f.Value([0.5, 0.5]));
    }

    [Fact]
    public void NoisyGradient_WithoutNoise_IsTheGradient() =>
        Assert.Equal(BookFunctions.Bowl.GradientAt(0.5, 0.5), new NoisyGradient(BookFunctions.Bowl, 0, 1).GradientAt(0.5, 0.5));

    [Fact]
    public void NoisyGradient_OfNegativeSigma_IsRefused() =>
        Assert.Contains("σ", Assert.Throws<ArgumentOutOfRangeException>(() => new NoisyGradient(BookFunctions.Bowl, -1, 1)).Message, StringComparison.Ordinal);
}

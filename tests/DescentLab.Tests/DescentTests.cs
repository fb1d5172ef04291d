using Xunit;

namespace DescentLab.Tests;

public class DescentTests
{
    private static readonly GradientDescent<double> Plain = new(0.03);

    [Fact]
    public void Run_Figure11_1_EndsAtTheBooksNumber()
    {
        var path = Descent.Run(BookFunctions.Parabola, Plain, [-0.9], 15);
        Assert.Equal(16, path.Count);
        Assert.Equal(0.9976479139253578, path.Last.X[0], 1e-15);
        Assert.Equal(0.9963248655083715, path[14].X[0], 1e-15);
        Assert.Equal(StopReason.StepsDone, path.Reason);
        Assert.Equal("Took 15 steps.", path.Outcome);
    }

    [Fact]
    public void Run_ToATolerance_StopsWhereTheGradientIsSmall()
    {
        var path = Descent.Run(BookFunctions.Parabola, Plain, [-0.9], 1000, tolerance: 1e-6);
        Assert.Equal(StopReason.GradientBelowTolerance, path.Reason);
        Assert.True(Math.Abs(BookFunctions.Parabola.Derivative(path.Last.X[0])) <= 1e-6);
        Assert.True(Math.Abs(BookFunctions.Parabola.Derivative(path[^2].X[0])) > 1e-6);
    }

    [Fact]
    public void Run_AfterAStopAtATolerance_UsesTheSampleThatWasDrawn()
    {
        Descent<double> Noisy() => new(new NoisyGradient(BookFunctions.Parabola, 1, seed: 1), Plain, [-0.9]);
        Descent<double> whole = Noisy(), stopped = Noisy();
        whole.Run(40);
        stopped.Run(20);
        Assert.All([1, 2], _ => Assert.Equal((StopReason.GradientBelowTolerance, 0), (stopped.Run(5, tolerance: 1e9).Reason, stopped.State.Step - 20)));
        stopped.Run(20);
        Assert.Equal(whole.X[0], stopped.X[0]);

        var drifting = new Drifting(BookFunctions.Parabola, k => [k]);
        var descent = new Descent<double>(drifting, Plain, [-0.9]);
        Assert.All([1, 2], _ => Assert.Equal((StopReason.GradientBelowTolerance, 0), (descent.Run(5, tolerance: 1e9).Reason, drifting.Step)));
        descent.Run(3);
        Assert.Equal(2, drifting.Step);
    }

    [Fact]
    public void Run_RateAboveTheLimit_ReportsDivergenceAndKeepsOnlyFinitePoints()
    {
        var path = Descent.Run(BookFunctions.Parabola, new GradientDescent<double>(1), [0.75], 10_000);
        Assert.Equal(StopReason.Diverged, path.Reason);
        Assert.Contains($"Diverged at step {path.Count}", path.Outcome, StringComparison.Ordinal);
        Assert.Contains("smaller learning rate", path.Outcome, StringComparison.Ordinal);
        Assert.All(path, point => Assert.True(double.IsFinite(point.Value) && double.IsFinite(point.X[0])));
    }

    [Fact]
    public void Run_DerivativeThatReturnsNaN_SaysWhereAndWhich()
    {
        var f = new Function2D((x, y) => x * y, (x, y) => y, (x, y) => x < 1 ? double.NaN : x);
        var path = Descent.Run(f, new GradientDescent<double>(0.5), [1.5, 2], 5);
        Assert.Equal(StopReason.Diverged, path.Reason);
        Assert.Contains("step 2: component 1 of the gradient at (0.5, 1.25) is NaN", path.Outcome, StringComparison.Ordinal);
        Assert.Equal(2, path.Count);
    }

    [Fact]
    public void Run_ValueNotFiniteAtTheStart_SaysSo()
    {
        var path = Descent.Run(new Function1D(x => 1 / x, x => -1 / (x * x)), Plain, [0], 5);
        Assert.Equal(StopReason.Diverged, path.Reason);
        Assert.Contains("at the start (0)", path.Outcome, StringComparison.Ordinal);
    }

    // The square of the gradient overflows: the component would stay where it is for ever.
    [Theory]
    [MemberData(nameof(Squaring))]
    public void Run_GradientWhoseSquareOverflows_HasDiverged(IOptimizer<double> optimizer)
    {
        var path = Descent.Run(new Function2D((x, _) => 1e160 * x, (_, _) => 1e160, (_, _) => 0), optimizer, [1, 1], 5);
        Assert.Equal((StopReason.Diverged, 1), (path.Reason, path.Count));
        Assert.Contains("component 0 of", path.Outcome, StringComparison.Ordinal);
    }

    public static TheoryData<IOptimizer<double>> Squaring =>
    [
        new RmsProp<double>(0.1), new RmsPropNesterov<double>(0.1), new Adagrad<double>(0.1), new Adadelta<double>(), new Adam<double>(),
        new PerRange<double>((1, new Adam<double>()), (1, new GradientDescent<double>(0.1))),
    ];

    [Fact]
    public void State_OfARuleThatHasNone_IsNotAskedToBeRecorded()
    {
        var recorded = Descent.Run(BookFunctions.Parabola, Plain, [-0.9], 3, record: true);
        Assert.Contains("no state vectors", Assert.Throws<InvalidOperationException>(() => recorded.State("v", 0)).Message, StringComparison.Ordinal);
        var plain = Descent.Run(BookFunctions.Parabola, Plain, [-0.9], 3);
        Assert.Contains("record: true", Assert.Throws<InvalidOperationException>(() => plain.State("v", 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AfterADivergence_SaysSo()
    {
        var descent = new Descent<double>(new Function1D(x => Math.Exp(-x), x => -Math.Exp(-x)), new GradientDescent<double>(1e300), [-100]);
        Assert.Equal(StopReason.Diverged, descent.Run(5).Reason);
        var again = descent.Run(5);
        Assert.Equal((StopReason.Diverged, 1), (again.Reason, again.Count));
        Assert.Contains("earlier run", again.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Cancelled_ReturnsThePathSoFar()
    {
        using var source = new CancellationTokenSource();
        var calls = 0;
        var f = new Function1D(x => x * x, x =>
        {
            if (++calls == 3)
            {
                source.Cancel();
            }

            return 2 * x;
        });
        var path = Descent.Run(f, Plain, [1], 100, cancellationToken: source.Token);
        Assert.Equal(StopReason.Cancelled, path.Reason);
        Assert.Equal(3, path.Steps);
    }

    [Fact]
    public void Run_Recording_KeepsGradientsAndVelocity()
    {
        var path = Descent.Run(BookFunctions.Parabola, new Momentum<double>(0.09, 0.8), [0.75], 10, record: true);
        Assert.Equal(["v"], path.Recorded);
        var (v, g, x) = (path.State("v", 0), path.Gradient(0), path.Coordinate(0));
        Assert.Equal(0, v[0]);
        Assert.Equal(path.Steps, g.Length);
        for (var k = 1; k <= path.Steps; k++)
        {
            Assert.Equal(x[k], x[k - 1] + v[k]);
            Assert.Equal(v[k], (0.8 * v[k - 1]) - (0.09 * g[k - 1]));
        }
    }

    [Fact]
    public void Run_RecordingRanges_KeepsTheVectorsOfEach()
    {
        var ranges = new PerRange<double>((1, new Momentum<double>(0.01, 0.8)), (2, new PerRange<double>((1, new GradientDescent<double>(0.01)), (1, new Adam<double>(0.01)))));
        var f = FunctionND.Auto(3, x => (x[0] * x[0]) + (x[1] * x[1]) + (x[2] * x[2]));
        var path = Descent.Run(f, ranges, [1, 2, 3], 5, record: true);
        Assert.Equal(["0: v", "1: 1: m", "1: 1: v"], path.Recorded);
        var alone = Descent.Run(FunctionND.Auto(1, x => x[0] * x[0]), new Momentum<double>(0.01, 0.8), [1], 5, record: true);
        Assert.Equal(alone.State("v", 0), path.State("0: v", 0));
        Assert.Equal("component", Assert.Throws<ArgumentOutOfRangeException>(() => path.State("0: v", 1)).ParamName);
        Assert.Contains("It has: 0: v, 1: 1: m", Assert.Throws<InvalidOperationException>(() => path.State("v", 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trajectory_WithoutRecording_SaysHowToRecord()
    {
        var path = Descent.Run(BookFunctions.Parabola, Plain, [0.75], 2);
        Assert.Contains("record: true", Assert.Throws<InvalidOperationException>(() => path.Gradient(0)).Message, StringComparison.Ordinal);
        Assert.Contains("record: true", Assert.Throws<InvalidOperationException>(() => path.State("v", 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_OfTheWrongDimensionOrNotFinite_IsRefused()
    {
        Assert.Contains("2 components", Assert.Throws<ArgumentException>(() => Descent.Run(BookFunctions.Parabola, Plain, [1, 2], 5)).Message, StringComparison.Ordinal);
        Assert.Contains("is NaN", Assert.Throws<ArgumentException>(() => Descent.Run(BookFunctions.Parabola, Plain, [double.NaN], 5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Descent.Run(BookFunctions.Parabola, Plain, [1], -1));
        Assert.Throws<ArgumentNullException>(() => Descent.Run(null!, Plain, [1], 1));
        Assert.Throws<ArgumentNullException>(() => Descent.Run(BookFunctions.Parabola, null!, [1], 1));
    }

    [Fact]
    public void Point_Printed_ReadsLikeTheBook() =>
        Assert.Equal("x15 = (0.997648), f = -2.99997", Descent.Run(BookFunctions.Parabola, Plain, [-0.9], 15).Last.ToString());
}

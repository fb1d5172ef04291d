using CsCheck;
using Xunit;

namespace DescentLab.Tests.Functions;

public class GradientCheckTests
{
    [Fact]
    public void Of_ARightGradient_ReportsASmallError() =>
        Calculus.PointsOf(BookFunctions.TwoWells).Sample((x, y) => GradientCheck.Of(BookFunctions.TwoWells, [x, y]).RelativeError < 1e-8);

    [Fact]
    public void Of_ARightGradientInFloat_ReportsAnErrorOfItsPrecision() =>
        Calculus.PointsOf(BookFunctions.TwoWells).Sample((x, y) =>
            GradientCheck.Of(BookFunctions.TwoWells.In<float>(), [(float)x, (float)y]).RelativeError < 5e-3);

    [Fact]
    public void Of_AWrongComponent_NamesItWithBothNumbers()
    {
        var slip = new Function2D((x, y) => (x * x) + (y * y * y), (x, _) => 2 * x, (_, y) => 2 * y * y);

        var check = GradientCheck.Of(slip, [1, 2]);

        Assert.Equal(1, check.Index);
        Assert.Equal(8, check.Analytic);
        Assert.Equal(12, check.Numeric, 1e-6);
        Assert.Equal(4.0 / 12, check.RelativeError, 1e-6);
        Assert.StartsWith("worst of 2 components: i = 1, analytic 8, numeric 12", check.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AGradientThatForgetsAComponent_ReportsIt()
    {
        var check = GradientCheck.Of(new Forgetful(), [1, 2, 3]);

        Assert.Equal(2, check.Index);
        Assert.Equal(double.PositiveInfinity, check.RelativeError);
    }

    [Fact]
    public void Of_AMinimum_ToleratesRounding() =>
        Assert.True(GradientCheck.Of(BookFunctions.Bowl, [1, 7 / 9.0]).RelativeError < 1e-8);

    [Fact]
    public void Of_SomeComponents_SpreadsThemOverTheVectorTheSameEveryTime()
    {
        var f = new Counting(1000);
        double[] x = [.. Enumerable.Range(0, 1000).Select(i => i / 1000.0)];

        var (first, second) = (GradientCheck.Of(f, x, 50), GradientCheck.Of(f, x, 50));

        Assert.Equal(first, second);
        Assert.Equal((50, 1000), (first.Checked, first.Dimension));
        Assert.InRange(f.Values, 2 * 101, 2 * 151);
        Assert.Contains("50 (of 1000)", first.ToString(), StringComparison.Ordinal);
        Assert.True(first.RelativeError < 1e-6, first.ToString());
        Assert.Equal(1000, GradientCheck.Of(f, x, 5000).Checked);
    }

    [Fact]
    public void Of_BadInput_IsRefusedWithTheValue()
    {
        Assert.Contains("3 components", Assert.Throws<ArgumentException>(() => GradientCheck.Of(BookFunctions.Bowl, [1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => GradientCheck.Of(BookFunctions.Bowl, [1, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientCheck.Of(BookFunctions.Bowl, [1, 2], 0));
        Assert.Throws<ArgumentNullException>(() => GradientCheck.Of<double>(null!, [1, 2]));
    }

    [Fact]
    public void Of_AWrongGradientAtAPole_ReportsIt() =>
        Assert.True(GradientCheck.Of(new Function1D(x => 1 / (x * x), _ => 5), [0]).RelativeError > 0.5);

    private sealed class Forgetful : IObjective<double>
    {
        public int Dimension => 3;

        public double Value(ReadOnlySpan<double> x) => x[0] + x[1] + x[2];

        public void Gradient(ReadOnlySpan<double> x, Span<double> gradient) => gradient[..2].Fill(1);
    }

    private sealed class Counting(int dimension) : IObjective<double>
    {
        private readonly Quadratic f = Quadratic.WithCondition(dimension, 10);

        public int Values { get; private set; }

        public int Dimension => dimension;

        public double Value(ReadOnlySpan<double> x)
        {
            Values++;
            return f.Value(x);
        }

        public void Gradient(ReadOnlySpan<double> x, Span<double> gradient) => f.Gradient(x, gradient);
    }
}

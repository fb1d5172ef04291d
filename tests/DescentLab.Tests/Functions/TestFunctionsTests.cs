using CsCheck;
using Xunit;

namespace DescentLab.Tests.Functions;

public class TestFunctionsTests
{
    private static readonly Function2D[] All =
    [
        TestFunctions.Rosenbrock, TestFunctions.Beale, TestFunctions.Himmelblau, TestFunctions.Booth, TestFunctions.Matyas,
        TestFunctions.Saddle, TestFunctions.IllConditioned(100),
    ];

    [Fact]
    public void CriticalPoints_OfEveryFunction_HaveTheirValueZeroGradientAndCurvature()
    {
        foreach (var f in All)
        {
            Assert.NotEmpty(f.CriticalPoints);
            Assert.All(f.CriticalPoints, f.AssertIsCritical);
        }
    }

    [Fact]
    public void Gradient_AnywhereInTheDomain_PassesTheGradientCheck()
    {
        foreach (var f in All)
        {
            Calculus.PointsOf(f).Sample((x, y) => HasRightGradient(f, [x, y]));
        }
    }

    [Fact]
    public void Gradient_OfEveryPolynomial_IsThatOfDualNumbers()
    {
        (Function2D ByHand, Function2D Auto)[] pairs =
        [
            (TestFunctions.Rosenbrock, Function2D.Auto((x, y) => ((1 - x) * (1 - x)) + (100 * (y - (x * x)) * (y - (x * x))))),
            (TestFunctions.Beale, Function2D.Auto((x, y) =>
                DualMath.Pow(1.5 - x + (x * y), 2) + DualMath.Pow(2.25 - x + (x * y * y), 2) + DualMath.Pow(2.625 - x + (x * y * y * y), 2))),
            (TestFunctions.Himmelblau, Function2D.Auto((x, y) => DualMath.Pow((x * x) + y - 11, 2) + DualMath.Pow(x + (y * y) - 7, 2))),
        ];
        foreach (var (byHand, auto) in pairs)
        {
            Calculus.PointsOf(byHand).Sample((x, y) =>
            {
                var size = Math.Abs(byHand.PartialX(x, y)) + Math.Abs(byHand.PartialY(x, y)) + 100;
                return Math.Abs(byHand.Value(x, y) - auto.Value(x, y)) <= 1e-12 * (1 + byHand.Value(x, y))
                    && Math.Abs(byHand.PartialX(x, y) - auto.PartialX(x, y)) <= 1e-12 * size
                    && Math.Abs(byHand.PartialY(x, y) - auto.PartialY(x, y)) <= 1e-12 * size;
            });
        }
    }

    [Fact]
    public void GlobalMinimum_OfEveryFunctionThatHasOne_IsBelowEveryPointOfTheDomain()
    {
        foreach (var f in All.Where(f => f != TestFunctions.Saddle))
        {
            var lowest = f.CriticalPoints.Min(point => point.Value);
            Assert.Equal(CriticalPointKind.GlobalMinimum, f.CriticalPoints[0].Kind);
            Calculus.PointsOf(f).Sample((x, y) => f.Value(x, y) >= lowest);
        }
    }

    [Fact]
    public void Rosenbrock_InTwoVariables_IsTheFunctionOfTheCatalogue() =>
        Calculus.PointsOf(TestFunctions.Rosenbrock).Sample((x, y) =>
        {
            var f = new Rosenbrock(2);
            return Calculus.Near(TestFunctions.Rosenbrock.Value(x, y), f.Value([x, y]))
                && Calculus.Near(TestFunctions.Rosenbrock.PartialX(x, y), f.GradientAt(x, y)[0])
                && Calculus.Near(TestFunctions.Rosenbrock.PartialY(x, y), f.GradientAt(x, y)[1]);
        });

    [Fact]
    public void Rosenbrock_InManyVariables_HasARightGradientAndItsMinimumAtOnes()
    {
        foreach (var n in new[] { 2, 3, 5, 10 })
        {
            var f = new Rosenbrock(n);
            double[] ones = [.. Enumerable.Repeat(1.0, n)];

            Assert.Equal(0, f.Value(ones));
            Assert.All(f.GradientAt(ones), g => Assert.Equal(0, g));
            Gen.Double[-2, 2].Array[n].Sample(x => HasRightGradient(f, x));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new Rosenbrock(1));
    }

    [Fact]
    public void Rosenbrock_OfFourVariables_IsTheSumByHand() =>
        Assert.Equal((100 * 1) + 0 + (100 * 4) + 1 + (100 * 9) + 1, new Rosenbrock(4).Value([1, 2, 2, 7]));

    [Fact]
    public void Quadratic_OfThreeVariables_IsTheSumByHand()
    {
        var f = new Quadratic([1, 5, 25], [1, -2, 0.5]);

        Assert.Equal(((1 * 4.0) + (5 * 9.0) + (25 * 6.25)) / 2, f.Value([3, 1, -2]));
        Assert.Equal([2, 15, -62.5], f.GradientAt(3, 1, -2));
        Assert.Equal(25, f.ConditionNumber);
        Assert.Equal(0, f.Value(f.Minimum.AsSpan()));
    }

    [Fact]
    public void Quadratic_WithCondition_HasThatConditionNumberInAnyDimension()
    {
        Gen.Select(Gen.Int[2, 50], Gen.Double[1, 1e6]).Sample((n, κ) =>
        {
            var f = Quadratic.WithCondition(n, κ);
            return f.Dimension == n && f.ConditionNumber == κ && f.Curvatures.Zip(f.Curvatures.Skip(1)).All(pair => pair.First <= pair.Second);
        });
        Assert.Equal("quadratic in 3 variables, condition number 100", Quadratic.WithCondition(3, 100).ToString());
        Assert.Equal([1, 10, 100], Quadratic.WithCondition(3, 100).Curvatures.Select(a => Math.Round(a, 12)));
    }

    [Fact]
    public void Quadratic_BadInput_IsRefusedWithTheValue()
    {
        Assert.Throws<ArgumentException>(() => new Quadratic([]));
        Assert.Contains("-2", Assert.Throws<ArgumentOutOfRangeException>(() => new Quadratic([1, -2])).Message, StringComparison.Ordinal);
        Assert.Contains("2 curvatures", Assert.Throws<ArgumentException>(() => new Quadratic([1, 2], [1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new Quadratic([1, 2], [1, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("0.5", Assert.Throws<ArgumentOutOfRangeException>(() => Quadratic.WithCondition(2, 0.5)).Message, StringComparison.Ordinal);
        Assert.Contains("κ", Assert.Throws<ArgumentOutOfRangeException>(() => TestFunctions.IllConditioned(double.NaN)).Message, StringComparison.Ordinal);
    }

    // At a minimum of 0 only the absolute difference is meaningful.
    private static bool HasRightGradient(IObjective<double> f, double[] x)
    {
        var check = GradientCheck.Of(f, x);
        return check.RelativeError < 1e-7 || (f.Value(x) < 1e-3 && Math.Abs(check.Analytic - check.Numeric) < 1e-6);
    }
}

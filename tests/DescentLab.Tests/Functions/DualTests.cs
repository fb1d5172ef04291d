using CsCheck;
using MathNet.Numerics.Differentiation;
using Xunit;
using static DescentLab.DualMath;

namespace DescentLab.Tests.Functions;

public class DualTests
{
    private static readonly Gen<Dual> AnyDual =
        Gen.Select(Gen.Double[-5, 5], Gen.Double[-5, 5], Gen.Double[-5, 5]).Select((v, dx, dy) => new Dual(v, dx, dy));

    private static readonly Gen<Dual> AwayFromZero = AnyDual.Where(a => Math.Abs(a.Value) > 0.1);

    // Every function with an independent derivative and its domain.
    private static readonly (string Name, Func<Dual, Dual> F, Func<double, double> Value, Func<double, double> Slope, double Min, double Max)[] Catalogue =
    [
        ("Exp", Exp, Math.Exp, Math.Exp, -5, 5),
        ("Log", Log, Math.Log, x => 1 / x, 0.01, 9),
        ("Sqrt", Sqrt, Math.Sqrt, x => 0.5 * Math.Pow(x, -0.5), 0.01, 9),
        ("Sin", Sin, Math.Sin, Math.Cos, -9, 9),
        ("Cos", Cos, Math.Cos, x => -Math.Sin(x), -9, 9),
        ("Tan", Tan, Math.Tan, x => 1 / (Math.Cos(x) * Math.Cos(x)), -1.5, 1.5),
        ("Tanh", Tanh, Math.Tanh, x => 1 - (Math.Tanh(x) * Math.Tanh(x)), -9, 9),
        ("Abs", Abs, Math.Abs, x => Math.Sign(x), -9, 9),
        ("Pow 3", x => Pow(x, 3), x => x * x * x, x => 3 * x * x, -9, 9),
        ("Pow −2", x => Pow(x, -2), x => 1 / (x * x), x => -2 / (x * x * x), 0.1, 9),
        ("Pow 2.5", x => Pow(x, 2.5), x => Math.Pow(x, 2.5), x => 2.5 * Math.Pow(x, 1.5), 0, 9),
        ("2ˣ", x => Pow(2, x), x => Math.Pow(2, x), x => Math.Log(2) * Math.Pow(2, x), -9, 9),
        ("xˣ", x => Pow(x, x), x => Math.Pow(x, x), x => Math.Pow(x, x) * (Math.Log(x) + 1), 0.1, 4),
        ("1 / x", x => 1 / x, x => 1 / x, x => -1 / (x * x), 0.1, 9),
    ];

    [Fact]
    public void Function_ValueAndSlope_AreThoseOfCalculus()
    {
        foreach (var (name, f, value, slope, min, max) in Catalogue)
        {
            Gen.Double[min, max].Sample(x =>
            {
                var y = f(new Dual(x, 1, -2));
                Assert.True(Calculus.Near(value(x), y.Value, 1e-13), $"{name}({x}) is {y.Value}, not {value(x)}");
                Assert.True(Calculus.Near(slope(x), y.DX, 1e-12), $"{name}′({x}) is {y.DX}, not {slope(x)}");
                Assert.True(Calculus.Near(-2 * y.DX, y.DY, 1e-14), $"∂y of {name} at {x} is {y.DY}");
            });
        }
    }

    [Fact]
    public void Sum_OfTwo_AddsValuesAndDerivatives() =>
        Gen.Select(AnyDual, AnyDual).Sample((a, b) =>
            Same(a + b, new(a.Value + b.Value, a.DX + b.DX, a.DY + b.DY)) && Same(a - b, a + -b) && Same(a + 0, a));

    [Fact]
    public void Product_OfTwo_FollowsTheProductRule() =>
        Gen.Select(AnyDual, AnyDual).Sample((a, b) =>
            Same(a * b, new(a.Value * b.Value, (a.DX * b.Value) + (a.Value * b.DX), (a.DY * b.Value) + (a.Value * b.DY)))
            && Same(a * b, b * a) && Same(2 * a, a + a));

    [Fact]
    public void Quotient_OfTwo_FollowsTheQuotientRuleAndUndoesTheProduct() =>
        Gen.Select(AnyDual, AwayFromZero).Sample((a, b) =>
        {
            var square = b.Value * b.Value;
            return Same(a / b, new(
                    a.Value / b.Value,
                    ((a.DX * b.Value) - (a.Value * b.DX)) / square,
                    ((a.DY * b.Value) - (a.Value * b.DY)) / square), 1e-10)
                && Same(a * b / b, a, 1e-10);
        });

    [Fact]
    public void Composition_OfAnyTwoFunctions_FollowsTheChainRule()
    {
        foreach (var (_, outer, _, outerSlope, min, max) in Catalogue)
        {
            // sin maps into the outer function's domain.
            var (middle, radius) = ((min + max) / 2, (max - min) / 2.1);
            Gen.Double[-3, 3].Sample(x =>
            {
                var y = outer(middle + (radius * Sin(Dual.X(x))));
                return Calculus.Near(outerSlope(middle + (radius * Math.Sin(x))) * radius * Math.Cos(x), y.DX, 1e-9);
            });
        }
    }

    [Fact]
    public void Functions_OfEachOther_ObeyTheirIdentities() =>
        AnyDual.Sample(a =>
            Same(Log(Exp(a)), a)
            && Same((Sin(a) * Sin(a)) + (Cos(a) * Cos(a)), 1)
            && Same(Tanh(a), (Exp(2 * a) - 1) / (Exp(2 * a) + 1), 1e-9)
            && Same(Sqrt(a * a), Abs(a))
            && Same(Max(a, -a), Abs(a))
            && Same(Min(a, 1) + Max(a, 1), a + 1)
            && Same(Pow(a, 2), a * a, 0)
            && Same(Pow(Exp(a), a), Exp(a * a), 1e-9));

    [Fact]
    public void MaxAndMin_OfDifferentValues_TakeTheWinnersDerivatives()
    {
        var (one, two) = (new Dual(1, 3, 4), new Dual(2, 5, 6));

        Assert.True(Same(Max(one, two), two, 0));
        Assert.True(Same(Min(one, two), one, 0));
        Assert.True(Same(Max(0, one), one, 0));
    }

    [Fact]
    public void Kinks_Differentiated_TakeTheDocumentedSlope()
    {
        var x = Dual.X(0);

        Assert.Equal(0, Abs(x).DX);
        Assert.Equal(0.5, Max(x, 0).DX);
        Assert.Equal(0.5, Min(x, 0).DX);
        Assert.Equal(double.PositiveInfinity, Sqrt(x).DX);
        Assert.Equal(double.PositiveInfinity, Pow(x, 0.5).DX);
        Assert.Equal(0, Sqrt((x * x) + 0).DX);
        Assert.Equal(0, Sqrt(x).DY);
        Assert.Equal(1, Pow(x, 1).DX);
        Assert.Equal(0, Pow(x, 0).DX);
        Assert.Equal(1, Pow(x, 0).Value);
    }

    [Fact]
    public void Comparison_OfDuals_LooksAtTheValueAlone()
    {
        static Dual Sinc(Dual x) => x == 0 ? 1 : Sin(x) / x;

        Assert.Equal(1, Sinc(Dual.X(0)).Value);
        Assert.True(new Dual(1, 2, 3) == 1);
        Assert.True(Dual.X(1) < 2 && Dual.X(2) > 1 && Dual.X(1) <= 1 && Dual.X(1) >= 1 && Dual.X(1) != 2);
        Assert.Equal(new Dual(1, 2, 3), new Dual(1, 5, 5));
        Assert.Equal(new Dual(1, 2, 3).GetHashCode(), new Dual(1, 5, 5).GetHashCode());
    }

    [Fact]
    public void Function_AnywhereIncludingTheEdges_HasTheValueThatMathHas()
    {
        (Func<Dual, Dual> F, Func<double, double> OfMath)[] all =
        [
            (Exp, Math.Exp), (Log, Math.Log), (Sqrt, Math.Sqrt), (Sin, Math.Sin), (Cos, Math.Cos), (Tan, Math.Tan), (Tanh, Math.Tanh), (Abs, Math.Abs),
            (x => 1 / x, x => 1 / x), (x => x / 0, x => x / 0), (x => x * x, x => x * x), (x => x - x, x => x - x), (x => 0 * x, x => 0 * x),
            (x => Pow(x, 0.5), x => Math.Pow(x, 0.5)), (x => Pow(x, -1), x => Math.Pow(x, -1)), (x => Pow(x, 2), x => x * x),
            (x => Pow(x, -0.5), x => Math.Pow(x, -0.5)), (x => Pow(-2, x), x => Math.Pow(-2, x)), (x => Pow(0, x), x => Math.Pow(0, x)),
            (x => Pow(x, x), x => Math.Pow(x, x)), (x => Max(x, 1), x => Math.Max(x, 1)), (x => Min(x, 1), x => Math.Min(x, 1)),
        ];
        double[] edges = [0, -0.0, 1, -1, -1.5, 2.5, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        for (var k = 0; k < all.Length; k++)
        {
            foreach (var x in edges)
            {
                var (actual, expected) = (all[k].F(Dual.X(x)).Value, all[k].OfMath(x));
                Assert.True(actual.Equals(expected) || Calculus.Near(expected, actual, 1e-13), $"function {k} of {x} is {actual}, not {expected}");
            }
        }
    }

    [Fact]
    public void Slopes_AtTheEdges_AreInfiniteOrNaNAndZeroWhereNothingVaries()
    {
        Assert.Equal(double.NegativeInfinity, (1 / Dual.X(0)).DX);
        Assert.Equal(double.NegativeInfinity, (2 * (1 / Dual.X(0))).DX);
        Assert.Equal(0, (1 / Dual.X(0)).DY);
        Assert.Equal(double.PositiveInfinity, (Dual.X(1) / 0).DX);
        Assert.Equal(double.PositiveInfinity, Log(Dual.X(0)).DX);
        Assert.Equal(double.PositiveInfinity, Log(Dual.X(-0.0)).DX);
        Assert.True(double.IsNaN(Log(Dual.X(-1)).DX));
        Assert.True(double.IsNaN(Sqrt(Dual.X(-1)).DX));
        Assert.True(double.IsNaN(Pow(-2, Dual.X(1)).DX));
    }

    [Fact]
    public void Math_OfADual_IsDualMath()
    {
        var x = new Dual(0.5, 1, -2);
        Assert.True(Same(Math.Sin(x), Sin(x), 0) && Same(Math.Exp(x), Exp(x), 0) && Same(Math.Log(x), Log(x), 0) && Same(Math.Sqrt(x), Sqrt(x), 0));
        Assert.True(Same(Math.Cos(x), Cos(x), 0) && Same(Math.Tan(x), Tan(x), 0) && Same(Math.Tanh(x), Tanh(x), 0) && Same(Math.Abs(x), Abs(x), 0));
        Assert.True(Same(Math.Pow(x, 2), x * x, 0) && Same(Math.Pow(2, x), Pow(2, x), 0) && Same(Math.Max(x, 1), 1, 0) && Same(Math.Min(x, 1), x, 0));
    }

    [Fact]
    public void Descent_OverAnEdge_EndsWithTheReason()
    {
        var pole = Descent.Run(Function1D.Auto(x => 1 / x), new GradientDescent<double>(0.1), [0.0], 10);
        Assert.Equal(StopReason.Diverged, pole.Reason);
        Assert.Contains("at the start (0)", pole.Outcome, StringComparison.Ordinal);
        var root = Descent.Run(Function1D.Auto(x => Sqrt(x)), new GradientDescent<double>(0.5), [0.1], 10);
        Assert.Equal(StopReason.Diverged, root.Reason);
        Assert.Contains("f is NaN at (-0.69", root.Outcome, StringComparison.Ordinal);
        Assert.Equal(0, root.Steps);
        var log = Descent.Run(FunctionND.Auto(3, x => Log(x[0]) + (x[1] * x[2])), new Momentum<double>(0.5), [0.3, 1, 1], 10);
        Assert.Equal(StopReason.Diverged, log.Reason);
    }

    [Fact]
    public void Function_OfNaN_IsNaN()
    {
        foreach (var (name, f, _, _, _, _) in Catalogue)
        {
            Assert.True(double.IsNaN(f(double.NaN).Value), name);
        }

        Assert.True(double.IsNaN(Max(double.NaN, Dual.X(1)).Value));
    }

    [Fact]
    public void Slope_OfNaN_IsNaNWhereSomethingVaries()
    {
        var x = Dual.X(double.NaN);
        Dual[] slopes = [Abs(x), Max(x, 1), Max(1, x), Min(x, 1), Min(1, x), Max(Dual.X(1), double.NaN), Min(double.NaN, Dual.X(1))];
        Assert.All(slopes, y => Assert.True(double.IsNaN(y.Value) && double.IsNaN(y.DX) && y.DY == 0, $"{y}"));
    }

    [Fact]
    public void Auto1D_OfTheParabola_IsTheHandWrittenDerivative()
    {
        var auto = Function1D.Auto(x => (6 * x * x) - (12 * x) + 3);

        Gen.Double[-1, 3].Sample(x =>
            auto.Value(x) == BookFunctions.Parabola.Value(x)
            && Calculus.Near(BookFunctions.Parabola.Derivative(x), auto.Derivative(x), 1e-13));
    }

    [Fact]
    public void Auto2D_OfTheBooksFunctions_IsTheHandWrittenGradient()
    {
        (Function2D Auto, Function2D ByHand)[] pairs =
        [
            (Function2D.Auto((x, y) => (6 * Pow(x, 2)) + (9 * Pow(y, 2)) - (12 * x) - (14 * y) + 3), BookFunctions.Bowl),
            (Function2D.Auto((x, y) => (6 * x * x) + (40 * y * y) - (12 * x) - (30 * y) + 3), BookFunctions.Canyon),
            (Function2D.Auto((x, y) => (-2 * Exp(-0.5 * (Pow(x + 1, 2) + Pow(y - 1, 2)))) - Exp(-(Pow(x - 1, 2) + Pow(y + 1, 2)) / 2)), BookFunctions.TwoWells),
        ];

        foreach (var (auto, byHand) in pairs)
        {
            Calculus.PointsOf(byHand).Sample((x, y) =>
                Calculus.Near(byHand.Value(x, y), auto.Value(x, y), 1e-13)
                && Calculus.Near(byHand.PartialX(x, y), auto.PartialX(x, y), 1e-13)
                && Calculus.Near(byHand.PartialY(x, y), auto.PartialY(x, y), 1e-13));
        }
    }

    [Fact]
    public void Auto2D_OfAnOddFormula_AgreesWithNumericDerivatives()
    {
        var f = Function2D.Auto((x, y) => (Tanh(x * y) * Log(1 + (x * x))) + Pow(2 + Sin(y), x) - Max(Tan(x / 4), Sqrt(y + 3)));
        var numeric = new NumericalDerivative(5, 2);

        Gen.Select(Gen.Double[-2, 2], Gen.Double[-2, 2]).Sample((x, y) =>
            Calculus.Near(numeric.EvaluatePartialDerivative(p => f.Value(p[0], p[1]), [x, y], 0, 1), f.PartialX(x, y), 1e-7)
            && Calculus.Near(numeric.EvaluatePartialDerivative(p => f.Value(p[0], p[1]), [x, y], 1, 1), f.PartialY(x, y), 1e-7));
    }

    [Fact]
    public void AutoND_OfAnyDimension_GivesEveryPartialDerivative()
    {
        for (var n = 1; n <= 7; n++)
        {
            var f = FunctionND.Auto(n, x => x.Select((xi, i) => (i + 1) * xi * x[0]).Aggregate((a, b) => a + b));
            Gen.Double[-3, 3].Array[n].Sample(x =>
            {
                var sum = x.Select((xi, i) => (i + 1) * xi).Sum();
                var expected = x.Select((_, i) => ((i + 1) * x[0]) + (i == 0 ? sum : 0)).ToArray();
                return f.GradientAt(x).Zip(expected).All(pair => Calculus.Near(pair.Second, pair.First));
            });
        }
    }

    [Fact]
    public void Auto_WithoutAFunction_SaysWhatIsMissing()
    {
        Assert.Contains("function f", Assert.Throws<ArgumentNullException>(() => Function1D.Auto(null!)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => Function2D.Auto(null!));
        Assert.Throws<ArgumentNullException>(() => FunctionND.Auto(2, null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => FunctionND.Auto(0, x => 1));
    }

    private static bool Same(Dual a, Dual b, double relative = 1e-12) =>
        Calculus.Near(a.Value, b.Value, relative) && Calculus.Near(a.DX, b.DX, relative) && Calculus.Near(a.DY, b.DY, relative);
}

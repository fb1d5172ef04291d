using System.Text.Json;
using CsCheck;
using DescentLab.Tests.Statistics;
using MathNet.Numerics.Differentiation;
using Xunit;

namespace DescentLab.Tests.Functions;

public class BookFunctionsTests
{
    private static readonly Dictionary<string, IObjective<double>> ByOracleName = new()
    {
        ["parabola_11_2"] = BookFunctions.Parabola,
        ["quad2d_a"] = BookFunctions.Bowl,
        ["quad2d_b"] = BookFunctions.Canyon,
        ["two_gaussians_11_4"] = BookFunctions.TwoWells,
    };

    private static readonly Function2D[] TwoVariables = [BookFunctions.Bowl, BookFunctions.Canyon, BookFunctions.TwoWells];

    [Fact]
    public void Value_AlongEveryReferencePath_IsTheReferenceValue()
    {
        var compared = 0;
        foreach (var path in Oracle.Load("A_trajectories_book.json").GetProperty("cases").EnumerateArray())
        {
            if (ByOracleName.TryGetValue(path.GetProperty("function").GetString()!, out var f))
            {
                foreach (var (x, value) in path.GetProperty("positions").EnumerateArray().Zip(path.Numbers("f")))
                {
                    Assert.Equal(value, f.Value(x.Numbers()), 1e-13 * Math.Max(10, Math.Abs(value)));
                    compared++;
                }
            }
        }

        Assert.True(compared > 700, $"Only {compared} points were compared.");
    }

    [Fact]
    public void Gradient_AnywhereInTheDomain_IsTheNumericDerivative()
    {
        var numeric = new NumericalDerivative(5, 2);
        foreach (var f in TwoVariables)
        {
            Calculus.PointsOf(f).Sample((x, y) =>
                Calculus.Near(numeric.EvaluatePartialDerivative(p => f.Value(p[0], p[1]), [x, y], 0, 1), f.PartialX(x, y), 1e-8)
                && Calculus.Near(numeric.EvaluatePartialDerivative(p => f.Value(p[0], p[1]), [x, y], 1, 1), f.PartialY(x, y), 1e-8));
        }

        Gen.Double[-1, 3].Sample(x =>
            Calculus.Near(numeric.EvaluateDerivative(BookFunctions.Parabola.Value, x, 1), BookFunctions.Parabola.Derivative(x), 1e-8));
    }

    [Fact]
    public void CriticalPoints_OfEveryFunction_HaveTheirValueZeroGradientAndCurvature()
    {
        foreach (var f in TwoVariables)
        {
            Assert.NotEmpty(f.CriticalPoints);
            Assert.All(f.CriticalPoints, f.AssertIsCritical);
        }

        Assert.Equal(-3, BookFunctions.Parabola.Value(1));
        Assert.Equal(0, BookFunctions.Parabola.Derivative(1));
    }

    [Fact]
    public void TwoWells_ItsMinima_AreThoseOfFiftyDigitArithmeticNotTheChapters()
    {
        var facts = Oracle.Load("A_trajectories_book.json").GetProperty("facts");
        JsonElement[] expected = [.. facts.GetProperty("two_gaussians_true_minima").EnumerateArray(), facts.GetProperty("two_gaussians_saddle")];

        foreach (var (truth, point) in expected.Zip(BookFunctions.TwoWells.CriticalPoints))
        {
            Assert.Equal(truth.Number("x"), point.X[0]);
            Assert.Equal(truth.Number("y"), point.X[1]);
            Assert.Equal(truth.Number("f"), point.Value);
        }

        Assert.Equal(facts.Number("f(-1,1)"), BookFunctions.TwoWells.Value(-1, 1), 1e-15);
        Assert.Equal(facts.Numbers("gradient(1,-1)")[0], BookFunctions.TwoWells.PartialX(1, -1), 1e-15);
    }

    [Fact]
    public void Starts_OfEveryFunction_AreTheChaptersAndLieInTheDomain()
    {
        double[][] StartsOf(string figure, string ending) =>
            [.. Oracle.Load("A_trajectories_book.json").GetProperty("cases").EnumerateArray()
                .Where(c => c.Id().StartsWith(figure, StringComparison.Ordinal) && c.Id().EndsWith(ending, StringComparison.Ordinal))
                .Select(c => c.Numbers("x0"))];

        Assert.Equal(StartsOf("fig11-3", ""), BookFunctions.Bowl.Starts.Select(s => new[] { s.X, s.Y }));
        Assert.Equal(StartsOf("fig11-4", ""), BookFunctions.Canyon.Starts.Select(s => new[] { s.X, s.Y }));
        Assert.Equal(StartsOf("fig11-5", "as-equation"), BookFunctions.TwoWells.Starts.Select(s => new[] { s.X, s.Y }));
        Assert.Equal([.. StartsOf("fig11-1", "")[0], .. StartsOf("fig11-2", "")[0]], BookFunctions.Parabola.Starts);
        Assert.All(TwoVariables, f => Assert.All(f.Starts, s => Assert.True(f.DomainX.Contains(s.X) && f.DomainY.Contains(s.Y))));
    }

    [Fact]
    public void CriticalPoint_Printed_SaysWhatAndWhere() =>
        Assert.Equal("global minimum at (1, 0.375), f = -8.625", BookFunctions.Canyon.CriticalPoints[0].ToString());
}

using CsCheck;
using Xunit;

namespace DescentLab.Tests.Functions;

/// <summary>Helpers for tests of functions: points of a domain, gradients, second derivatives.</summary>
internal static class Calculus
{
    public static Gen<(double X, double Y)> PointsOf(Function2D f) =>
        Gen.Select(Gen.Double[f.DomainX.Min, f.DomainX.Max], Gen.Double[f.DomainY.Min, f.DomainY.Max]);

    public static double[] GradientAt(this IObjective<double> objective, params double[] x)
    {
        var gradient = new double[objective.Dimension];
        objective.Gradient(x, gradient);
        return gradient;
    }

    /// <summary>The Hessian by central differences of the gradient.</summary>
    public static double[,] HessianAt(this IObjective<double> objective, params double[] x)
    {
        const double Step = 1e-5;
        var n = objective.Dimension;
        var hessian = new double[n, n];
        for (var j = 0; j < n; j++)
        {
            var (above, below) = ((double[])x.Clone(), (double[])x.Clone());
            above[j] += Step;
            below[j] -= Step;
            var (up, down) = (objective.GradientAt(above), objective.GradientAt(below));
            for (var i = 0; i < n; i++)
            {
                hessian[i, j] = (up[i] - down[i]) / (2 * Step);
            }
        }

        return hessian;
    }

    /// <summary>Value, zero gradient and the signs of the curvature of a known minimum, saddle or maximum of two variables.</summary>
    public static void AssertIsCritical(this Function2D f, CriticalPoint point)
    {
        var (x, y) = (point.X[0], point.X[1]);
        var hessian = f.HessianAt(x, y);
        var (trace, determinant) = (hessian[0, 0] + hessian[1, 1], (hessian[0, 0] * hessian[1, 1]) - (hessian[0, 1] * hessian[1, 0]));

        Assert.Equal(point.Value, f.Value(x, y), 1e-13 * Math.Max(1, Math.Abs(point.Value)));
        Assert.All(f.GradientAt(x, y), g => Assert.Equal(0, g, 1e-15 * Math.Max(1, Math.Abs(trace) * 10)));
        var expected = determinant < 0 ? CriticalPointKind.Saddle
            : trace < 0 ? CriticalPointKind.LocalMaximum
            : f.CriticalPoints.Where(p => p.Kind != CriticalPointKind.Saddle).Min(p => p.Value) < point.Value ? CriticalPointKind.LocalMinimum
            : CriticalPointKind.GlobalMinimum;
        Assert.Equal(expected, point.Kind);
    }

    /// <summary>Whether two numbers are equal up to rounding.</summary>
    public static bool Near(double expected, double actual, double relative = 1e-12) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= relative * Math.Max(1, Math.Max(Math.Abs(expected), Math.Abs(actual)));
}

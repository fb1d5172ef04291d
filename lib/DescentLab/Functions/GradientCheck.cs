using System.Numerics;
using MathNet.Numerics.Differentiation;

namespace DescentLab;

/// <summary>Compares a gradient with numeric derivatives and reports the worst component.</summary>
/// <remarks>
/// <code>
/// ∂f/∂xᵢ ≈ (f(x + h eᵢ) − f(x − h eᵢ)) / 2h,   h = ε^(1/3) · max(1, |xᵢ|)
/// </code>
/// with ε the precision of T, taken by MathNet's <see cref="NumericalDerivative"/>. In double a right gradient of a smooth
/// function differs by about 1e-9 relative; in float by about 1e-4. An error is relative to the largest component checked, or to
/// |f(x)| or ε^(1/3) if they are larger: the rounding of f and the step limit what a difference can see. Check away from minima,
/// where a gradient has something to say, and from kinks: next to one (a rectifier at 0) both sides may be right and yet differ.
/// </remarks>
/// <param name="Index">The worst component, from 0.</param>
/// <param name="Analytic">The component of <see cref="IObjective{T}.Gradient"/> there.</param>
/// <param name="Numeric">The difference quotient of f there.</param>
/// <param name="RelativeError">Their difference, relative as above; ∞ if one of them is not finite.</param>
/// <param name="Checked">The number of components compared.</param>
/// <param name="Dimension">The number of components.</param>
[TypeFormatterSource]
public sealed record GradientCheck(int Index, double Analytic, double Numeric, double RelativeError, int Checked, int Dimension)
{
    /// <summary>Checks a gradient at a point: <c>GradientCheck.Of(BookFunctions.TwoWells, [0.7, -0.2])</c>.</summary>
    /// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="objective">The function. A stochastic one keeps its current sample: draw one before.</param>
    /// <param name="at">The point; every component finite.</param>
    /// <param name="components">
    /// How many components to compare, spread over the whole vector by a fixed seed; all by default. Each costs two values of f.
    /// </param>
    /// <exception cref="ArgumentException">The point does not fit the objective or is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of components is below 1.</exception>
    public static GradientCheck Of<T>(IObjective<T> objective, ReadOnlySpan<T> at, int? components = null)
        where T : struct, IFloatingPointIeee754<T>
    {
        Require.Point(at, Require.NotNull(objective).Dimension);

        // A component that Gradient does not write shows as NaN.
        var analytic = new T[at.Length];
        analytic.AsSpan().Fill(T.NaN);
        objective.Gradient(at, analytic);

        var dimension = at.Length;
        var indices = Spread(dimension, components is { } some ? Require.AtLeast(1, some, "number of components", nameof(components)) : dimension);
        var step = Math.Cbrt(double.CreateChecked(T.BitIncrement(T.One) - T.One));
        var numeric = NumericGradient(objective, at, indices, step);
        var scale = indices.Zip(numeric, (i, n) => Math.Max(Math.Abs(double.CreateChecked(analytic[i])), Math.Abs(n)))
            .Append(Math.Abs(double.CreateChecked(objective.Value(at))))
            .Where(double.IsFinite)
            .Append(step)
            .Max();
        return indices
            .Zip(numeric, (i, n) => Compared(i, double.CreateChecked(analytic[i]), n, scale, indices.Length, dimension))
            .MaxBy(check => check.RelativeError)!;
    }

    /// <summary>"worst of 2 components: i = 0, analytic 1.5, numeric 1.5, relative error 3E-11".</summary>
    public override string ToString() =>
        $"worst of {(Checked < Dimension ? $"{Checked} (of {Dimension})" : Checked)} components: i = {Index}, "
        + $"analytic {Analytic:G9}, numeric {Numeric:G9}, relative error {RelativeError:G2}";

    private static double[] NumericGradient<T>(IObjective<T> objective, ReadOnlySpan<T> at, int[] indices, double step)
        where T : struct, IFloatingPointIeee754<T>
    {
        var x = at.ToArray();
        var point = x.Select(double.CreateChecked).ToArray();
        var rounded = new T[x.Length];
        double F(double[] moved)
        {
            for (var i = 0; i < moved.Length; i++)
            {
                rounded[i] = T.CreateChecked(moved[i]);
            }

            return double.CreateChecked(objective.Value(rounded));
        }

        return [.. indices.Select(i =>
        {
            var h = step * Math.Max(1, Math.Abs(point[i]));
            var central = new NumericalDerivative(3, 1) { StepType = StepType.Absolute, StepSize = h };
            return central.EvaluatePartialDerivative(F, point, i, 1);
        })];
    }

    private static GradientCheck Compared(int index, double analytic, double numeric, double scale, int @checked, int dimension)
    {
        var difference = Math.Abs(analytic - numeric);
        var error = difference == 0 ? 0 : double.IsFinite(difference) ? difference / scale : double.PositiveInfinity;
        return new(index, analytic, numeric, error, @checked, dimension);
    }

    /// <summary>Distinct indices in order, one drawn from each of <paramref name="count"/> equal blocks.</summary>
    private static int[] Spread(int dimension, int count)
    {
        if (count >= dimension)
        {
            return [.. Enumerable.Range(0, dimension)];
        }

        var random = new RandomSource(1);
        return [.. Enumerable.Range(0, count).Select(block =>
        {
            var (from, to) = ((int)((long)dimension * block / count), (int)((long)dimension * (block + 1) / count));
            return from + random.Next(to - from);
        })];
    }
}

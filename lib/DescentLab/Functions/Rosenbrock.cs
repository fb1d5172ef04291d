namespace DescentLab;

/// <summary>Rosenbrock's curved valley in any number of variables: its floor is easy to reach and slow to follow to the minimum f(1, …, 1) = 0.</summary>
/// <remarks>
/// <code>
/// f(x) = Σᵢ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)²                       i = 0 … n − 2
/// ∂f/∂xᵢ = −400 xᵢ (xᵢ₊₁ − xᵢ²) − 2 (1 − xᵢ)  [all but the last]  + 200 (xᵢ − xᵢ₋₁²)  [all but the first]
/// </code>
/// From 4 variables on a second, local minimum lies near (−1, 1, …, 1). Source: H. H. Rosenbrock, "An automatic method for
/// finding the greatest or least value of a function", The Computer Journal 3 (1960), 175; the sum over pairs is the usual
/// extension. For charts in two variables use <see cref="TestFunctions.Rosenbrock"/>.
/// </remarks>
[TypeFormatterSource]
public sealed class Rosenbrock : IObjective<double>
{
    /// <summary>The valley in the given number of variables.</summary>
    /// <param name="dimension">n, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is below 2.</exception>
    public Rosenbrock(int dimension) => Dimension = Require.AtLeast(2, dimension, "number of variables");

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x)
    {
        Require.Components(x, Dimension);
        var sum = 0.0;
        for (var i = 0; i + 1 < Dimension; i++)
        {
            var (bend, slope) = (x[i + 1] - (x[i] * x[i]), 1 - x[i]);
            sum += (100 * bend * bend) + (slope * slope);
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Gradient(ReadOnlySpan<double> x, Span<double> gradient)
    {
        Require.Components(x, Dimension);
        Require.Space(gradient, Dimension);
        gradient[0] = 0;
        for (var i = 0; i + 1 < Dimension; i++)
        {
            var bend = x[i + 1] - (x[i] * x[i]);
            gradient[i] += (-400 * x[i] * bend) - (2 * (1 - x[i]));
            gradient[i + 1] = 200 * bend;
        }
    }

    /// <summary>"Rosenbrock in 10 variables".</summary>
    public override string ToString() => $"Rosenbrock in {Dimension} variables";
}

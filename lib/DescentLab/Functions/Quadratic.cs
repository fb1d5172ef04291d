using System.Collections.Immutable;

namespace DescentLab;

/// <summary>A bowl in any number of variables, with a curvature for each axis; its minimum is f(c) = 0.</summary>
/// <remarks>
/// <code>
/// f(x) = ½ Σᵢ aᵢ (xᵢ − cᵢ)²
/// ∂f/∂xᵢ = aᵢ (xᵢ − cᵢ)
/// </code>
/// Its condition number is κ = max a / min a. Gradient descent converges for η &lt; 2 / max a; the best constant rate
/// η = 2 / (max a + min a) shrinks the error by (κ − 1) / (κ + 1) a step (Nocedal and Wright, "Numerical Optimization", 3.3).
/// </remarks>
[TypeFormatterSource]
public sealed class Quadratic : IObjective<double>
{
    /// <summary>A bowl with the given curvatures and minimum.</summary>
    /// <param name="curvatures">aᵢ, finite and above 0, one for each variable.</param>
    /// <param name="minimum">c, as many components; the origin if left out.</param>
    /// <exception cref="ArgumentException">There is no curvature, or the minimum has another number of components.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A curvature is not a finite number above 0.</exception>
    public Quadratic(ReadOnlySpan<double> curvatures, ReadOnlySpan<double> minimum = default)
    {
        if (curvatures.IsEmpty)
        {
            throw new ArgumentException("There are no curvatures. Give one for each variable, such as [1, 100].", nameof(curvatures));
        }

        if (!minimum.IsEmpty)
        {
            Require.Point(minimum, curvatures.Length, $", as there are {curvatures.Length} curvatures");
        }

        for (var i = 0; i < curvatures.Length; i++)
        {
            Require.Positive(curvatures[i], $"curvature a[{i}]", nameof(curvatures));
        }

        Curvatures = [.. curvatures];
        Minimum = minimum.IsEmpty ? [.. new double[curvatures.Length]] : [.. minimum];
    }

    /// <summary>aᵢ, the second derivatives along the axes.</summary>
    public ImmutableArray<double> Curvatures { get; }

    /// <summary>c, where the minimum is.</summary>
    public ImmutableArray<double> Minimum { get; }

    /// <summary>κ, the largest curvature over the smallest.</summary>
    public double ConditionNumber => Curvatures.Max() / Curvatures.Min();

    /// <inheritdoc/>
    public int Dimension => Curvatures.Length;

    /// <summary>A bowl around the origin with curvatures from 1 to κ, each the same factor above the last.</summary>
    /// <param name="dimension">The number of variables, at least 2.</param>
    /// <param name="conditionNumber">κ, finite, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is below 2, or κ below 1 or not finite.</exception>
    public static Quadratic WithCondition(int dimension, double conditionNumber)
    {
        Require.AtLeast(2, dimension, "number of variables");
        Require.AtLeastOne(conditionNumber, "condition number κ");
        return new(Enumerable.Range(0, dimension).Select(i => Math.Pow(conditionNumber, i / (dimension - 1.0))).ToArray());
    }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x)
    {
        Require.Components(x, Dimension);
        var sum = 0.0;
        for (var i = 0; i < Curvatures.Length; i++)
        {
            var distance = x[i] - Minimum[i];
            sum += Curvatures[i] * distance * distance;
        }

        return sum / 2;
    }

    /// <inheritdoc/>
    public void Gradient(ReadOnlySpan<double> x, Span<double> gradient)
    {
        Require.Components(x, Dimension);
        Require.Space(gradient, Dimension);
        for (var i = 0; i < Curvatures.Length; i++)
        {
            gradient[i] = Curvatures[i] * (x[i] - Minimum[i]);
        }
    }

    /// <summary>"quadratic in 10 variables, condition number 100".</summary>
    public override string ToString() => $"quadratic in {Dimension} variables, condition number {NumberText.Of(ConditionNumber)}";
}

using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace DescentLab;

/// <summary>The curvature of a function at a point: products with its Hessian, and the Hessian's largest eigenvalues.</summary>
/// <remarks>
/// The Hessian H of a network's loss has as many rows as θ has numbers and is never formed. Its products come from two gradients:
/// <code>
/// H v ≈ (∇f(x + h v) − ∇f(x − h v)) / 2h
/// </code>
/// where h |v| is about ε^(1/3) max(1, |x|∞) with the machine's ε, which balances truncation against rounding: about ten
/// digits in double, five in float. The eigenvalues come from Lanczos' method, which searches all the powers H v, H² v, … at once
/// where power iteration keeps only the last. Gradient descent with the rate η is stable along an eigenvector with the
/// eigenvalue λ while λ &lt; 2/η.
/// The function must be deterministic: for a network, <see cref="Sampling.FullBatch"/> and no dropout.
/// Sources: C. Lanczos, J. Res. Natl. Bur. Stand. 45 (1950); B. Pearlmutter, Fast exact multiplication by the Hessian (1994).
/// </remarks>
public static class Curvature
{
    // Beyond 2 to this power, and below its inverse, products of three numbers may overflow or vanish.
    private const int LargestExponent = 300;

    /// <summary>Overwrites <paramref name="product"/> with H v.</summary>
    /// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="objective">The function f.</param>
    /// <param name="x">The point.</param>
    /// <param name="v">The direction; its length does not matter for the accuracy.</param>
    /// <param name="product">Receives H v, as many components as x; may be x or v itself.</param>
    /// <exception cref="ArgumentException">A length is not the function's dimension.</exception>
    public static void HessianProduct<T>(IObjective<T> objective, ReadOnlySpan<T> x, ReadOnlySpan<T> v, Span<T> product)
        where T : struct, IFloatingPointIeee754<T>
    {
        Spaces.CheckPoint(objective, x, nameof(x));
        Spaces.CheckPoint(objective, v, nameof(v));
        Spaces.CheckPoint(objective, product, nameof(product));
        var largest = Spaces.Largest(v);
        if (largest == 0)
        {
            product.Clear();
            return;
        }

        if (ExtremeExponent(largest) is not 0 and var exponent)
        {
            HessianProduct(objective, x, Spaces.Scaled(v, -exponent), product);
            Spaces.Scaled<T>(product, exponent).CopyTo(product);
            return;
        }

        var length = Spaces.Norm(v);

        // A power of two: the same on every machine, whatever its cube root does in the last digit.
        var h = Math.ScaleB(1, Math.ILogB(double.Cbrt(double.CreateChecked(T.BitIncrement(T.One) - T.One)) * Math.Max(1, Spaces.Largest(x)) / length));
        // Both points first: the product may be x or v itself.
        var ahead = new T[x.Length];
        var behind = new T[x.Length];
        Spaces.Along(x, v, h, ahead);
        Spaces.Along(x, v, -h, behind);
        objective.Gradient(ahead, product);
        var slope = ahead;
        objective.Gradient(behind, slope);

        // In double: a float may not hold the scale of a long or a short direction.
        var scale = 1 / (2 * h);
        for (var i = 0; i < product.Length; i++)
        {
            product[i] = T.CreateTruncating(double.CreateTruncating(product[i] - slope[i]) * scale);
        }
    }

    /// <summary>The largest eigenvalues of the Hessian, in descending order, with their eigenvectors.</summary>
    /// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="objective">The function f.</param>
    /// <param name="x">The point.</param>
    /// <param name="count">How many, 1 by default.</param>
    /// <param name="tolerance">When to stop: |H v − λ v| ≤ tolerance · |λ₁|; 1e-3 by default, which leaves λ an error of about its square.</param>
    /// <param name="maxProducts">The most products H v to take, 100 by default; each takes two gradients.</param>
    /// <param name="seed">Decides the random direction to begin with.</param>
    /// <returns>The pairs; <see cref="Eigenpair.Residual"/> says how well each has converged.</returns>
    /// <exception cref="ArgumentException">x does not have the function's dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1 or above the dimension, or the tolerance is not a finite number above 0.</exception>
    /// <exception cref="ArithmeticException">The gradient is not finite near x.</exception>
    public static IReadOnlyList<Eigenpair> Largest<T>(
        IObjective<T> objective, ReadOnlySpan<T> x, int count = 1, double tolerance = 1e-3, int maxProducts = 100, long seed = 1)
        where T : struct, IFloatingPointIeee754<T>
    {
        Spaces.CheckPoint(objective, x, nameof(x));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, x.Length);
        Require.Positive(tolerance, nameof(tolerance));
        ArgumentOutOfRangeException.ThrowIfLessThan(maxProducts, count);

        var random = new RandomSource(seed);
        var most = Math.Min(maxProducts, x.Length);
        List<T[]> basis = [RandomUnit<T>(x.Length, random)];
        List<double> diagonal = [], beside = [];
        var product = new T[x.Length];
        while (true)
        {
            HessianProduct<T>(objective, x, basis[^1], product);
            diagonal.Add(Spaces.Dot<T>(basis[^1], product));
            if (!double.IsFinite(diagonal[^1]))
            {
                throw new ArithmeticException("The gradient is not finite near x, so the function has no curvature there. Choose a point where it is.");
            }

            // Twice: one pass alone loses orthogonality to rounding, and finds the same eigenvalue again.
            Spaces.RemoveSpan(basis, product);
            Spaces.RemoveSpan(basis, product);
            var next = Spaces.Norm<T>(product);

            var (values, vectors) = Tridiagonal(diagonal, beside);
            var found = Math.Min(count, diagonal.Count);
            var residuals = Enumerable.Range(0, found).Select(k => next * Math.Abs(vectors[diagonal.Count - 1, k])).ToArray();
            var exhausted = next <= 1e-12 * Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
            if (diagonal.Count == most || (found == count && (exhausted || residuals.All(residual => residual <= tolerance * Math.Abs(values[0])))))
            {
                return [.. Enumerable.Range(0, found).Select(k => new Eigenpair(values[k], Spaces.Combination(basis, [.. vectors.Column(k)]), residuals[k], diagonal.Count))];
            }

            if (exhausted)
            {
                // The directions so far span an invariant subspace of H: continue with one orthogonal to it.
                product = RandomUnit<T>(x.Length, random);
                Spaces.RemoveSpan(basis, product);
                Spaces.RemoveSpan(basis, product);
                beside.Add(0);
                next = Spaces.Norm<T>(product);
            }
            else
            {
                beside.Add(next);
            }

            Spaces.Multiply<T>(product, 1 / next);
            basis.Add(product);
            product = new T[x.Length];
        }
    }

    /// <summary>The exponent of a number that is so large or small that it must be scaled first; 0 for any other.</summary>
    private static int ExtremeExponent(double x) =>
        x != 0 && double.IsFinite(x) && Math.Abs(Math.ILogB(x)) > LargestExponent ? Math.ILogB(x) : 0;

    private static T[] RandomUnit<T>(int dimension, RandomSource random)
        where T : struct, IFloatingPointIeee754<T>
    {
        var direction = new T[dimension];
        for (var i = 0; i < dimension; i++)
        {
            direction[i] = T.CreateChecked(random.Normal());
        }

        Spaces.Multiply<T>(direction, 1 / Spaces.Norm<T>(direction));
        return direction;
    }

    /// <summary>The eigenvalues of a symmetric tridiagonal matrix in descending order, with its eigenvectors as columns.</summary>
    private static (double[] Values, Matrix<double> Vectors) Tridiagonal(List<double> diagonal, List<double> beside)
    {
        var exponent = ExtremeExponent(Math.Max(Spaces.Largest<double>([.. diagonal]), Spaces.Largest<double>([.. beside])));
        var matrix = Matrix<double>.Build.DenseOfDiagonalArray(Moments.Scaled([.. diagonal], -exponent));
        for (var k = 0; k < beside.Count; k++)
        {
            matrix[k, k + 1] = matrix[k + 1, k] = Math.ScaleB(beside[k], -exponent);
        }

        var ascending = matrix.Evd(Symmetricity.Symmetric);
        var order = Enumerable.Range(0, diagonal.Count).OrderByDescending(k => ascending.EigenValues[k].Real).ToArray();
        return (
            [.. order.Select(k => Math.ScaleB(ascending.EigenValues[k].Real, exponent))],
            Matrix<double>.Build.DenseOfColumnVectors(order.Select(k => ascending.EigenVectors.Column(k))));
    }
}

/// <summary>An eigenvalue of a Hessian with its eigenvector.</summary>
/// <param name="Value">λ: the curvature along the vector.</param>
/// <param name="Vector">v, of length 1.</param>
/// <param name="Residual">|H v − λ v|; λ is closer to an eigenvalue than this.</param>
/// <param name="Products">The number of products H v.</param>
public sealed record Eigenpair(double Value, double[] Vector, double Residual, int Products)
{
    /// <summary>"λ = 40.02 (residual 0.003 after 21 products)".</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"λ = {Value:G6} (residual {Residual:G2} after {Products} products)");
}

using Xunit;

namespace DescentLab.Tests.Landscapes;

/// <summary>Tests against quadratics, whose Hessian is known, and small networks, whose Hessian can be computed.</summary>
public sealed class CurvatureTests
{
    private static readonly double[,] A =
    {
        { 4, 1, 0, 0.5 },
        { 1, 3, -1, 0 },
        { 0, -1, -6, 2 },
        { 0.5, 0, 2, 1 },
    };

    /// <summary>numpy.linalg.eigvalsh of A, descending.</summary>
    private static readonly double[] Eigenvalues = [4.676277631156165, 2.6426852595046264, 1.3093319175925926, -6.628294808253383];

    [Fact]
    public void HessianProduct_OfAQuadratic_IsTheMatrixTimesTheDirection()
    {
        var product = new double[4];
        Curvature.HessianProduct<double>(new QuadraticForm(A), [1, -2, 0.5, 3], [2, 0, -1, 1], product);
        double[] expected = [8.5, 3, 8, 0];
        Assert.All(product.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 8));
    }

    [Theory]
    [InlineData(1e37f)]
    [InlineData(1f)]
    [InlineData(1e-37f)]
    public void HessianProduct_OfADirectionOfAnyLengthInFloat_HasItsDigits(float length)
    {
        var product = new float[2];
        Curvature.HessianProduct<float>(new Quadratic([4, 3]).In<float>(), [0, 0], [length, -length], product);
        Assert.Equal(4, product[0] / length, 1e-5);
        Assert.Equal(-3, product[1] / length, 1e-5);
    }

    [Fact]
    public void HessianProduct_IntoItsOwnPointOrDirection_IsTheSame()
    {
        double[] x = [1, -2, 0.5, 3], v = [2, 0, -1, 1], expected = new double[4];
        Curvature.HessianProduct<double>(new QuadraticForm(A), x, v, expected);
        double[] intoX = [.. x], intoV = [.. v];
        Curvature.HessianProduct<double>(new QuadraticForm(A), intoX, v, intoX);
        Curvature.HessianProduct<double>(new QuadraticForm(A), x, intoV, intoV);
        Assert.Equal(expected, intoX);
        Assert.Equal(expected, intoV);
    }

    [Fact]
    public void HessianProduct_OfTheZeroDirection_IsZero()
    {
        var product = new double[] { 1, 2, 3, 4 };
        Curvature.HessianProduct<double>(new QuadraticForm(A), [1, 1, 1, 1], [0, 0, 0, 0], product);
        Assert.All(product, component => Assert.Equal(0, component));
    }

    [Fact]
    public void Largest_OfAQuadratic_AreTheEigenvaluesOfTheMatrix()
    {
        var pairs = Curvature.Largest<double>(new QuadraticForm(A), [0, 0, 0, 0], count: 4, tolerance: 1e-9);
        Assert.All(pairs.Zip(Eigenvalues), pair => Assert.Equal(pair.Second, pair.First.Value, 7));
        Assert.All(pairs, pair => Assert.Equal(1, Math.Sqrt(pair.Vector.Sum(component => component * component)), 7));
    }

    [Theory]
    [InlineData(1e-14)]
    [InlineData(1e-200)]
    [InlineData(1e14)]
    [InlineData(1e200)]
    public void Largest_OfAFunctionOnAnyScale_AreItsCurvatures(double scale)
    {
        var pairs = Curvature.Largest(new Quadratic([scale, 100 * scale, 3 * scale]), [0.0, 0.0, 0.0], count: 3, tolerance: 1e-9);
        Assert.All(pairs.Zip([100.0, 3, 1]), pair => Assert.Equal(pair.Second, pair.First.Value / scale, 1e-6));
        Assert.All(Curvature.Largest(new Quadratic([scale, scale]), [0.0, 0.0], count: 2), pair => Assert.Equal(1, pair.Value / scale, 1e-9));
    }

    [Theory]
    [InlineData(1e-310)]
    [InlineData(1e-170)]
    [InlineData(1e160)]
    [InlineData(1e300)]
    public void HessianProduct_OfADirectionOfAnyLength_HasItsDigits(double length)
    {
        var product = new double[4];
        Curvature.HessianProduct<double>(new QuadraticForm(A), [1, -2, 0.5, 3], [2 * length, 0, -length, length], product);
        double[] expected = [8.5, 3, 8, 0];
        Assert.All(product.Zip(expected), pair => Assert.Equal(pair.Second, pair.First / length, 1e-8));
    }

    [Fact]
    public void Largest_OfTheIdentity_FindsTheSameEigenvalueAgain()
    {
        double[,] identity = { { 2, 0, 0 }, { 0, 2, 0 }, { 0, 0, 2 } };
        var pairs = Curvature.Largest<double>(new QuadraticForm(identity), [1, 2, 3], count: 3);
        Assert.All(pairs, pair => Assert.Equal(2, pair.Value, 7));
    }

    [Fact]
    public void Largest_OfANetwork_IsTheLargestEigenvalueOfItsWholeHessian()
    {
        var (loss, θ) = SmallNetwork<double>();
        var n = loss.Dimension;
        var hessian = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, n);
        double h = 1e-4;
        double[] plus = new double[n], minus = new double[n];
        for (var k = 0; k < n; k++)
        {
            var at = θ.ToArray();
            at[k] += h;
            loss.Gradient(at, plus);
            at[k] -= 2 * h;
            loss.Gradient(at, minus);
            for (var i = 0; i < n; i++)
            {
                hessian[i, k] = (plus[i] - minus[i]) / (2 * h);
            }
        }

        var expected = ((hessian + hessian.Transpose()) / 2).Evd().EigenValues.Select(value => value.Real).OrderDescending().Take(3);
        var found = Curvature.Largest<double>(loss, θ, count: 3, tolerance: 1e-6);
        Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second, pair.First.Value, 1e-6 * Math.Abs(pair.Second)));
    }

    [Fact]
    public void Largest_InFloat_AgreesWithDouble()
    {
        var (exact, θ) = SmallNetwork<double>();
        var (single, _) = SmallNetwork<float>();
        var expected = Curvature.Largest<double>(exact, θ, tolerance: 1e-6)[0].Value;
        var found = Curvature.Largest<float>(single, [.. θ.Select(component => (float)component)], tolerance: 1e-3)[0].Value;
        Assert.Equal(expected, found, 2e-3 * expected);
    }

    [Fact]
    public void Largest_SameSeed_GivesTheSameBits()
    {
        var (loss, θ) = SmallNetwork<double>();
        Assert.Equal(Curvature.Largest<double>(loss, θ, seed: 3)[0].Value, Curvature.Largest<double>(loss, θ, seed: 3)[0].Value);
    }

    [Fact]
    public void Largest_APointOfAnotherSpace_IsRefused()
    {
        var thrown = Assert.Throws<ArgumentException>(() => Curvature.Largest<double>(new QuadraticForm(A), [1, 2]));
        Assert.Contains("x has 2 components, the function takes 4", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Largest_WhereTheGradientIsNotFinite_SaysSo()
    {
        var thrown = Assert.Throws<ArithmeticException>(() => Curvature.Largest(new Function1D(Math.Sqrt, x => 0.5 / Math.Sqrt(x)), [-1.0]));
        Assert.Contains("not finite", thrown.Message, StringComparison.Ordinal);
    }

    internal static (MinibatchLoss<T> Loss, T[] θ) SmallNetwork<T>()
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        var random = new RandomSource(7);
        var inputs = new T[30 * 4];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = T.CreateChecked(Math.Round(random.Uniform(-1, 1), 3));
        }

        var data = new LabelledData<T>(inputs, [.. Enumerable.Range(0, 30).Select(i => i % 3)], Shape.Vector(4), ["a", "b", "c"]);
        var network = new Network<T>(4).FullyConnected(6).Tanh().FullyConnected(5).Tanh().FullyConnected(3);
        return (new(network, data, sampling: Sampling.FullBatch), network.Initialise(2));
    }

    private sealed class QuadraticForm(double[,] a) : IObjective<double>
    {
        public int Dimension => a.GetLength(0);

        public double Value(ReadOnlySpan<double> x)
        {
            var gradient = new double[Dimension];
            Gradient(x, gradient);
            var sum = 0.0;
            for (var i = 0; i < Dimension; i++)
            {
                sum += x[i] * gradient[i] / 2;
            }

            return sum;
        }

        public void Gradient(ReadOnlySpan<double> x, Span<double> gradient)
        {
            for (var i = 0; i < Dimension; i++)
            {
                gradient[i] = 0;
                for (var j = 0; j < Dimension; j++)
                {
                    gradient[i] += a[i, j] * x[j];
                }
            }
        }
    }
}

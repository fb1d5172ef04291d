using CsCheck;
using Xunit;

namespace DescentLab.Tests.Landscapes;

public sealed class LandscapeTests
{
    private static readonly Gen<double[]> Vectors = Gen.Double[-3, 3].Array[5];

    [Fact]
    public void Project_OfAPointOnThePlane_FindsItsCoordinates() =>
        Gen.Select(Vectors, Vectors, Vectors, Gen.Double[-2, 2], Gen.Double[-2, 2])
            .Where((origin, u, v, a, b) => Area(u, v) > 0.1)
            .Sample((origin, u, v, a, b) =>
            {
                var plane = new Plane<double>(origin, u, v);
                var (foundA, foundB) = plane.Project(plane.At(a, b));
                Assert.Equal(a, foundA, 1e-9);
                Assert.Equal(b, foundB, 1e-9);
                Assert.Equal(0, plane.Distance(plane.At(a, b)), 1e-9);
            });

    [Fact]
    public void Distance_OfAPointBesideThePlane_IsTheLengthOfThePerpendicular()
    {
        var plane = new Plane<double>([0, 0, 1], [1, 0, 0], [1, 1, 0]);
        Assert.Equal(4, plane.Distance([7, -3, 5]), 12);
        Assert.Equal((10, -3), plane.Project([7, -3, 5]));
    }

    [Fact]
    public void Plane_OfParallelDirections_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new Plane<double>([0, 0, 0], [1, 2, 3], [2, 4, 6]));

    [Fact]
    public void Through_ThreePoints_HasThemAtItsCorners()
    {
        var plane = Landscape.Through<double>([1, 2, 3], [4, 5, 6], [0, 0, 1]);
        Assert.Equal([1, 2, 3], plane.At(0, 0));
        Assert.Equal([4, 5, 6], plane.At(1, 0));
        Assert.Equal([0, 0, 1], plane.At(0, 1));
    }

    [Fact]
    public void Principal_OfPointsOnALine_IsRefused() =>
        Gen.Select(Vectors, Vectors, Gen.Double[-1, 1].Array[3, 40]).Where((from, along, _) => along.Max(Math.Abs) > 0.1).Sample((from, along, places) =>
        {
            double[][] points = [.. places.Select(t => from.Zip(along, (a, b) => a + (t * b)).ToArray())];
            float[][] rounded = [.. points.Select(point => Array.ConvertAll(point, component => (float)component))];
            Assert.Equal("points", Assert.Throws<ArgumentException>(() => Landscape.Principal<double>(points)).ParamName);
            Assert.Equal("points", Assert.Throws<ArgumentException>(() => Landscape.Principal<float>(rounded)).ParamName);
        });

    [Theory]
    [InlineData(double.NaN, "Component 1 of point 2 is NaN")]
    [InlineData(double.NegativeInfinity, "Component 1 of point 2 is -Infinity")]
    [InlineData(1e200, "so far apart")]
    public void Principal_OfADivergedPath_SaysSo(double end, string message) => Assert.Contains(
        message, Assert.Throws<ArgumentException>(() => Landscape.Principal<double>([[0, 1], [2, 3], [-5, end], [4, 4]])).Message, StringComparison.Ordinal);

    [Fact]
    public void Slice_OfAFunction_HasItsValuesAndItsSlopes()
    {
        var plane = new Plane<double>([0.3, -0.2], [1, 0.5], [0, 2]);
        var slice = plane.Slice(TestFunctions.Himmelblau);
        Assert.Equal(TestFunctions.Himmelblau.Value(0.3 + 0.7, -0.2 + 0.35 - 0.8), slice.Value(0.7, -0.4), 12);
        double h = 1e-6;
        Assert.Equal((slice.Value(0.7 + h, -0.4) - slice.Value(0.7 - h, -0.4)) / (2 * h), slice.PartialX(0.7, -0.4), 5);
        Assert.Equal((slice.Value(0.7, -0.4 + h) - slice.Value(0.7, -0.4 - h)) / (2 * h), slice.PartialY(0.7, -0.4), 5);
    }

    [Fact]
    public void Line_BetweenTwoPoints_StartsAtOneAndEndsAtTheOther()
    {
        var line = Landscape.Line(TestFunctions.Himmelblau, [1.0, 2], [-2.0, 0.5]);
        Assert.Equal(TestFunctions.Himmelblau.Value(1, 2), line.Value(0));
        Assert.Equal(TestFunctions.Himmelblau.Value(-2, 0.5), line.Value(1), 12);
        Assert.Equal(TestFunctions.Himmelblau.Value(-0.5, 1.25), line.Value(0.5), 12);
        Assert.Equal((line.Value(0.5 + 1e-6) - line.Value(0.5 - 1e-6)) / 2e-6, line.Derivative(0.5), 4);
    }

    [Fact]
    public void Principal_OfAPathInAPlane_HoldsAllOfIt()
    {
        double[] u = [1, 0, 2, 0, -1], v = [0, 3, 1, 1, 0];
        double[][] path = [.. Enumerable.Range(0, 20).Select(k => Point(Math.Exp(-0.1 * k) * Math.Cos(k), Math.Exp(-0.2 * k)))];
        var (plane, share) = Landscape.Principal(path);
        Assert.Equal(1, share, 12);
        Assert.All(path, point => Assert.Equal(0, plane.Distance(point), 9));
        Assert.Equal(1, Dot(plane.U, plane.U), 12);
        Assert.Equal(0, Dot(plane.U, plane.V), 9);
        var (a, b) = plane.Project(path[0]);
        Assert.True(a >= 0 && b >= 0);

        double[] Point(double s, double t) => [.. Enumerable.Range(0, 5).Select(i => (s * u[i]) + (t * v[i]) + i)];
    }

    [Fact]
    public void Principal_ItsDirections_LeaveLessBesideThemThanAnyOtherPlane() =>
        Gen.Select(Vectors.Array[4, 8], Vectors, Vectors).Where((path, u, v) => Area(u, v) > 0.1).Sample((path, u, v) =>
        {
            var (plane, share) = Landscape.Principal(path);
            Assert.InRange(share, 0, 1 + 1e-12);
            var other = new Plane<double>(path[^1], u, v);
            Assert.True(path.Sum(point => Square(plane.Distance(point))) <= path.Sum(point => Square(other.Distance(point))) + 1e-9);
        });

    [Fact]
    public void FilterNormalised_EachUnit_KeepsTheLengthOfItsWeights()
    {
        var network = new Network<double>(new Shape(6, 6, 1)).Conv2D(3).ReLU().Flatten().FullyConnected(4).Tanh().FullyConnected(2);
        var θ = network.Initialise(5);
        var plane = Landscape.FilterNormalised<double>(network, θ, seed: 1);
        foreach (var direction in new[] { plane.U.ToArray(), plane.V.ToArray() })
        {
            Check(0, weights: 9, columns: 3);
            Check(30, weights: 48, columns: 4);
            Check(30 + 196, weights: 4, columns: 2);

            void Check(int start, int weights, int columns)
            {
                for (var column = 0; column < columns; column++)
                {
                    double expected = 0, found = 0;
                    for (var row = 0; row < weights; row++)
                    {
                        var i = start + (row * columns) + column;
                        (expected, found) = (expected + Square(θ[i]), found + Square(direction[i]));
                    }

                    Assert.Equal(expected, found, 10);
                    Assert.Equal(0, direction[start + (weights * columns) + column]);
                }
            }
        }
    }

    private static double Square(double x) => x * x;

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double Area(double[] u, double[] v) => (Dot(u, u) * Dot(v, v)) - Square(Dot(u, v));
}

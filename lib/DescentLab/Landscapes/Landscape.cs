using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace DescentLab;

/// <summary>Planes and lines through a space of many dimensions, for pictures of a loss.</summary>
public static class Landscape
{
    // A direction this many times as long as the machine's ε, relative to the first, may be nothing but rounding errors.
    private const double RoundingErrors = 64;

    /// <summary>The plane through three points: <c>(0, 0)</c> is a, <c>(1, 0)</c> is b, <c>(0, 1)</c> is c.</summary>
    /// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">The first point.</param>
    /// <param name="b">The second point.</param>
    /// <param name="c">The third point.</param>
    /// <exception cref="ArgumentException">The points lie on a line, or in different spaces.</exception>
    public static Plane<T> Through<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (b.Length != a.Length || c.Length != a.Length)
        {
            throw new ArgumentException($"The points have {a.Length}, {b.Length} and {c.Length} components. Give points of one space.");
        }

        return new(a, Spaces.Difference(a, b), Spaces.Difference(a, c));
    }

    /// <summary>A random plane through θ, each direction scaled to the size of the weights.</summary>
    /// <remarks>
    /// The numbers of a direction are normal; then the numbers that lead into one output of a layer (a filter of a
    /// convolution, a column of W) are scaled to the length that θ has there. Otherwise a layer with small weights would
    /// look sharp and one with large weights flat. Biases stay as they are in θ.
    /// Source: Li, Xu, Taylor, Studer, Goldstein, Visualizing the loss landscape of neural nets (2018), section 4.
    /// </remarks>
    /// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="θ">Its parameters: the origin of the plane.</param>
    /// <param name="seed">Decides the directions.</param>
    /// <exception cref="ArgumentException">θ does not fit the network, or the network has no weights.</exception>
    public static Plane<T> FilterNormalised<T>(Network<T> network, ReadOnlySpan<T> θ, long seed)
        where T : struct, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        network.Check(θ);
        var random = new RandomSource(seed);
        return new(θ, Direction(network, θ, random), Direction(network, θ, random));
    }

    /// <summary>The plane in which a path moves most: the first two principal components of its points, seen from the last.</summary>
    /// <remarks>
    /// u and v have length 1 and are orthogonal. Their signs are such that the path starts at positive a and b.
    /// Source: Li et al. (2018), section 7.
    /// </remarks>
    /// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="points">The points of one or several paths, three or more; the last is the origin.</param>
    /// <returns>The plane, and the share of the points' variation (squared distances from the last) that lies in it, 0 to 1.</returns>
    /// <exception cref="ArgumentException">There are fewer than three points, they lie on a line or in different spaces, or one is not finite.</exception>
    public static (Plane<T> Plane, double Share) Principal<T>(IReadOnlyList<T[]> points)
        where T : struct, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count < 3)
        {
            throw new ArgumentException($"{points.Count} points span no plane. Give three or more.", nameof(points));
        }

        var last = points[^1];
        if (points.Any(point => point.Length != last.Length))
        {
            throw new ArgumentException("The points have different numbers of components. Give points of one space.", nameof(points));
        }

        for (var k = 0; k < points.Count; k++)
        {
            if (Points.FirstNotFinite<T>(points[k]) is >= 0 and var i)
            {
                throw new ArgumentException($"Component {i} of point {k} is {points[k][i]}. Give the points before the path diverged.", nameof(points));
            }
        }

        var differences = points.Take(points.Count - 1).Select(point => Spaces.Difference<T>(last, point)).ToArray();

        // The Gram matrix has a row for each point, where the covariance would have one for each component.
        var gram = Matrix<double>.Build.Dense(differences.Length, differences.Length, (i, j) => j < i ? 0 : Spaces.Dot<T>(differences[i], differences[j]));
        gram = gram + gram.Transpose() - Matrix<double>.Build.DiagonalOfDiagonalVector(gram.Diagonal());
        if (!double.IsFinite(gram.Trace()))
        {
            throw new ArgumentException("The points are so far apart that the squares of their distances overflow. Give the points before the path diverged.", nameof(points));
        }

        var spectrum = gram.Evd(Symmetricity.Symmetric);
        var order = Enumerable.Range(0, differences.Length).OrderByDescending(k => spectrum.EigenValues[k].Real).ToArray();
        var (u, v) = (Component(differences, [.. spectrum.EigenVectors.Column(order[0])]), Component(differences, [.. spectrum.EigenVectors.Column(order[1])]));

        // Points on a line have a second component too, of rounding errors: of the differences, and of the points themselves.
        var size = Math.Max(Spaces.Norm<double>(u), points.Max(point => Spaces.Largest<T>(point)));
        if (!(Spaces.Norm<double>(v) > RoundingErrors * double.CreateChecked(T.BitIncrement(T.One) - T.One) * size))
        {
            throw new ArgumentException("The points lie on a line: they span no plane. Give the points of a path that turns.", nameof(points));
        }

        return (
            new(last, Unit<T>(u), Unit<T>(v)),
            Math.Min(1, order.Take(2).Sum(k => spectrum.EigenValues[k].Real) / gram.Trace()));
    }

    /// <summary>A function along the straight line from one point to another: t ↦ f((1 − t) from + t to).</summary>
    /// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="objective">The function f. It must be deterministic: for a network, <see cref="Sampling.FullBatch"/>.</param>
    /// <param name="from">The point at t = 0.</param>
    /// <param name="to">The point at t = 1.</param>
    /// <returns>The function; its domain is 0 to 1, its derivative ∇f · (to − from).</returns>
    /// <exception cref="ArgumentException">A point does not have the function's dimension.</exception>
    public static Function1D Line<T>(IObjective<T> objective, ReadOnlySpan<T> from, ReadOnlySpan<T> to)
        where T : struct, IFloatingPointIeee754<T>
    {
        Spaces.CheckPoint(objective, from, nameof(from));
        Spaces.CheckPoint(objective, to, nameof(to));
        var start = from.ToArray();
        var along = Spaces.Difference(from, to);
        return new Function1D(
            t => double.CreateTruncating(objective.Value(At(t))),
            t =>
            {
                var gradient = new T[start.Length];
                objective.Gradient(At(t), gradient);
                return Spaces.Dot<T>(gradient, along);
            })
        { Domain = (0, 1) };

        T[] At(double t)
        {
            var x = new T[start.Length];
            Spaces.Along(start, along, t, x);
            return x;
        }
    }

    private static T[] Direction<T>(Network<T> network, ReadOnlySpan<T> θ, RandomSource random)
        where T : struct, IFloatingPointIeee754<T>
    {
        var direction = new T[θ.Length];
        for (var k = 0; k < network.Layers.Count; k++)
        {
            var (start, length) = network.ParametersOf(k);
            if (length == 0)
            {
                continue;
            }

            // Every layer with parameters holds weights with a column for each output or filter, then a bias for each.
            var columns = network.Layers[k] is Conv2D<T> convolution ? convolution.Output.Channels : network.Layers[k].Output.Size;
            for (var column = 0; column < columns; column++)
            {
                double ours = 0, theirs = 0;
                for (var i = start + column; i < start + length - columns; i += columns)
                {
                    var normal = random.Normal();
                    direction[i] = T.CreateTruncating(normal);
                    ours += normal * normal;
                    theirs += double.CreateTruncating(θ[i] * θ[i]);
                }

                var scale = Math.Sqrt(theirs / ours);
                for (var i = start + column; i < start + length - columns; i += columns)
                {
                    direction[i] = T.CreateTruncating(double.CreateTruncating(direction[i]) * scale);
                }
            }
        }

        return direction;
    }

    /// <summary>Σ weights[k] differences[k], with the sign that puts the first difference on the positive side.</summary>
    private static double[] Component<T>(T[][] differences, double[] weights)
        where T : struct, IFloatingPointIeee754<T>
    {
        var sum = Spaces.Combination(differences, weights);
        return weights[0] < 0 ? Array.ConvertAll(sum, component => -component) : sum;
    }

    private static T[] Unit<T>(double[] vector)
        where T : struct, IFloatingPointIeee754<T>
    {
        var length = Spaces.Norm<double>(vector);
        return Array.ConvertAll(vector, component => T.CreateTruncating(component / length));
    }
}

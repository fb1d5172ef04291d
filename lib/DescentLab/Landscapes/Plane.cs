using System.Numerics;

namespace DescentLab;

/// <summary>A plane in a space of many dimensions: the domain of a picture of a network's loss.</summary>
/// <remarks>
/// <code>
/// x(a, b) = origin + a u + b v
/// </code>
/// u and v need be neither orthogonal nor of length 1.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Plane<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly T[] origin;
    private readonly T[] u;
    private readonly T[] v;
    private readonly (double UU, double UV, double VV) gram;

    /// <summary>The plane through a point along two directions; the arrays are copied.</summary>
    /// <param name="origin">The point of (0, 0).</param>
    /// <param name="u">The direction of a.</param>
    /// <param name="v">The direction of b.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the directions are parallel.</exception>
    public Plane(ReadOnlySpan<T> origin, ReadOnlySpan<T> u, ReadOnlySpan<T> v)
    {
        if (u.Length != origin.Length || v.Length != origin.Length)
        {
            throw new ArgumentException($"The origin has {origin.Length} components, the directions have {u.Length} and {v.Length}. Give vectors of one space.");
        }

        gram = (Spaces.Dot(u, u), Spaces.Dot(u, v), Spaces.Dot(v, v));
        if (!(Determinant > 1e-14 * gram.UU * gram.VV))
        {
            throw new ArgumentException("The directions u and v are parallel, or one of them is zero: they span no plane.", nameof(v));
        }

        (this.origin, this.u, this.v) = (origin.ToArray(), u.ToArray(), v.ToArray());
    }

    /// <summary>The point of (0, 0).</summary>
    public ReadOnlySpan<T> Origin => origin;

    /// <summary>The direction of a.</summary>
    public ReadOnlySpan<T> U => u;

    /// <summary>The direction of b.</summary>
    public ReadOnlySpan<T> V => v;

    private double Determinant => (gram.UU * gram.VV) - (gram.UV * gram.UV);

    /// <summary>The point x(a, b).</summary>
    /// <param name="a">The coordinate along u.</param>
    /// <param name="b">The coordinate along v.</param>
    public T[] At(double a, double b)
    {
        var x = new T[origin.Length];
        Spaces.Along(origin, u, a, x);
        Spaces.Along(x, v, b, x);
        return x;
    }

    /// <summary>The (a, b) of the plane's point that is closest to x.</summary>
    /// <param name="x">A point of the space.</param>
    /// <exception cref="ArgumentException">x is not of this space.</exception>
    public (double A, double B) Project(ReadOnlySpan<T> x)
    {
        if (x.Length != origin.Length)
        {
            throw new ArgumentException($"x has {x.Length} components, the plane lies in a space of {origin.Length}.", nameof(x));
        }

        var difference = Spaces.Difference(origin, x);
        double du = Spaces.Dot<T>(difference, u), dv = Spaces.Dot<T>(difference, v);
        return (((du * gram.VV) - (dv * gram.UV)) / Determinant, ((dv * gram.UU) - (du * gram.UV)) / Determinant);
    }

    /// <summary>The distance of x from the plane.</summary>
    /// <param name="x">A point of the space.</param>
    /// <exception cref="ArgumentException">x is not of this space.</exception>
    public double Distance(ReadOnlySpan<T> x)
    {
        var (a, b) = Project(x);
        return Spaces.Norm<T>(Spaces.Difference<T>(At(a, b), x));
    }

    /// <summary>A function on the plane, to be drawn with <see cref="ICharts.Contour"/>: (a, b) ↦ f(x(a, b)).</summary>
    /// <param name="objective">The function f. It must be deterministic: for a network, <see cref="Sampling.FullBatch"/>.</param>
    /// <remarks>Its partial derivatives are ∇f · u and ∇f · v, with the gradient that f gives.</remarks>
    /// <exception cref="ArgumentException">The function takes another number of components.</exception>
    public Function2D Slice(IObjective<T> objective)
    {
        Spaces.CheckPoint(objective, Origin, nameof(objective));
        return new(
            (a, b) => double.CreateTruncating(objective.Value(At(a, b))),
            (a, b) =>
            {
                var gradient = new T[origin.Length];
                objective.Gradient(At(a, b), gradient);
                return (Spaces.Dot<T>(gradient, u), Spaces.Dot<T>(gradient, v));
            });
    }
}

using System.Numerics;

namespace DescentLab;

/// <summary>A function f(x) to be minimised, with its gradient ∇f(x): a parabola, or the loss of a network.</summary>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public interface IObjective<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>The number of components of x.</summary>
    int Dimension { get; }

    /// <summary>f(x).</summary>
    /// <param name="x">The point, <see cref="Dimension"/> components.</param>
    T Value(ReadOnlySpan<T> x);

    /// <summary>Overwrites <paramref name="gradient"/> with ∇f(x).</summary>
    /// <param name="x">The point, <see cref="Dimension"/> components.</param>
    /// <param name="gradient">Receives ∂f/∂xᵢ, <see cref="Dimension"/> components; overwritten.</param>
    void Gradient(ReadOnlySpan<T> x, Span<T> gradient);

    /// <summary>Draws the next sample of a stochastic objective (a minibatch). A deterministic function does nothing.</summary>
    void NextSample()
    {
    }

    /// <summary>Prepares for a new descent: a stochastic objective starts again with its first sample.</summary>
    void Restart()
    {
    }
}

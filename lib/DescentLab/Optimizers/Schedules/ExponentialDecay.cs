using System.Numerics;

namespace DescentLab;

/// <summary>A rate that shrinks by the same factor at each step, for ever.</summary>
/// <remarks>
/// <code>
/// η(k) = η γᵏ
/// </code>
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record ExponentialDecay<T> : Schedule<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>A rate that shrinks at each step.</summary>
    /// <param name="rate">η, the first rate, finite and above 0.</param>
    /// <param name="decay">γ, the factor of each step, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public ExponentialDecay(T rate, T decay)
    {
        Rate = rate;
        Decay = decay;
    }

    /// <summary>η, the first rate.</summary>
    public T Rate { get; init => field = Require.Positive(value, "learning rate η"); }

    /// <summary>γ, the factor of each step, in (0, 1].</summary>
    public T Decay { get; init => field = Require.Factor(value, "decay γ"); }

    /// <inheritdoc/>
    public override T At(int step)
    {
        Require.AtLeast(0, step, "step k");
        return Rate * Powers.Product(Decay, step);
    }

    /// <summary>"exponential 0.1 × 0.99 at each step".</summary>
    public override string ToString() => $"exponential {Rate} × {Decay} at each step";
}

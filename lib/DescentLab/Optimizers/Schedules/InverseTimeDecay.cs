using System.Numerics;

namespace DescentLab;

/// <summary>A rate that falls with the inverse of time: quickly at first, ever more slowly later, for ever.</summary>
/// <remarks>
/// <code>
/// η(k) = η / (1 + d k)
/// </code>
/// The sum of all rates is infinite and the sum of their squares finite, as the theorem of Robbins and Monro ("A stochastic
/// approximation method", 1951) requires for stochastic gradient descent.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record InverseTimeDecay<T> : Schedule<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>A rate that falls with the inverse of time.</summary>
    /// <param name="rate">η, the first rate, finite and above 0.</param>
    /// <param name="decay">d, finite and above 0: after 1 / d steps the rate is half the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public InverseTimeDecay(T rate, T decay)
    {
        Rate = rate;
        Decay = decay;
    }

    /// <summary>η, the first rate.</summary>
    public T Rate { get; init => field = Require.Positive(value, "learning rate η"); }

    /// <summary>d: after 1 / d steps the rate is half the first.</summary>
    public T Decay { get; init => field = Require.Positive(value, "decay d"); }

    /// <inheritdoc/>
    public override T At(int step)
    {
        Require.AtLeast(0, step, "step k");
        return Rate / (T.One + (Decay * T.CreateChecked(step)));
    }

    /// <summary>"inverse time 0.1 / (1 + 0.01 k)".</summary>
    public override string ToString() => $"inverse time {Rate} / (1 + {Decay} k)";
}

using System.Numerics;

namespace DescentLab;

/// <summary>Half a cosine from the first rate down to the final one: slow at both ends, steepest in the middle.</summary>
/// <remarks>
/// <code>
/// η(k) = η_final + ½ (η − η_final) (1 + cos(π k / n))     k &lt; n
/// η(k) = η_final                                          k ≥ n
/// </code>
/// Source: I. Loshchilov and F. Hutter, "SGDR: Stochastic gradient descent with warm restarts", 2017, equation 5, without restarts.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record CosineDecay<T> : Schedule<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>A rate that follows half a cosine.</summary>
    /// <param name="rate">η, the first rate, finite and above 0.</param>
    /// <param name="steps">n, the step that is the first to use the final rate, at least 1.</param>
    /// <param name="final">η_final, from 0 to the first rate; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CosineDecay(T rate, int steps, T final = default)
    {
        Rate = Require.Positive(rate, "learning rate η");
        Steps = Require.AtLeast(1, steps, "steps n");
        Final = final >= T.Zero && final <= rate
            ? final
            : throw Require.Refused(final, $"The final rate must lie between 0 and the first rate {rate}.");
    }

    /// <summary>η, the first rate.</summary>
    public T Rate { get; }

    /// <summary>n, the step that is the first to use the final rate.</summary>
    public int Steps { get; }

    /// <summary>η_final, the rate from step n on.</summary>
    public T Final { get; }

    /// <inheritdoc/>
    public override T At(int step)
    {
        Require.AtLeast(0, step, "step k");
        return Between(Rate, Final, T.CreateChecked(step) / T.CreateChecked(Steps));
    }

    /// <summary>"cosine 0.1 → 0 over 100 steps".</summary>
    public override string ToString() => $"cosine {Rate} → {Final} over {Steps} steps";

    /// <summary>Half a cosine from one rate to another; <paramref name="part"/> 0 is the first, 1 and more the last.</summary>
    internal static T Between(T from, T to, T part)
    {
        var half = T.One / (T.One + T.One);
        var towards = half * (T.One - T.CosPi(T.Min(part, T.One)));
        return ((T.One - towards) * from) + (towards * to);
    }
}

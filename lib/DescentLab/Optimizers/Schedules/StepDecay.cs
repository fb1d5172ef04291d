using System.Numerics;

namespace DescentLab;

/// <summary>A rate that drops by a factor every n steps, for ever.</summary>
/// <remarks>
/// <code>
/// η(k) = η d^⌊k / n⌋
/// </code>
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record StepDecay<T> : Schedule<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>A rate that drops.</summary>
    /// <param name="rate">η, the first rate, finite and above 0.</param>
    /// <param name="drop">d, the factor of each drop, in (0, 1].</param>
    /// <param name="every">n, the steps between drops, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public StepDecay(T rate, T drop, int every)
    {
        Rate = rate;
        Drop = drop;
        Every = every;
    }

    /// <summary>η, the first rate.</summary>
    public T Rate { get; init => field = Require.Positive(value, "learning rate η"); }

    /// <summary>d, the factor of each drop, in (0, 1].</summary>
    public T Drop { get; init => field = Require.Factor(value, "drop d"); }

    /// <summary>n, the steps between drops.</summary>
    public int Every { get; init => field = Require.AtLeast(1, value, "steps between drops n"); }

    /// <inheritdoc/>
    public override T At(int step)
    {
        Require.AtLeast(0, step, "step k");
        return Rate * Powers.Product(Drop, step / Every);
    }

    /// <summary>"step 0.1 × 0.5 every 10 steps".</summary>
    public override string ToString() => $"step {Rate} × {Drop} every {Every} steps";
}

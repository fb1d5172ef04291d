using System.Numerics;

namespace DescentLab;

/// <summary>The trivial schedule: η(k) = η.</summary>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record ConstantRate<T> : Schedule<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>The constant η.</summary>
    /// <param name="rate">η, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">η is not a finite number above 0.</exception>
    public ConstantRate(T rate) => Rate = Require.Positive(rate, "learning rate η");

    /// <summary>η.</summary>
    public T Rate { get; }

    /// <inheritdoc/>
    public override T At(int step)
    {
        Require.AtLeast(0, step, "step k");
        return Rate;
    }

    /// <summary>The number itself.</summary>
    public override string ToString() => $"{Rate}";
}

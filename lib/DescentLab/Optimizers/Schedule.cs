using System.Numerics;

namespace DescentLab;

/// <summary>A learning rate as a function of the step, η(k). A plain number converts to the constant schedule.</summary>
/// <remarks>k counts the updates done before: the first update uses η(0).</remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract record Schedule<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>The same η at every step.</summary>
    /// <param name="rate">η, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">η is not a finite number above 0.</exception>
    public static implicit operator Schedule<T>(T rate) => new ConstantRate<T>(rate);

    /// <summary>η(k), the learning rate of the update that follows <paramref name="step"/> earlier ones.</summary>
    /// <param name="step">k, from 0.</param>
    public abstract T At(int step);
}

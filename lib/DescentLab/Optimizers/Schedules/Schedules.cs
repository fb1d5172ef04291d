using System.Numerics;

namespace DescentLab;

/// <summary>The schedules, as static methods: <c>new GradientDescent&lt;double&gt;(Schedule.Cosine(0.1, steps: 100))</c>.</summary>
/// <remarks>k counts the updates done before, so that the first update uses η(0). The number type follows from the rate.</remarks>
public static class Schedule
{
    /// <summary>η(k) = η.</summary>
    /// <inheritdoc cref="ConstantRate{T}.ConstantRate(T)"/>
    public static ConstantRate<T> Constant<T>(T rate)
        where T : struct, IFloatingPointIeee754<T> => new(rate);

    /// <summary>η(k) = η d^⌊k / n⌋.</summary>
    /// <inheritdoc cref="StepDecay{T}.StepDecay(T, T, int)"/>
    public static StepDecay<T> Step<T>(T rate, T drop, int every)
        where T : struct, IFloatingPointIeee754<T> => new(rate, drop, every);

    /// <summary>η(k) = η γᵏ.</summary>
    /// <inheritdoc cref="ExponentialDecay{T}.ExponentialDecay(T, T)"/>
    public static ExponentialDecay<T> Exponential<T>(T rate, T decay)
        where T : struct, IFloatingPointIeee754<T> => new(rate, decay);

    /// <summary>η(k) = η / (1 + d k).</summary>
    /// <inheritdoc cref="InverseTimeDecay{T}.InverseTimeDecay(T, T)"/>
    public static InverseTimeDecay<T> InverseTime<T>(T rate, T decay)
        where T : struct, IFloatingPointIeee754<T> => new(rate, decay);

    /// <summary>Half a cosine from η down to the final rate.</summary>
    /// <inheritdoc cref="CosineDecay{T}.CosineDecay(T, int, T)"/>
    public static CosineDecay<T> Cosine<T>(T rate, int steps, T final = default)
        where T : struct, IFloatingPointIeee754<T> => new(rate, steps, final);

    /// <summary>A linear rise, then another schedule: <c>Schedule.Warmup(5, Schedule.Cosine(0.1, steps: 100))</c>.</summary>
    /// <inheritdoc cref="Warmup{T}.Warmup(int, Schedule{T})"/>
    public static Warmup<T> Warmup<T>(int steps, Schedule<T> then)
        where T : struct, IFloatingPointIeee754<T> => new(steps, then);

    /// <summary>One rise to the peak and one long fall far below the start.</summary>
    /// <inheritdoc cref="OneCycle{T}.OneCycle(T, int, T?, T?, T?)"/>
    public static OneCycle<T> OneCycle<T>(T peak, int steps, T? rise = null, T? startDivisor = null, T? finalDivisor = null)
        where T : struct, IFloatingPointIeee754<T> => new(peak, steps, rise, startDivisor, finalDivisor);
}

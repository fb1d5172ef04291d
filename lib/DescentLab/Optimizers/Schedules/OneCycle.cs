using System.Numerics;

namespace DescentLab;

/// <summary>One cycle: half a cosine up to a peak that no constant rate would survive, then half a cosine far down.</summary>
/// <remarks>
/// <code>
/// r = rise · n − 1                                        the step of the peak, not rounded
/// k ≤ r:  from peak / startDivisor up to peak,            part k / r
/// k > r:  from peak down to start / finalDivisor,         part (k − r) / (n − 1 − r)
/// </code>
/// Each part follows half a cosine, as PyTorch's OneCycleLR does by default; from step n − 1 on the rate stays at its end.
/// Source: L. N. Smith and N. Topin, "Super-convergence: very fast training of neural networks using large learning rates",
/// 2018 (whose cycle is linear).
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record OneCycle<T> : Schedule<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private static readonly T UsualRise = T.CreateChecked(0.3);

    /// <summary>One rise and one fall.</summary>
    /// <param name="peak">The largest rate, finite and above 0.</param>
    /// <param name="steps">n, the steps of the whole cycle; rise · n must be above 1.</param>
    /// <param name="rise">The part of the steps that rises, in (0, 1); 0.3 by default.</param>
    /// <param name="startDivisor">peak / start, at least 1; 25 by default.</param>
    /// <param name="finalDivisor">start / end, at least 1; 10,000 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public OneCycle(T peak, int steps, T? rise = null, T? startDivisor = null, T? finalDivisor = null)
    {
        Peak = Require.Positive(peak, "peak rate");
        Rise = Require.Fraction(rise ?? UsualRise, "rise");
        Steps = T.CreateChecked(steps) * Rise > T.One
            ? steps
            : throw Require.Refused(
                steps, $"The rise of {Rise} of {steps} steps is no more than one step. Take more steps, or a larger rise.");
        Start = peak / Require.AtLeastOne(startDivisor ?? T.CreateChecked(25), "start divisor");
        End = Start / Require.AtLeastOne(finalDivisor ?? T.CreateChecked(10_000), "final divisor");
    }

    /// <summary>The largest rate.</summary>
    public T Peak { get; }

    /// <summary>n, the steps of the whole cycle.</summary>
    public int Steps { get; }

    /// <summary>The part of the steps that rises.</summary>
    public T Rise { get; }

    /// <summary>The rate of the first step.</summary>
    public T Start { get; }

    /// <summary>The rate of step n − 1 and of all after it.</summary>
    public T End { get; }

    /// <inheritdoc/>
    public override T At(int step)
    {
        Require.AtLeast(0, step, "step k");
        var (k, last) = (T.CreateChecked(step), T.CreateChecked(Steps - 1));
        var r = (Rise * T.CreateChecked(Steps)) - T.One;
        return k <= r
            ? CosineDecay<T>.Between(Start, Peak, k / r)
            : CosineDecay<T>.Between(Peak, End, (k - r) / (last - r));
    }

    /// <summary>"one cycle 0.04 → 1 → 4E-06 over 100 steps", and the rise where it is not 0.3.</summary>
    public override string ToString() =>
        $"one cycle {Start} → {Peak} → {End} over {Steps} steps{(Rise == UsualRise ? "" : $", rise {Rise}")}";
}

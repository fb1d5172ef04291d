using System.Numerics;

namespace DescentLab;

/// <summary>A linear rise over the first n steps to the rate with which another schedule then begins.</summary>
/// <remarks>
/// <code>
/// η(k) = then(0) (k + 1) / (n + 1)     k &lt; n
/// η(k) = then(k − n)                   k ≥ n
/// </code>
/// The rise starts above 0, and step n is the first at the full rate. Source: P. Goyal et al., "Accurate, large minibatch
/// SGD: training ImageNet in 1 hour", 2017, section 2.2 (gradual warm-up).
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Warmup<T> : Schedule<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>A rise and what follows.</summary>
    /// <param name="steps">n, the steps of the rise, at least 1.</param>
    /// <param name="then">The schedule after the rise, which counts its own steps from 0; a number for a constant rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">The steps are below 1.</exception>
    /// <exception cref="ArgumentNullException">The schedule is missing.</exception>
    public Warmup(int steps, Schedule<T> then)
    {
        Steps = steps;
        Then = then;
    }

    /// <summary>n, the steps of the rise.</summary>
    public int Steps { get; init => field = Require.AtLeast(1, value, "steps of the warm-up n"); }

    /// <summary>The schedule after the rise.</summary>
    public Schedule<T> Then { get; init => field = Require.NotNull(value, "schedule after the warm-up"); }

    /// <inheritdoc/>
    public override T At(int step)
    {
        Require.AtLeast(0, step, "step k");
        return step < Steps
            ? Then.At(0) * T.CreateChecked(step + 1) / T.CreateChecked(Steps + 1L)
            : Then.At(step - Steps);
    }

    /// <summary>"warm-up over 5 steps, then cosine 0.1 → 0 over 100 steps".</summary>
    public override string ToString() => $"warm-up over {Steps} steps, then {Then}";
}

using System.Numerics;

namespace DescentLab;

/// <summary>Gradient descent with momentum: a fraction of the last step is kept, and inertia carries the descent on.</summary>
/// <remarks>
/// <code>
/// v ← μ v − η ∇f(x)
/// x ← x + v                                                              (11.5)
/// </code>
/// The velocity v starts at 0. With μ = 0 this is <see cref="GradientDescent{T}"/> to the bit.
/// </remarks>
/// <example><code>Descent.Run(BookFunctions.TwoWells, new Momentum&lt;double&gt;(0.1, mu: 0.8), [0.7, -0.2], 50)</code></example>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial record Momentum<T> : Optimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Momentum with the given rates.</summary>
    /// <param name="learningRate">η, above 0: a number, or a <see cref="Schedule{T}"/> of the step.</param>
    /// <param name="mu">μ, in [0, 1); 0.9 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside its range.</exception>
    public Momentum(Schedule<T> learningRate, T? mu = null) : base(learningRate, "v") => Mu = mu ?? T.CreateChecked(0.9);

    /// <summary>μ, the fraction of the velocity that each step keeps, in [0, 1).</summary>
    public T Mu { get; init => field = Require.Fraction(value, "momentum μ"); }

    /// <inheritdoc/>
    public override string Equation => "v ← μ v − η ∇f(x)\nx ← x + v";

    /// <inheritdoc/>
    protected override void Step(Span<T> x, ReadOnlySpan<T> g, T η, OptimizerState<T> state) =>
        Elementwise.Apply(new Rule(η, Mu), x, g, state);

    internal readonly struct Rule(T η, T μ) : IElementwiseRule<T>
    {
        [MethodImpl(Registers.Inlined)] void IElementwiseRule<T>.Apply<V>(ref V x, V g, ref V v, ref V second)
        {
            v = (μ * v) - (η * g);
            x += v;
        }
    }
}

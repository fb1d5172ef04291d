using System.Numerics;

namespace DescentLab;

/// <summary>RMSprop: each component's step is divided by the root of a running average of its squared gradients.</summary>
/// <remarks>
/// <code>
/// m ← γ m + (1 − γ) [∇f(x)]²
/// v ← −η / (√m + ε) · ∇f(x)
/// x ← x + v                                                              (11.7)
/// </code>
/// m starts at 0. The chapter has no ε, so it is 0 by default, and a component whose squared gradients have all been zero
/// (in <see cref="float"/> those below 4e-23 are: their squares underflow) takes a zero step. Above 1.8e19 they overflow: m is
/// infinite, the component would never move again, and the run ends as diverged. ε sits outside the root, as in PyTorch. Source: Hinton, Coursera lecture 6e (2012).
/// </remarks>
/// <example><code>Descent.Run(BookFunctions.Canyon, new RmsProp&lt;double&gt;(0.02, gamma: 0.9), [-0.5, 2.3], 100)</code></example>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial record RmsProp<T> : Optimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>RMSprop with the given rates.</summary>
    /// <param name="learningRate">η, above 0: a number, or a <see cref="Schedule{T}"/> of the step.</param>
    /// <param name="gamma">γ, in [0, 1); 0.9 by default, as in Hinton's lecture.</param>
    /// <param name="epsilon">ε, 0 or above; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside its range.</exception>
    public RmsProp(Schedule<T> learningRate, T? gamma = null, T? epsilon = null) : base(learningRate, "m") =>
        (Gamma, Epsilon) = (gamma ?? T.CreateChecked(0.9), epsilon ?? T.Zero);

    /// <summary>γ, the decay of the running average, in [0, 1).</summary>
    public T Gamma { get; init => field = Require.Fraction(value, "decay γ"); }

    /// <summary>ε, added to √m, 0 or above.</summary>
    public T Epsilon { get; init => field = Require.NotNegative(value, "ε"); }

    /// <inheritdoc/>
    public override string Equation => "m ← γ m + (1 − γ) [∇f(x)]²\nv ← −η / (√m + ε) · ∇f(x)\nx ← x + v";

    /// <inheritdoc/>
    protected override void Step(Span<T> x, ReadOnlySpan<T> g, T η, OptimizerState<T> state) =>
        Elementwise.Apply(new Rule(η, Gamma, Epsilon), x, g, state);

    private readonly struct Rule(T η, T γ, T ε) : IElementwiseRule<T>
    {
        [MethodImpl(Registers.Inlined)] void IElementwiseRule<T>.Apply<V>(ref V x, V g, ref V m, ref V second)
        {
            m = (γ * m) + ((T.One - γ) * (g * g));
            x -= V.Ratio(η * g, V.Sqrt(m) + ε);
        }
    }
}

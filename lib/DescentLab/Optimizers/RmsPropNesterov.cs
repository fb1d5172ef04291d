using System.Numerics;

namespace DescentLab;

/// <summary>RMSprop with Nesterov momentum: average and velocity both use the gradient at the point ahead.</summary>
/// <remarks>
/// <code>
/// m ← γ m + (1 − γ) [∇f(x + μ v)]²
/// v ← μ v − η / (√m + ε) · ∇f(x + μ v)
/// x ← x + v                                                              (11.8)
/// </code>
/// m and v start at 0. ε is 0 by default and sits outside the root; a component whose squared gradients have all been
/// zero takes a zero step. With μ = 0 this is <see cref="RmsProp{T}"/>.
/// </remarks>
/// <example><code>Descent.Run(BookFunctions.Canyon, new RmsPropNesterov&lt;double&gt;(0.02, mu: 0.8), [-0.5, 2.3], 100)</code></example>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial record RmsPropNesterov<T> : Optimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>RMSprop with Nesterov momentum and the given rates.</summary>
    /// <param name="learningRate">η, above 0: a number, or a <see cref="Schedule{T}"/> of the step.</param>
    /// <param name="gamma">γ, in [0, 1); 0.9 by default.</param>
    /// <param name="mu">μ, in [0, 1); 0.9 by default.</param>
    /// <param name="epsilon">ε, 0 or above; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside its range.</exception>
    public RmsPropNesterov(Schedule<T> learningRate, T? gamma = null, T? mu = null, T? epsilon = null) : base(learningRate, "m", "v") =>
        (Gamma, Mu, Epsilon) = (gamma ?? T.CreateChecked(0.9), mu ?? T.CreateChecked(0.9), epsilon ?? T.Zero);

    /// <summary>γ, the decay of the running average, in [0, 1).</summary>
    public T Gamma { get; init => field = Require.Fraction(value, "decay γ"); }

    /// <summary>μ, the fraction of the velocity that each step keeps, in [0, 1).</summary>
    public T Mu { get; init => field = Require.Fraction(value, "momentum μ"); }

    /// <summary>ε, added to √m, 0 or above.</summary>
    public T Epsilon { get; init => field = Require.NotNegative(value, "ε"); }

    /// <inheritdoc/>
    public override string Equation => "m ← γ m + (1 − γ) [∇f(x + μ v)]²\nv ← μ v − η / (√m + ε) · ∇f(x + μ v)\nx ← x + v";

    /// <inheritdoc/>
    public override ReadOnlySpan<T> LookAhead(ReadOnlySpan<T> x, OptimizerState<T> state, Span<T> memory) =>
        Elementwise.LookAhead(x, Mu, Require.NotNull(state)[1], memory);

    /// <inheritdoc/>
    protected override void Step(Span<T> x, ReadOnlySpan<T> g, T η, OptimizerState<T> state) =>
        Elementwise.Apply(new Rule(η, Gamma, Mu, Epsilon), x, g, state);

    private readonly struct Rule(T η, T γ, T μ, T ε) : IElementwiseRule<T>
    {
        public static int StateVectors => 2;

        [MethodImpl(Registers.Inlined)] void IElementwiseRule<T>.Apply<V>(ref V x, V g, ref V m, ref V v)
        {
            m = (γ * m) + ((T.One - γ) * (g * g));
            v = (μ * v) - V.Ratio(η * g, V.Sqrt(m) + ε);
            x += v;
        }
    }
}

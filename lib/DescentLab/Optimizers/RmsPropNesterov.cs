using System.Numerics;

namespace DescentLab;

/// <summary>RMSprop with Nesterov momentum: both the average and the velocity see the gradient at the point ahead.</summary>
/// <remarks>
/// <code>
/// m ← γ m + (1 − γ) [∇f(x + μ v)]²
/// v ← μ v − η / (√m + ε) · ∇f(x + μ v)
/// x ← x + v                                                              (11.8)
/// </code>
/// m and v start at 0. ε is 0 by default and sits outside the root; a component whose gradients have all been zero takes
/// a zero step. With μ = 0 this is <see cref="RmsProp{T}"/>.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record RmsPropNesterov<T> : IOptimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>RMSprop with Nesterov momentum and the given rates.</summary>
    /// <param name="learningRate">η, above 0: a number, or a <see cref="Schedule{T}"/> of the step.</param>
    /// <param name="gamma">γ, in [0, 1); 0.9 by default.</param>
    /// <param name="mu">μ, in [0, 1); 0.9 by default.</param>
    /// <param name="epsilon">ε, 0 or above; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside its range.</exception>
    public RmsPropNesterov(Schedule<T> learningRate, T? gamma = null, T? mu = null, T? epsilon = null)
    {
        LearningRate = learningRate;
        Gamma = gamma ?? T.CreateChecked(0.9);
        Mu = mu ?? T.CreateChecked(0.9);
        Epsilon = epsilon ?? T.Zero;
    }

    /// <summary>η, the learning rate.</summary>
    public Schedule<T> LearningRate { get; init => field = Require.Given(value, "learning rate η"); }

    /// <summary>γ, the decay of the running average, in [0, 1).</summary>
    public T Gamma { get; init => field = Require.Fraction(value, "decay γ"); }

    /// <summary>μ, the fraction of the velocity that each step keeps, in [0, 1).</summary>
    public T Mu { get; init => field = Require.Fraction(value, "momentum μ"); }

    /// <summary>ε, added to √m, 0 or above.</summary>
    public T Epsilon { get; init => field = Require.NotNegative(value, "ε"); }

    /// <summary>Its name and its hyperparameters.</summary>
    public override string ToString() => $"RmsPropNesterov {{ LearningRate = {LearningRate}, Gamma = {Gamma}, Mu = {Mu}, Epsilon = {Epsilon} }}";

    /// <inheritdoc/>
    IReadOnlyList<string> IOptimizer<T>.StateNames => ["m", "v"];

    /// <summary>x + μ v.</summary>
    /// <inheritdoc/>
    public ReadOnlySpan<T> LookAhead(ReadOnlySpan<T> x, OptimizerState<T> state, Span<T> memory)
    {
        ArgumentNullException.ThrowIfNull(state);
        Elementwise.LookAhead(x, Mu, state[1], memory);
        return memory;
    }

    /// <inheritdoc/>
    public void Update(Span<T> x, ReadOnlySpan<T> gradient, OptimizerState<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var t = state.NextStep();
        Elementwise.Apply(new Rule(LearningRate.At(t - 1), Gamma, Mu, Epsilon), x, gradient, state[0], state[1]);
    }

    private readonly struct Rule(T η, T γ, T μ, T ε) : IElementwiseRule<T>
    {
        public static int StateVectors => 2;

        public void Apply<V>(ref V x, V g, ref V m, ref V v)
            where V : struct, ILane<V, T>
        {
            m = (γ * m) + ((T.One - γ) * (g * g));
            v = (μ * v) - V.Ratio(η * g, V.Sqrt(m) + ε);
            x += v;
        }
    }
}

using System.Numerics;

namespace DescentLab;

/// <summary>RMSprop: each component's step is divided by the root of a running average of its squared gradients.</summary>
/// <remarks>
/// <code>
/// m ← γ m + (1 − γ) [∇f(x)]²
/// v ← −η / (√m + ε) · ∇f(x)
/// x ← x + v                                                              (11.7)
/// </code>
/// m starts at 0. The chapter has no ε, so it is 0 by default, and a component whose gradients have all been zero (0/0 in
/// the equation) takes a zero step. ε sits outside the root, as in PyTorch. Source: Hinton, Coursera lecture 6e (2012).
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record RmsProp<T> : IOptimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>RMSprop with the given rates.</summary>
    /// <param name="learningRate">η, above 0: a number, or a <see cref="Schedule{T}"/> of the step.</param>
    /// <param name="gamma">γ, in [0, 1); 0.9 by default, as in Hinton's lecture.</param>
    /// <param name="epsilon">ε, 0 or above; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside its range.</exception>
    public RmsProp(Schedule<T> learningRate, T? gamma = null, T? epsilon = null)
    {
        LearningRate = learningRate;
        Gamma = gamma ?? T.CreateChecked(0.9);
        Epsilon = epsilon ?? T.Zero;
    }

    /// <summary>η, the learning rate.</summary>
    public Schedule<T> LearningRate { get; init => field = Require.Given(value, "learning rate η"); }

    /// <summary>γ, the decay of the running average, in [0, 1).</summary>
    public T Gamma { get; init => field = Require.Fraction(value, "decay γ"); }

    /// <summary>ε, added to √m, 0 or above.</summary>
    public T Epsilon { get; init => field = Require.NotNegative(value, "ε"); }

    /// <summary>Its name and its hyperparameters.</summary>
    public override string ToString() => $"RmsProp {{ LearningRate = {LearningRate}, Gamma = {Gamma}, Epsilon = {Epsilon} }}";

    /// <inheritdoc/>
    IReadOnlyList<string> IOptimizer<T>.StateNames => ["m"];

    /// <inheritdoc/>
    public void Update(Span<T> x, ReadOnlySpan<T> gradient, OptimizerState<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var t = state.NextStep();
        Elementwise.Apply(new Rule(LearningRate.At(t - 1), Gamma, Epsilon), x, gradient, state[0]);
    }

    private readonly struct Rule(T η, T γ, T ε) : IElementwiseRule<T>
    {
        public static int StateVectors => 1;

        public void Apply<V>(ref V x, V g, ref V m, ref V second)
            where V : struct, ILane<V, T>
        {
            m = (γ * m) + ((T.One - γ) * (g * g));
            x -= V.Ratio(η * g, V.Sqrt(m) + ε);
        }
    }
}

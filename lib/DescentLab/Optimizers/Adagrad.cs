using System.Numerics;

namespace DescentLab;

/// <summary>Adagrad: each component's step is divided by the root of the sum of all its squared gradients so far.</summary>
/// <remarks>
/// <code>
/// s ← s + [∇f(x)]²                    (s = Σ over τ of [∇f(x_τ)]², the current step included)
/// v ← −η / (√s + ε) · ∇f(x)
/// x ← x + v                                                              (11.9)
/// </code>
/// The chapter has no ε, so it is 0 by default, and a component whose gradients have all been zero takes a zero step. ε
/// sits outside the root. Source: Duchi, Hazan and Singer (2011), JMLR 12, section 1.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Adagrad<T> : IOptimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Adagrad with the given rate.</summary>
    /// <param name="learningRate">η, above 0: a number, or a <see cref="Schedule{T}"/> of the step.</param>
    /// <param name="epsilon">ε, 0 or above; 0 by default.</param>
    /// <param name="initialAccumulator">What every component of s starts at, 0 or above; 0 by default (Keras takes 0.1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside its range.</exception>
    public Adagrad(Schedule<T> learningRate, T? epsilon = null, T? initialAccumulator = null)
    {
        LearningRate = learningRate;
        Epsilon = epsilon ?? T.Zero;
        InitialAccumulator = initialAccumulator ?? T.Zero;
    }

    /// <summary>η, the learning rate, global to all components.</summary>
    public Schedule<T> LearningRate { get; init => field = Require.Given(value, "learning rate η"); }

    /// <summary>ε, added to √s, 0 or above.</summary>
    public T Epsilon { get; init => field = Require.NotNegative(value, "ε"); }

    /// <summary>What every component of s starts at, 0 or above.</summary>
    public T InitialAccumulator { get; init => field = Require.NotNegative(value, "initial accumulator"); }

    /// <summary>Its name and its hyperparameters.</summary>
    public override string ToString() => $"Adagrad {{ LearningRate = {LearningRate}, Epsilon = {Epsilon}, InitialAccumulator = {InitialAccumulator} }}";

    /// <inheritdoc/>
    IReadOnlyList<string> IOptimizer<T>.StateNames => ["s"];

    /// <inheritdoc/>
    public OptimizerState<T> Start(int dimension)
    {
        var state = new OptimizerState<T>(dimension, ["s"]);
        state[0].Fill(InitialAccumulator);
        return state;
    }

    /// <inheritdoc/>
    public void Update(Span<T> x, ReadOnlySpan<T> gradient, OptimizerState<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var t = state.NextStep();
        Elementwise.Apply(new Rule(LearningRate.At(t - 1), Epsilon), x, gradient, state[0]);
    }

    private readonly struct Rule(T η, T ε) : IElementwiseRule<T>
    {
        public static int StateVectors => 1;

        public void Apply<V>(ref V x, V g, ref V s, ref V second)
            where V : struct, ILane<V, T>
        {
            s += g * g;
            x -= V.Ratio(η * g, V.Sqrt(s) + ε);
        }
    }
}

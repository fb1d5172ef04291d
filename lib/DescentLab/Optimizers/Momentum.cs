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
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Momentum<T> : IOptimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Momentum with the given rates.</summary>
    /// <param name="learningRate">η, above 0: a number, or a <see cref="Schedule{T}"/> of the step.</param>
    /// <param name="mu">μ, in [0, 1); 0.9 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside its range.</exception>
    public Momentum(Schedule<T> learningRate, T? mu = null)
    {
        LearningRate = learningRate;
        Mu = mu ?? T.CreateChecked(0.9);
    }

    /// <summary>η, the learning rate.</summary>
    public Schedule<T> LearningRate { get; init => field = Require.Given(value, "learning rate η"); }

    /// <summary>μ, the fraction of the velocity that each step keeps, in [0, 1).</summary>
    public T Mu { get; init => field = Require.Fraction(value, "momentum μ"); }

    /// <summary>Its name and its hyperparameters.</summary>
    public override string ToString() => $"Momentum {{ LearningRate = {LearningRate}, Mu = {Mu} }}";

    /// <inheritdoc/>
    IReadOnlyList<string> IOptimizer<T>.StateNames => ["v"];

    /// <inheritdoc/>
    public void Update(Span<T> x, ReadOnlySpan<T> gradient, OptimizerState<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var t = state.NextStep();
        Elementwise.Apply(new Rule(LearningRate.At(t - 1), Mu), x, gradient, state[0]);
    }

    private readonly struct Rule(T η, T μ) : IElementwiseRule<T>
    {
        public static int StateVectors => 1;

        public void Apply<V>(ref V x, V g, ref V v, ref V second)
            where V : struct, ILane<V, T>
        {
            v = (μ * v) - (η * g);
            x += v;
        }
    }
}

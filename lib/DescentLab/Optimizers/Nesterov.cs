using System.Numerics;

namespace DescentLab;

/// <summary>Nesterov momentum: the gradient is taken where the velocity alone would lead, not where the point is.</summary>
/// <remarks>
/// <code>
/// v ← μ v − η ∇f(x + μ v)
/// x ← x + v                                                              (11.6)
/// </code>
/// The velocity v starts at 0, so the first step is that of <see cref="GradientDescent{T}"/>. The look-ahead shifts all
/// components at once; the book's script shifts each partial derivative along its own axis only, which is another rule.
/// PyTorch's <c>SGD(nesterov=True)</c> reports x + μ v of this rule. Source: Sutskever et al. (2013), section 2.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Nesterov<T> : IOptimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Nesterov momentum with the given rates.</summary>
    /// <param name="learningRate">η, above 0: a number, or a <see cref="Schedule{T}"/> of the step.</param>
    /// <param name="mu">μ, in [0, 1); 0.9 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside its range.</exception>
    public Nesterov(Schedule<T> learningRate, T? mu = null)
    {
        LearningRate = learningRate;
        Mu = mu ?? T.CreateChecked(0.9);
    }

    /// <summary>η, the learning rate.</summary>
    public Schedule<T> LearningRate { get; init => field = Require.Given(value, "learning rate η"); }

    /// <summary>μ, the fraction of the velocity that each step keeps, in [0, 1).</summary>
    public T Mu { get; init => field = Require.Fraction(value, "momentum μ"); }

    /// <summary>Its name and its hyperparameters.</summary>
    public override string ToString() => $"Nesterov {{ LearningRate = {LearningRate}, Mu = {Mu} }}";

    /// <inheritdoc/>
    IReadOnlyList<string> IOptimizer<T>.StateNames => ["v"];

    /// <summary>x + μ v.</summary>
    /// <inheritdoc/>
    public ReadOnlySpan<T> LookAhead(ReadOnlySpan<T> x, OptimizerState<T> state, Span<T> memory)
    {
        ArgumentNullException.ThrowIfNull(state);
        Elementwise.LookAhead(x, Mu, state[0], memory);
        return memory;
    }

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

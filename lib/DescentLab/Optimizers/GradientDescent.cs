using System.Numerics;

namespace DescentLab;

/// <summary>Vanilla gradient descent: a step against the gradient, scaled by the learning rate.</summary>
/// <remarks>
/// <code>
/// x ← x − η ∇f(x)                                                        (11.1)
/// </code>
/// It remembers nothing.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record GradientDescent<T> : IOptimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Gradient descent with the given rate.</summary>
    /// <param name="learningRate">η, above 0: a number, or a <see cref="Schedule{T}"/> of the step.</param>
    /// <exception cref="ArgumentOutOfRangeException">η is not a finite number above 0.</exception>
    public GradientDescent(Schedule<T> learningRate) => LearningRate = learningRate;

    /// <summary>η, the learning rate.</summary>
    public Schedule<T> LearningRate { get; init => field = Require.Given(value, "learning rate η"); }

    /// <summary>Its name and its hyperparameters.</summary>
    public override string ToString() => $"GradientDescent {{ LearningRate = {LearningRate} }}";

    /// <inheritdoc/>
    IReadOnlyList<string> IOptimizer<T>.StateNames => [];

    /// <inheritdoc/>
    public void Update(Span<T> x, ReadOnlySpan<T> gradient, OptimizerState<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var t = state.NextStep();
        Elementwise.Apply(new Rule(LearningRate.At(t - 1)), x, gradient);
    }

    private readonly struct Rule(T η) : IElementwiseRule<T>
    {
        public static int StateVectors => 0;

        public void Apply<V>(ref V x, V g, ref V first, ref V second)
            where V : struct, ILane<V, T> =>
            x -= η * g;
    }
}

using System.Numerics;

namespace DescentLab;

/// <summary>Plain gradient descent: a step against the gradient.</summary>
/// <remarks>
/// <code>
/// x ← x − η ∇f(x)                                                        (11.1, 11.3)
/// </code>
/// </remarks>
/// <example><code>Descent.Run(BookFunctions.Parabola, new GradientDescent&lt;double&gt;(0.03), [-0.9], 15)</code></example>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial record GradientDescent<T> : Optimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Gradient descent with the given rate.</summary>
    /// <param name="learningRate">η, above 0: a number, or a <see cref="Schedule{T}"/> of the step.</param>
    public GradientDescent(Schedule<T> learningRate) : base(learningRate)
    {
    }

    /// <inheritdoc/>
    public override string Equation => "x ← x − η ∇f(x)";

    /// <inheritdoc/>
    protected override void Step(Span<T> x, ReadOnlySpan<T> g, T η, OptimizerState<T> state) =>
        Elementwise.Apply(new Rule(η), x, g, state);

    private readonly struct Rule(T η) : IElementwiseRule<T>
    {
        public static int StateVectors => 0;

        [MethodImpl(Registers.Inlined)] void IElementwiseRule<T>.Apply<V>(ref V x, V g, ref V first, ref V second) => x -= η * g;
    }
}

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
/// <example><code>Descent.Run(BookFunctions.TwoWells, new Nesterov&lt;double&gt;(0.1, mu: 0.9), [0.7, -0.2], 50)</code></example>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial record Nesterov<T> : Optimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Nesterov momentum with the given rates.</summary>
    /// <param name="learningRate">η, above 0: a number, or a <see cref="Schedule{T}"/> of the step.</param>
    /// <param name="mu">μ, in [0, 1); 0.9 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside its range.</exception>
    public Nesterov(Schedule<T> learningRate, T? mu = null) : base(learningRate, "v") => Mu = mu ?? T.CreateChecked(0.9);

    /// <summary>μ, the fraction of the velocity that each step keeps, in [0, 1).</summary>
    public T Mu { get; init => field = Require.Fraction(value, "momentum μ"); }

    /// <inheritdoc/>
    public override string Equation => "v ← μ v − η ∇f(x + μ v)\nx ← x + v";

    /// <summary>x + μ v.</summary>
    /// <inheritdoc/>
    public override ReadOnlySpan<T> LookAhead(ReadOnlySpan<T> x, OptimizerState<T> state, Span<T> memory) =>
        Elementwise.LookAhead(x, Mu, Require.NotNull(state)[0], memory);

    /// <summary>The arithmetic of <see cref="Momentum{T}"/>; only the place of the gradient differs.</summary>
    protected override void Step(Span<T> x, ReadOnlySpan<T> g, T η, OptimizerState<T> state) =>
        Elementwise.Apply(new Momentum<T>.Rule(η, Mu), x, g, state);
}

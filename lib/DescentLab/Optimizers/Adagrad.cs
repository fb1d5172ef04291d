using System.Numerics;

namespace DescentLab;

/// <summary>Adagrad: each component's step is divided by the root of the sum of all its squared gradients so far.</summary>
/// <remarks>
/// <code>
/// s ← s + [∇f(x)]²                    (s = Σ over τ of [∇f(x_τ)]², the current step included)
/// v ← −η / (√s + ε) · ∇f(x)
/// x ← x + v                                                              (11.9)
/// </code>
/// The chapter has no ε, so it is 0 by default, and a component whose squared gradients have all been zero takes a zero
/// step. ε sits outside the root. Source: Duchi, Hazan and Singer (2011), JMLR 12, section 1.
/// </remarks>
/// <example><code>Descent.Run(BookFunctions.Canyon, new Adagrad&lt;double&gt;(0.5), [-0.5, 2.3], 100)</code></example>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial record Adagrad<T> : Optimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Adagrad with the given rate.</summary>
    /// <param name="learningRate">η, above 0: a number, or a <see cref="Schedule{T}"/> of the step.</param>
    /// <param name="epsilon">ε, 0 or above; 0 by default.</param>
    /// <param name="initialAccumulator">The initial value of every component of s, 0 or above; 0 by default (Keras takes 0.1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside its range.</exception>
    public Adagrad(Schedule<T> learningRate, T? epsilon = null, T? initialAccumulator = null) : base(learningRate, "s") =>
        (Epsilon, InitialAccumulator) = (epsilon ?? T.Zero, initialAccumulator ?? T.Zero);

    /// <summary>ε, added to √s, 0 or above.</summary>
    public T Epsilon { get; init => field = Require.NotNegative(value, "ε"); }

    /// <summary>The initial value of every component of s, 0 or above.</summary>
    public T InitialAccumulator { get; init => field = Require.NotNegative(value, "initial accumulator"); }

    /// <inheritdoc/>
    public override string Equation => "s ← s + [∇f(x)]²\nv ← −η / (√s + ε) · ∇f(x)\nx ← x + v";

    /// <inheritdoc/>
    public override OptimizerState<T> Start(int dimension)
    {
        var state = base.Start(dimension);
        state[0].Fill(InitialAccumulator);
        return state;
    }

    /// <inheritdoc/>
    protected override void Step(Span<T> x, ReadOnlySpan<T> g, T η, OptimizerState<T> state) =>
        Elementwise.Apply(new Rule(η, Epsilon), x, g, state);

    private readonly struct Rule(T η, T ε) : IElementwiseRule<T>
    {
        [MethodImpl(Registers.Inlined)] void IElementwiseRule<T>.Apply<V>(ref V x, V g, ref V s, ref V second)
        {
            s += g * g;
            x -= V.Ratio(η * g, V.Sqrt(s) + ε);
        }
    }
}

using System.Numerics;

namespace DescentLab;

/// <summary>Adam, "adaptive moment estimation": the bias-corrected mean of the gradients over the root of their mean square.</summary>
/// <remarks>
/// <code>
/// m ← β₁ m + (1 − β₁) ∇f(x)
/// v ← β₂ v + (1 − β₂) [∇f(x)]²
/// m̂ ← m / (1 − β₁ᵗ)
/// v̂ ← v / (1 − β₂ᵗ)
/// x ← x − η / (√v̂ + ε) · m̂                                               (11.10)
/// </code>
/// m and v start at 0 and t at 1: the first step is −η sign(∇f) up to ε, which sits outside the root and after the
/// correction. (The chapter prints b for v in the fourth line and starts t at 0: 0/0.) Source: Kingma and Ba (2015), algorithm 1.
/// </remarks>
/// <example><code>Descent.Run(BookFunctions.Canyon, new Adam&lt;double&gt;(0.1), [-0.5, 2.3], 100)</code></example>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial record Adam<T> : Optimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Adam with the given rates; the defaults are the paper's.</summary>
    /// <param name="learningRate">η, above 0: a number, or a <see cref="Schedule{T}"/> of the step; 0.001 by default.</param>
    /// <param name="beta1">β₁, in [0, 1); 0.9 by default.</param>
    /// <param name="beta2">β₂, in [0, 1); 0.999 by default.</param>
    /// <param name="epsilon">ε, 0 or above; 1e-8 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside its range.</exception>
    public Adam(Schedule<T>? learningRate = null, T? beta1 = null, T? beta2 = null, T? epsilon = null) : base(learningRate ?? T.CreateChecked(0.001), "m", "v") =>
        (Beta1, Beta2, Epsilon) = (beta1 ?? T.CreateChecked(0.9), beta2 ?? T.CreateChecked(0.999), epsilon ?? T.CreateChecked(1e-8));

    /// <summary>β₁, the decay of the first moment, in [0, 1).</summary>
    public T Beta1 { get; init => field = Require.Fraction(value, "decay β1"); }

    /// <summary>β₂, the decay of the second moment, in [0, 1).</summary>
    public T Beta2 { get; init => field = Require.Fraction(value, "decay β2"); }

    /// <summary>ε, added to √v̂, 0 or above.</summary>
    public T Epsilon { get; init => field = Require.NotNegative(value, "ε"); }

    /// <inheritdoc/>
    public override string Equation => "m ← β₁ m + (1 − β₁) ∇f(x)\nv ← β₂ v + (1 − β₂) [∇f(x)]²\nm̂ ← m / (1 − β₁ᵗ)\nv̂ ← v / (1 − β₂ᵗ)\nx ← x − η / (√v̂ + ε) · m̂";

    /// <inheritdoc/>
    protected override void Step(Span<T> x, ReadOnlySpan<T> g, T η, OptimizerState<T> state) =>
        Elementwise.Apply(new Rule(η, Beta1, Beta2, Epsilon, Powers.Complement(Beta1, state.Step), Powers.Complement(Beta2, state.Step)), x, g, state);

    private readonly struct Rule(T η, T β1, T β2, T ε, T correction1, T correction2) : IElementwiseRule<T>
    {
        public static int StateVectors => 2;

        [MethodImpl(Registers.Inlined)] void IElementwiseRule<T>.Apply<V>(ref V x, V g, ref V m, ref V v)
        {
            m = (β1 * m) + ((T.One - β1) * g);
            v = (β2 * v) + ((T.One - β2) * (g * g));
            var mHat = m / correction1;
            var vHat = v / correction2;
            x -= V.Ratio(η * mHat, V.Sqrt(vHat) + ε);
        }
    }
}

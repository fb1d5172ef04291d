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
/// m and v start at 0 and t at 1, so that the first step is −η sign(∇f) up to ε, which sits outside the root and after the
/// correction. (The chapter prints b for v in the fourth line, and starts t at 0, where the correction divides by zero.)
/// Source: Kingma and Ba (2015), algorithm 1.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Adam<T> : IOptimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Adam with the given rates; the defaults are the paper's.</summary>
    /// <param name="learningRate">η, above 0: a number, or a <see cref="Schedule{T}"/> of the step; 0.001 by default.</param>
    /// <param name="beta1">β₁, in [0, 1); 0.9 by default.</param>
    /// <param name="beta2">β₂, in [0, 1); 0.999 by default.</param>
    /// <param name="epsilon">ε, 0 or above; 1e-8 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside its range.</exception>
    public Adam(Schedule<T>? learningRate = null, T? beta1 = null, T? beta2 = null, T? epsilon = null)
    {
        LearningRate = learningRate ?? T.CreateChecked(0.001);
        Beta1 = beta1 ?? T.CreateChecked(0.9);
        Beta2 = beta2 ?? T.CreateChecked(0.999);
        Epsilon = epsilon ?? T.CreateChecked(1e-8);
    }

    /// <summary>η, the learning rate, global to all components.</summary>
    public Schedule<T> LearningRate { get; init => field = Require.Given(value, "learning rate η"); }

    /// <summary>β₁, the decay of the first moment, in [0, 1).</summary>
    public T Beta1 { get; init => field = Require.Fraction(value, "decay β1"); }

    /// <summary>β₂, the decay of the second moment, in [0, 1).</summary>
    public T Beta2 { get; init => field = Require.Fraction(value, "decay β2"); }

    /// <summary>ε, added to √v̂, 0 or above.</summary>
    public T Epsilon { get; init => field = Require.NotNegative(value, "ε"); }

    /// <summary>Its name and its hyperparameters.</summary>
    public override string ToString() => $"Adam {{ LearningRate = {LearningRate}, Beta1 = {Beta1}, Beta2 = {Beta2}, Epsilon = {Epsilon} }}";

    /// <inheritdoc/>
    IReadOnlyList<string> IOptimizer<T>.StateNames => ["m", "v"];

    /// <inheritdoc/>
    public void Update(Span<T> x, ReadOnlySpan<T> gradient, OptimizerState<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var t = state.NextStep();
        var rule = new Rule(LearningRate.At(t - 1), Beta1, Beta2, Epsilon, Correction(Beta1, t), Correction(Beta2, t));
        Elementwise.Apply(rule, x, gradient, state[0], state[1]);
    }

    /// <summary>1 − βᵗ, by multiplications alone (no library's pow), so that every machine gets the same digits.</summary>
    private static T Correction(T β, int t)
    {
        var (power, square) = (1.0, double.CreateChecked(β));
        for (; t > 0; t >>= 1, square *= square)
        {
            power *= (t & 1) == 1 ? square : 1;
        }

        return T.CreateChecked(1 - power);
    }

    private readonly struct Rule(T η, T β1, T β2, T ε, T correction1, T correction2) : IElementwiseRule<T>
    {
        public static int StateVectors => 2;

        public void Apply<V>(ref V x, V g, ref V m, ref V v)
            where V : struct, ILane<V, T>
        {
            m = (β1 * m) + ((T.One - β1) * g);
            v = (β2 * v) + ((T.One - β2) * (g * g));
            var mHat = m / correction1;
            var vHat = v / correction2;
            x -= V.Ratio(η * mHat, V.Sqrt(vHat) + ε);
        }
    }
}

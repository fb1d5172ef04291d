using System.Numerics;

namespace DescentLab;

/// <summary>Adadelta: Adagrad with a fading memory, and a running average of its own steps in place of η.</summary>
/// <remarks>
/// <code>
/// E[g²]  ← γ E[g²] + (1 − γ) g²                  with g = ∇f(x)
/// Δx     ← −√(E[Δx²] + ε) / √(E[g²] + ε) · g
/// E[Δx²] ← γ E[Δx²] + (1 − γ) Δx²
/// x      ← x + η Δx
/// </code>
/// Both averages start at 0; ε sits inside the roots and starts the motion. η = 1 is the paper's algorithm 1; PyTorch
/// has the same factor. The paper writes ρ for γ. Source: Zeiler (2012), arXiv:1212.5701.
/// </remarks>
/// <example><code>Descent.Run(BookFunctions.Canyon, new Adadelta&lt;double&gt;(gamma: 0.9, epsilon: 1e-4), [-0.5, 2.3], 100)</code></example>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial record Adadelta<T> : Optimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Adadelta with the given decay.</summary>
    /// <param name="gamma">γ, in [0, 1); 0.95 by default, as in the paper.</param>
    /// <param name="epsilon">ε, above 0; 1e-6 by default, as in the paper.</param>
    /// <param name="learningRate">η, a factor on every step; 1 by default, the paper's rule.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside its range.</exception>
    public Adadelta(T? gamma = null, T? epsilon = null, Schedule<T>? learningRate = null) : base(learningRate ?? T.One, "E[g²]", "E[Δx²]") =>
        (Gamma, Epsilon) = (gamma ?? T.CreateChecked(0.95), epsilon ?? T.CreateChecked(1e-6));

    /// <summary>γ, the decay of both averages, in [0, 1).</summary>
    public T Gamma { get; init => field = Require.Fraction(value, "decay γ"); }

    /// <summary>ε, inside both roots, above 0: without it all steps would be zero.</summary>
    public T Epsilon { get; init => field = Require.Positive(value, "ε"); }

    /// <inheritdoc/>
    public override string Equation => "E[g²] ← γ E[g²] + (1 − γ) g²\nΔx ← −√(E[Δx²] + ε) / √(E[g²] + ε) · g\nE[Δx²] ← γ E[Δx²] + (1 − γ) Δx²\nx ← x + η Δx";

    /// <inheritdoc/>
    protected override void Step(Span<T> x, ReadOnlySpan<T> g, T η, OptimizerState<T> state) =>
        Elementwise.Apply(new Rule(η, Gamma, Epsilon), x, g, state);

    private readonly struct Rule(T η, T γ, T ε) : IElementwiseRule<T>
    {
        public static int StateVectors => 2;

        [MethodImpl(Registers.Inlined)] void IElementwiseRule<T>.Apply<V>(ref V x, V g, ref V meanG2, ref V meanΔx2)
        {
            meanG2 = (γ * meanG2) + ((T.One - γ) * (g * g));
            var Δx = -(V.Sqrt(meanΔx2 + ε) / V.Sqrt(meanG2 + ε)) * g;
            meanΔx2 = (γ * meanΔx2) + ((T.One - γ) * (Δx * Δx));
            x += η * Δx;
        }
    }
}

namespace DescentLab;

/// <summary>A function with a noisy gradient, like that of a minibatch.</summary>
/// <remarks>
/// <code>
/// g(x) = ∇f(x) + σ n,   n ~ N(0, 1) in every component, drawn again for every step
/// </code>
/// The value stays that of f. Between two steps the noise stays the same, so that a rule that looks ahead uses one sample.
/// Every descent starts with the same noise, determined by the seed.
/// </remarks>
[TypeFormatterSource]
public sealed class NoisyGradient : IObjective<double>
{
    private readonly IObjective<double> f;
    private readonly double σ;
    private readonly long seed;
    private readonly double[] noise;
    private RandomSource random;

    /// <summary>Creates the objective from a function, the noise and a seed.</summary>
    /// <param name="f">The function.</param>
    /// <param name="sigma">σ, the standard deviation of each component's noise, finite, 0 or above.</param>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">σ is negative or not finite.</exception>
    public NoisyGradient(IObjective<double> f, double sigma, long seed)
    {
        this.f = Require.NotNull(f, "function f");
        σ = Require.NotNegative(sigma, "noise σ");
        this.seed = seed;
        random = new(seed);
        noise = new double[f.Dimension];
        DrawNoise();
    }

    /// <inheritdoc/>
    public int Dimension => f.Dimension;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x) => f.Value(x);

    /// <inheritdoc/>
    public void Gradient(ReadOnlySpan<double> x, Span<double> gradient)
    {
        f.Gradient(x, gradient);
        for (var i = 0; i < noise.Length; i++)
        {
            gradient[i] += σ * noise[i];
        }
    }

    /// <summary>Draws the noise of the next step.</summary>
    public void NextSample()
    {
        f.NextSample();
        DrawNoise();
    }

    /// <summary>Returns to the noise before the first step.</summary>
    public void Restart()
    {
        f.Restart();
        random = new(seed);
        DrawNoise();
    }

    /// <summary>"two wells, gradient noise σ = 0.1".</summary>
    public override string ToString() => $"{f}, gradient noise σ = {σ}";

    private void DrawNoise()
    {
        foreach (ref var n in noise.AsSpan())
        {
            n = random.Normal();
        }
    }
}

using System.Numerics;

namespace DescentLab;

/// <summary>The initialisation of weights and biases.</summary>
[TypeFormatterSource]
public abstract record Initialiser
{
    /// <summary>The chapter's start: weights and biases uniform in [−0.5, 0.5).</summary>
    public static Initialiser Book { get; } = new BookStart();

    /// <summary>Weights uniform within ±√(6 / (fan-in + fan-out)), biases 0: keeps the variance of signals and gradients through sigmoid and tanh layers.</summary>
    /// <remarks>Source: X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010.</remarks>
    public static Initialiser Glorot { get; } = new GlorotStart();

    /// <summary>Weights normal with deviation √(2 / fan-in), biases 0: made for ReLU layers.</summary>
    /// <remarks>Source: K. He et al., Delving deep into rectifiers, 2015.</remarks>
    public static Initialiser He { get; } = new HeStart();

    /// <summary>Overwrites the parameters of a layer.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="weights">The weights, fan-in × fan-out, row-major.</param>
    /// <param name="biases">The biases.</param>
    /// <param name="fanIn">The number of inputs of one output.</param>
    /// <param name="fanOut">The number of outputs of one input.</param>
    /// <param name="random">The source of random numbers.</param>
    public abstract void Fill<T>(Span<T> weights, Span<T> biases, int fanIn, int fanOut, RandomSource random)
        where T : struct, IFloatingPointIeee754<T>;

    private static void Uniform<T>(Span<T> values, double limit, RandomSource random)
        where T : struct, IFloatingPointIeee754<T>
    {
        foreach (ref var value in values)
        {
            value = T.CreateChecked(random.Uniform(-limit, limit));
        }
    }

    private sealed record BookStart : Initialiser
    {
        public override void Fill<T>(Span<T> weights, Span<T> biases, int fanIn, int fanOut, RandomSource random)
        {
            Uniform(weights, 0.5, random);
            Uniform(biases, 0.5, random);
        }

        public override string ToString() => "U(−0.5, 0.5)";
    }

    private sealed record GlorotStart : Initialiser
    {
        public override void Fill<T>(Span<T> weights, Span<T> biases, int fanIn, int fanOut, RandomSource random)
        {
            Uniform(weights, Math.Sqrt(6.0 / (fanIn + fanOut)), random);
            biases.Clear();
        }

        public override string ToString() => "Glorot";
    }

    private sealed record HeStart : Initialiser
    {
        public override void Fill<T>(Span<T> weights, Span<T> biases, int fanIn, int fanOut, RandomSource random)
        {
            var deviation = Math.Sqrt(2.0 / fanIn);
            foreach (ref var weight in weights)
            {
                weight = T.CreateChecked(random.Normal(0, deviation));
            }

            biases.Clear();
        }

        public override string ToString() => "He";
    }
}

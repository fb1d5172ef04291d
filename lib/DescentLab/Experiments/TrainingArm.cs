namespace DescentLab;

/// <summary>One side of an experiment: a network and how it descends.</summary>
/// <param name="Name">What charts and rows call it: "momentum". Without comma, quote or line break.</param>
/// <param name="LearningRate">η, above 0.</param>
/// <param name="Momentum">μ, in [0, 1); with 0 the plain gradient descent.</param>
public sealed record TrainingArm(string Name, double LearningRate, double Momentum)
{
    /// <summary>The name.</summary>
    public string Name { get; init => field = Checked(value); } = Checked(Name);

    /// <summary>The network; the chapter's by default: 196 inputs, then 100, 50 and 10 sigmoid units.</summary>
    public Network<float> Network { get; init; } = new Network<float>(14 * 14)
        .FullyConnected(100).Sigmoid()
        .FullyConnected(50).Sigmoid()
        .FullyConnected(10).Sigmoid();

    /// <summary>Every setting in one line. The initialisers show in the mean size of the parameters at the start.</summary>
    public override string ToString()
    {
        var layers = string.Join(", ", Network.Layers.Select(layer => layer.Parameters > 0 ? $"{layer.Name} {layer.Output}" : layer.Name));
        var start = Network.Initialise(seed: 1).Select(θ => (double)Math.Abs(θ)).DefaultIfEmpty().Average();
        return $"{Name} (η {LearningRate}, μ {Momentum}; {layers}; {Network.Loss.GetType().Name.Split('`')[0]}; mean |θ| {start:F3} at the start)";
    }

    internal IOptimizer<float> Optimizer => Momentum == 0
        ? new GradientDescent<float>((float)LearningRate)
        : new Momentum<float>((float)LearningRate, (float)Momentum);

    private static string Checked(string name) =>
        !string.IsNullOrWhiteSpace(name) && name.AsSpan().IndexOfAny("#,\"\r\n") < 0
            ? name
            : throw new ArgumentException($"The arm's name is '{name}': give it one without #, comma, quote and line break.", nameof(name));
}

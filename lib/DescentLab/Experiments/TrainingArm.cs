namespace DescentLab;

/// <summary>One side of an experiment: a network and how it descends.</summary>
/// <param name="Name">The name in charts and rows: "momentum". Without comma, quote or line break.</param>
/// <param name="Optimizer">The rule for each step.</param>
[TypeFormatterSource]
public sealed record TrainingArm(string Name, IOptimizer<float> Optimizer)
{
    /// <summary>An arm of the chapter's experiments.</summary>
    /// <param name="name">The name in charts and rows: "momentum". Without comma, quote or line break.</param>
    /// <param name="learningRate">η, above 0.</param>
    /// <param name="momentum">μ, in [0, 1); with 0 the plain gradient descent.</param>
    public TrainingArm(string name, double learningRate, double momentum)
        : this(name, momentum == 0 ? new GradientDescent<float>((float)learningRate) : new Momentum<float>((float)learningRate, (float)momentum))
    {
    }

    /// <summary>The name.</summary>
    public string Name { get; init => field = Checked(value); } = Checked(Name);

    /// <summary>The rule for each step.</summary>
    public IOptimizer<float> Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); }
        = Optimizer ?? throw new ArgumentNullException(nameof(Optimizer));

    /// <summary>η of the first step; NaN where the optimizer has no single one.</summary>
    public double LearningRate => Optimizer.LearningRate?.At(0) ?? double.NaN;

    /// <summary>μ; 0 where the optimizer has no momentum.</summary>
    public double Momentum => Optimizer switch
    {
        Momentum<float> momentum => momentum.Mu,
        Nesterov<float> nesterov => nesterov.Mu,
        RmsPropNesterov<float> nesterov => nesterov.Mu,
        _ => 0,
    };

    /// <summary>The network; the chapter's by default: 196 inputs, then 100, 50 and 10 sigmoid units.</summary>
    public Network<float> Network { get; init; } = Book;

    /// <summary>Samples in a minibatch, 1 or more; null for the experiment's.</summary>
    public int? BatchSize { get; init => field = AtLeastOne(value, nameof(BatchSize)); }

    /// <summary>The number of steps of each training, 1 or more; null for the experiment's.</summary>
    public int? Minibatches { get; init => field = AtLeastOne(value, nameof(Minibatches)); }

    /// <summary>The seed of the initial weights of every training; null, the default, for the training's own seed.</summary>
    public long? InitialSeed { get; init; }

    /// <summary>Every setting in one line.</summary>
    public override string ToString()
    {
        var layers = string.Join(", ", Network.Layers.Select(layer => layer.Parameters > 0 ? $"{layer.Name} {layer.Output}{Start(layer)}" : layer.Name));
        var steps = (Minibatches is null ? "" : $"{Minibatches} minibatches; ") + (BatchSize is null ? "" : $"minibatches of {BatchSize}; ");
        var start = InitialSeed is null ? "" : $"; initial weights of seed {InitialSeed}";
        return Csv.OneLine($"{Name} ({Rule}; {steps}{layers}; {Network.Loss.GetType().Name.Split('`')[0]}{start})");

        static string Start(ILayer<float> layer) => layer.Initialiser is { } initialiser ? $" from {initialiser}" : "";
    }

    /// <summary>The optimizer in a few words without a comma: a field of a row.</summary>
    internal string Rule => Csv.OneLine($"{Optimizer}".Replace(',', ';'));

    private static Network<float> Book { get; } = new Network<float>(14 * 14)
        .FullyConnected(100).Sigmoid()
        .FullyConnected(50).Sigmoid()
        .FullyConnected(10).Sigmoid();

    private static int? AtLeastOne(int? value, string name) =>
        value is null or >= 1 ? value : throw Require.Refused(value, $"{name} must be 1 or more, or null for the experiment's.", name);

    private static string Checked(string name) =>
        Csv.RequireName(name, "arm's name").AsSpan().IndexOfAny("#,\"") < 0
            ? name
            : throw new ArgumentException($"The arm's name is '{name}': give it one without #, comma, quote and line break.", nameof(name));
}

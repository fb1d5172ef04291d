namespace DescentLab;

/// <summary>The chapter's experiments, with its settings. Change any: <c>Experiments.Momentum with { Repeats = 5 }</c>.</summary>
public static class Experiments
{
    private const int Images = 16_384;
    private const int Minibatch = 128;
    private const int Epochs = 12;

    /// <summary>Does momentum help? 22 trainings without (η = 1) and 22 with (η = 0.2, μ = 0.9), 40,000 minibatches each.</summary>
    public static Experiment Momentum { get; } = new("momentum")
    {
        Arms = [new("no momentum", 1, 0), new("momentum", 0.2, 0.9)],
        Repeats = 22,
        Minibatches = 40_000,
    };

    /// <summary>
    /// Is it the momentum, or only the longer stride? 22 trainings without momentum at η = 2, the η / (1 − μ) of
    /// <see cref="Momentum"/>, over the same minibatches.
    /// </summary>
    public static Experiment Stride { get; } = Momentum with { Name = "stride", Arms = [new("long strides", 2, 0)] };

    /// <summary>How are trainings distributed? 100 trainings with momentum, 10,000 minibatches each.</summary>
    public static Experiment Repeat { get; } = new("repeat")
    {
        Arms = [new("momentum", 0.2, 0.9)],
        Repeats = 100,
        Minibatches = 10_000,
    };

    /// <summary>
    /// Does the left tail of <see cref="Repeat"/> come from the start? The same 100 trainings, over the same minibatches, from
    /// Glorot's initialisation; and 100 with ReLU in the hidden layers, from He's initialisation, at η = 0.05 (at 0.2 they diverge).
    /// </summary>
    public static Experiment Initialisation { get; } = Repeat with
    {
        Name = "initialisation",
        Arms =
        [
            new("Glorot", 0.2, 0.9)
            {
                Network = new Network<float>(14 * 14)
                    .FullyConnected(100, Initialiser.Glorot).Sigmoid()
                    .FullyConnected(50, Initialiser.Glorot).Sigmoid()
                    .FullyConnected(10, Initialiser.Glorot).Sigmoid(),
            },
            new("ReLU", 0.05, 0.9)
            {
                Network = new Network<float>(14 * 14)
                    .FullyConnected(100, Initialiser.He).ReLU()
                    .FullyConnected(50, Initialiser.He).ReLU()
                    .FullyConnected(10, Initialiser.Glorot).Sigmoid(),
            },
        ],
    };

    /// <summary>
    /// A small convolutional network for 28×28 images: two convolutions of 3×3 with 16 and 32 filters, each with ReLU and
    /// 2×2 pooling, then 64 and 10 units with softmax; 56,714 parameters. The chapter does not say which one it used.
    /// </summary>
    public static Network<float> SmallCnn { get; } = new Network<float>(new Shape(28, 28, 1))
        .Conv2D(16).ReLU().MaxPool2D()
        .Conv2D(32).ReLU().MaxPool2D()
        .Flatten().FullyConnected(64, Initialiser.Glorot).ReLU()
        .FullyConnected(10, Initialiser.Glorot).Softmax();

    /// <summary>
    /// Which optimizer wins? SGD, RMSprop, Adagrad and Adam train <see cref="SmallCnn"/> five times each: 16,384 random
    /// training samples, 12 epochs in minibatches of 128. The chapter does not name its rates: these are the rates that
    /// Keras proposed for many years, but for SGD, whose 0.01 is far too small here. The data is Fashion-MNIST; for the
    /// chapter's MNIST, see <see cref="OptimizersOn"/>.
    /// </summary>
    public static Experiment Optimizers { get; } = new("optimizers")
    {
        Arms =
        [
            new("SGD", new GradientDescent<float>(0.1f)) { Network = SmallCnn },
            new("RMSprop", new RmsProp<float>(0.001f)) { Network = SmallCnn },
            new("Adagrad", new Adagrad<float>(0.01f)) { Network = SmallCnn },
            new("Adam", new Adam<float>(0.001f)) { Network = SmallCnn },
        ],
        Repeats = 5,
        BatchSize = Minibatch,
        Minibatches = Epochs * Images / Minibatch,
        Sampling = Sampling.ShuffledEpochs,
        Data = DataSource.FashionMnist().TrainOn(Images, seed: 1),
    };

    /// <summary>
    /// Every optimizer of the library at its own tuned rate, on the network and data of <see cref="Optimizers"/>, of whose
    /// training samples a quarter validates. Eight rates of each are tried on 16,384 images, the best three on four times as
    /// many, and the best trains five times as in <see cref="Optimizers"/>. Everything else has the library's defaults.
    /// </summary>
    public static HyperparameterSearch Rates { get; } = new("rates")
    {
        Spaces =
        [
            Rate("SGD", [0.005f, 0.01f, 0.02f, 0.05f, 0.1f, 0.2f, 0.5f, 1f], η => new GradientDescent<float>(η)),
            Rate("momentum", [0.0005f, 0.001f, 0.002f, 0.005f, 0.01f, 0.02f, 0.05f, 0.1f], η => new Momentum<float>(η)),
            Rate("Nesterov", [0.0005f, 0.001f, 0.002f, 0.005f, 0.01f, 0.02f, 0.05f, 0.1f], η => new Nesterov<float>(η)),
            Rate("RMSprop", [5e-5f, 1e-4f, 2e-4f, 5e-4f, 1e-3f, 2e-3f, 5e-3f, 1e-2f], η => new RmsProp<float>(η)),
            Rate("RMSprop-Nesterov", [5e-6f, 1e-5f, 2e-5f, 5e-5f, 1e-4f, 2e-4f, 5e-4f, 1e-3f], η => new RmsPropNesterov<float>(η)),
            Rate("Adagrad", [1e-3f, 2e-3f, 5e-3f, 1e-2f, 2e-2f, 5e-2f, 0.1f, 0.2f], η => new Adagrad<float>(η)),
            Rate("Adadelta", [0.05f, 0.1f, 0.2f, 0.5f, 1f, 2f, 5f, 10f], η => new Adadelta<float>(learningRate: η)),
            Rate("Adam", [5e-5f, 1e-4f, 2e-4f, 5e-4f, 1e-3f, 2e-3f, 5e-3f, 1e-2f], η => new Adam<float>(η)),
        ],
        Rungs = [new(8, Images), new(3, 4 * Images)],
        Sampling = Sampling.ShuffledEpochs,
        Data = DataSource.FashionMnist().TrainOn(Images, seed: 1).HoldOut(Images / 4, seed: 1),
        Test = Optimizers,
    };

    /// <summary>
    /// Does momentum still win when both sides may choose their settings? 64 random candidates without and 64 with
    /// momentum (η from 0.01 to 10, μ from 0.5 to 0.99, minibatches of 16 to 256) see 160,000 images each, the best 16 of
    /// them 640,000, the best 4 as many as the chapter's trainings, three times; then the best of each side trains 22 times.
    /// </summary>
    public static HyperparameterSearch Search { get; } = new("search")
    {
        Spaces =
        [
            SearchSpace.Random("no momentum", random => new("candidate", LearningRate(random), 0) { BatchSize = BatchSize(random) }),
            SearchSpace.Random("momentum", random => new("candidate", LearningRate(random), 1 - random.LogUniform(0.01, 0.5)) { BatchSize = BatchSize(random) }),
        ],
        Rungs = [new(64, 160_000), new(16, 640_000), new(4, 2_560_000, Repeats: 3)],
        Test = Momentum,
    };

    /// <summary><see cref="Search"/> without halving, for as many images in all: 20 random candidates of each side train in full, once.</summary>
    public static HyperparameterSearch RandomSearch { get; } = Search with { Name = "random-search", Seed = 2, Rungs = [new(20, 2_560_000)] };

    /// <summary><see cref="Optimizers"/> on other data.</summary>
    /// <param name="data">28×28 grey images in ten classes, such as <see cref="DataSource.Mnist"/>, of which 16,384 are chosen.</param>
    public static Experiment OptimizersOn(DataSource data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Optimizers with { Data = data.TrainOn(Images, seed: 1) };
    }

    private static SearchSpace Rate(string name, IReadOnlyList<float> rates, Func<float, IOptimizer<float>> optimizer) =>
        SearchSpace.Grid(name, rates.Select(η => new TrainingArm(name, optimizer(η)) { Network = SmallCnn }));

    private static double LearningRate(RandomSource random) => random.LogUniform(0.01, 10);

    private static int BatchSize(RandomSource random) => 16 << random.Next(5);
}

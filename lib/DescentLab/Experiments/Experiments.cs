namespace DescentLab;

/// <summary>The chapter's experiments, with its settings. Change any: <c>Experiments.Momentum with { Repeats = 5 }</c>.</summary>
public static class Experiments
{
    /// <summary>Does momentum help? 22 trainings without (η = 1) and 22 with (η = 0.2, μ = 0.9), 40,000 minibatches each.</summary>
    public static Experiment Momentum { get; } = new("momentum")
    {
        Arms = [new("no momentum", 1, 0), new("momentum", 0.2, 0.9)],
        Repeats = 22,
        Minibatches = 40_000,
    };

    /// <summary>How are trainings distributed? 100 trainings with momentum, 10,000 minibatches each.</summary>
    public static Experiment Repeat { get; } = new("repeat")
    {
        Arms = [new("momentum", 0.2, 0.9)],
        Repeats = 100,
        Minibatches = 10_000,
    };

    /// <summary>
    /// Does the left tail of <see cref="Repeat"/> come from the start? The same 100 trainings, over the same minibatches, from
    /// Glorot's first weights; and 100 with ReLU in the hidden layers, from He's, at η = 0.05 (at 0.2 they break).
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
}

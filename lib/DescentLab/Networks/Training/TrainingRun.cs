using System.Numerics;

namespace DescentLab;

/// <summary>The mean loss of some steps of a training.</summary>
/// <param name="Step">The last of these steps, counted from 1.</param>
/// <param name="Samples">The number of samples seen so far, including repetitions.</param>
/// <param name="Seconds">The duration of the steps since the training was started or resumed, without evaluations.</param>
/// <param name="Loss">The mean minibatch loss of the steps since the last record.</param>
[TypeFormatterSource]
public readonly record struct LossPoint(int Step, long Samples, double Seconds, double Loss)
{
    /// <summary>"step 400, loss 0.0312".</summary>
    public override string ToString() => $"step {Step}, loss {Loss:F4}";
}

/// <summary>The scores of a network on the test data during a training.</summary>
/// <param name="Step">After how many steps.</param>
/// <param name="Samples">The number of samples seen so far, including repetitions.</param>
/// <param name="Seconds">The duration of the steps since the training was started or resumed, without evaluations.</param>
/// <param name="Confusion">The confusion matrix.</param>
[TypeFormatterSource]
public sealed record Evaluation(int Step, long Samples, double Seconds, ConfusionMatrix Confusion)
{
    /// <summary>"step 400: accuracy 0.8125, MCC 0.7931".</summary>
    public override string ToString() => $"step {Step}: accuracy {Confusion.Accuracy:F4}, MCC {Confusion.Mcc:F4}";
}

/// <summary>A finished training: its settings, its course, and the scores of the network on the test data.</summary>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
[TypeFormatterSource]
public sealed partial class TrainingRun<T>
    where T : struct, IFloatingPointIeee754<T>
{
    internal TrainingRun(
        Network<T> network,
        IOptimizer<T> optimizer,
        TrainingSettings settings,
        T[] parameters,
        int steps,
        TimeSpan elapsed,
        IReadOnlyList<LossPoint> losses,
        IReadOnlyList<Evaluation> evaluations,
        ConfusionMatrix confusion,
        StopReason reason,
        string outcome)
    {
        Network = network;
        Optimizer = optimizer;
        Settings = settings;
        Parameters = parameters;
        Steps = steps;
        Elapsed = elapsed;
        Losses = losses;
        Evaluations = evaluations;
        Confusion = confusion;
        Reason = reason;
        Outcome = outcome;
    }

    /// <summary>The network that was trained.</summary>
    public Network<T> Network { get; }

    /// <summary>The optimizer that trained it.</summary>
    public IOptimizer<T> Optimizer { get; }

    /// <summary>The settings.</summary>
    public TrainingSettings Settings { get; }

    /// <summary>The seed: the same seed gives the same numbers.</summary>
    public long Seed => Settings.Seed;

    /// <summary>θ at the end: <c>run.Network.Classify(run.Parameters, images)</c>.</summary>
    public T[] Parameters { get; }

    /// <summary>The number of steps taken.</summary>
    public int Steps { get; }

    /// <summary>The duration of the steps since the training was started or resumed, without evaluations.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The recorded losses.</summary>
    public IReadOnlyList<LossPoint> Losses { get; }

    /// <summary>The evaluations on the way; empty unless <see cref="TrainingSettings.EvaluateEvery"/> is set.</summary>
    public IReadOnlyList<Evaluation> Evaluations { get; }

    /// <summary>The confusion matrix on the test data at the end.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>The share of the test data that was classified correctly.</summary>
    public double Accuracy => Confusion.Accuracy;

    /// <summary>The Matthews correlation coefficient on the test data.</summary>
    public double Mcc => Confusion.Mcc;

    /// <summary>The reason why the training ended.</summary>
    public StopReason Reason { get; }

    /// <summary>The reason why the training ended, as a sentence.</summary>
    public string Outcome { get; }

    /// <summary>The recorded losses as a line of a chart.</summary>
    /// <param name="name">The name in the legend.</param>
    /// <param name="against">The x values of the losses: <c>p => p.Seconds</c>; the steps by default.</param>
    public Series LossCurve(string name, Func<LossPoint, double>? against = null) =>
        new(name, [.. Losses.Select(point => point.Loss)], [.. Losses.Select(against ?? (point => point.Step))]);

    /// <summary>The outcome and the scores, without a time: the same on every machine.</summary>
    public override string ToString() => $"seed {Seed}: {Outcome} Test accuracy {Accuracy:F4}, MCC {Mcc:F4}.";
}

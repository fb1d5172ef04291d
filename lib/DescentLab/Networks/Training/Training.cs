using System.Diagnostics;
using System.Numerics;

namespace DescentLab;

/// <summary>The progress of a training.</summary>
/// <param name="Step">The number of finished steps.</param>
/// <param name="Steps">The total number.</param>
/// <param name="Loss">The loss of the last minibatch.</param>
[TypeFormatterSource]
public readonly record struct TrainingProgress(int Step, int Steps, double Loss)
{
    /// <summary>"step 4000 of 40000, loss 0.0312".</summary>
    public override string ToString() => $"step {Step} of {Steps}, loss {Loss:F4}";
}

/// <summary>A training in progress: a <see cref="Descent{T}"/> on the loss of minibatches.</summary>
/// <remarks>
/// For one line, see <see cref="Training"/>. One training runs on one thread; several can run in parallel.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
[TypeFormatterSource]
public sealed class Training<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private const int Reports = 10;

    // A training without end, that its reader will cancel, must not reserve memory for all of it.
    private const int MostReserved = 100_000;

    private static readonly TimeSpan InterruptionInterval = TimeSpan.FromMilliseconds(5);

    private readonly Dataset<T> data;
    private readonly MinibatchLoss<T> loss;
    private readonly Descent<T> descent;
    private readonly List<LossPoint> losses = [];
    private readonly List<Evaluation> evaluations = [];
    private readonly Stopwatch clock = new();
    private double lossSum;
    private long samples;

    /// <summary>Creates a training before its first step, with a θ from the network's initialisers and the (initial) seed.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The data to train and to test on.</param>
    /// <param name="optimizer">The rule for each step.</param>
    /// <param name="settings">The settings; the chapter's by default.</param>
    /// <exception cref="ArgumentException">The data does not fit the network, or the batch size the data.</exception>
    public Training(Network<T> network, Dataset<T> data, IOptimizer<T> optimizer, TrainingSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(optimizer);
        this.data = data;
        Settings = settings ?? new();
        network.CheckFits(data.Test);
        loss = new(network, data.Train, Settings.BatchSize, Settings.Sampling, Settings.Seed);
        descent = new(loss, optimizer, network.Initialise(Settings.InitialSeed ?? Settings.Seed));
        Steps = Settings.Steps(data.Train.Count);
        losses.Capacity = Settings.LossEvery == 0 ? 0 : Math.Min(Steps / Settings.LossEvery, MostReserved);
    }

    private Training(Network<T> network, Dataset<T> data, IOptimizer<T> optimizer, TrainingSettings? settings, string path)
        : this(network, data, optimizer, settings)
    {
        var θ = descent.X.ToArray();
        var state = descent.State;
        var saved = Checkpoint.Load(path, Description, this.data.Train.Count, θ, state);
        if (saved.Step > Steps)
        {
            throw new ArgumentException($"The checkpoint '{path}' has already taken {saved.Step} steps, but the settings have {Steps}. Set {saved.Step} or more.", nameof(settings));
        }

        descent = new(loss, optimizer, θ, state);
        loss.SamplerState = (saved.Sampling, saved.Position);
        loss.DropoutState = saved.Dropout;
        (Step, samples, lossSum) = ((int)saved.Step, saved.Samples, saved.LossSum);
    }

    /// <summary>The settings.</summary>
    public TrainingSettings Settings { get; }

    /// <summary>The total number of steps.</summary>
    public int Steps { get; }

    /// <summary>The number of finished steps.</summary>
    public int Step { get; private set; }

    /// <summary>The current θ.</summary>
    public ReadOnlySpan<T> Parameters => descent.X;

    /// <summary>The loss of the last minibatch; NaN before the first step after the start or a resume.</summary>
    public double Loss { get; private set; } = double.NaN;

    /// <summary>The optimizer's state.</summary>
    public OptimizerState<T> State => descent.State;

    /// <summary>Continues a training from a checkpoint, with the same bits as without the interruption.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="network">The same network as before.</param>
    /// <param name="data">The same data as before.</param>
    /// <param name="optimizer">The same optimizer as before.</param>
    /// <param name="settings">The same settings as before, except the number of minibatches, which may grow, and the evaluations.</param>
    /// <exception cref="InvalidDataException">The file is damaged, not a checkpoint, or of another training; the message says which, and what differs.</exception>
    /// <exception cref="ArgumentException">The checkpoint has taken more steps than the settings allow.</exception>
    public static Training<T> Resume(string path, Network<T> network, Dataset<T> data, IOptimizer<T> optimizer, TrainingSettings? settings = null) =>
        new(network, data, optimizer, settings, path);

    private string Description => Checkpoint.Describe(loss.Network, data, descent.Optimizer, Settings);

    /// <summary>Saves θ, the optimizer's state and the random state. The losses recorded so far are not saved.</summary>
    /// <param name="path">The file; replaced completely if it exists.</param>
    public void Save(string path) =>
        Checkpoint.Save(
            path,
            Description,
            new(Step, samples, lossSum, loss.SamplerState.Random, loss.SamplerState.Position, loss.DropoutState),
            descent.X,
            descent.State);

    /// <summary>Takes one step.</summary>
    public void TakeStep()
    {
        clock.Start();
        descent.Step();
        clock.Stop();
        Step++;
        samples += loss.BatchSize;
        Loss = loss.LastLoss;
        lossSum += Loss;
        if (Settings.LossEvery > 0 && Step % Settings.LossEvery == 0)
        {
            losses.Add(new(Step, samples, clock.Elapsed.TotalSeconds, lossSum / Settings.LossEvery));
            lossSum = 0;
        }
    }

    /// <summary>Takes the remaining steps, and tests the network.</summary>
    /// <param name="progress">Called about ten times with the progress.</param>
    /// <param name="cancellationToken">Stops the training early; the result says so.</param>
    /// <returns>The result, also of a training that diverged or was cancelled.</returns>
    public TrainingRun<T> Run(Action<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Run(progress, cancellationToken, CancellationToken.None);

    /// <summary>Runs the training, but without a result if it is abandoned: testing the network would delay the stop.</summary>
    /// <exception cref="OperationCanceledException">The training was abandoned.</exception>
    internal TrainingRun<T> Run(Action<TrainingProgress>? progress, CancellationToken cancellationToken, CancellationToken abandoned)
    {
        var lastInterruption = clock.Elapsed;
        while (Step < Steps)
        {
            if (clock.Elapsed - lastInterruption > InterruptionInterval)
            {
                Interruption.Point();
                lastInterruption = clock.Elapsed;
            }

            abandoned.ThrowIfCancellationRequested();
            if (cancellationToken.IsCancellationRequested)
            {
                return End(StopReason.Cancelled, $"Cancelled after {Step} of {Steps} steps.");
            }

            TakeStep();
            if (!double.IsFinite(Loss))
            {
                return End(StopReason.Diverged, $"Diverged at step {Step}: the loss is {Loss}. Take a smaller learning rate.");
            }

            if (Settings.EvaluateEvery > 0 && Step % Settings.EvaluateEvery == 0)
            {
                evaluations.Add(new(Step, samples, clock.Elapsed.TotalSeconds, loss.Network.Evaluate(descent.X, data.Test)));
            }

            if (progress is not null && Step % Math.Max(1, Steps / Reports) == 0)
            {
                progress(new(Step, Steps, Loss));
            }
        }

        return Points.FirstNotFinite(descent.X) is >= 0 and var i
            ? End(StopReason.Diverged, $"Diverged at step {Step}: parameter {i} is {descent.X[i]}. Take a smaller learning rate.")
            : State.NotFinite() is { } what
            ? End(StopReason.Diverged, $"Diverged by step {Step}: {what} in the optimizer's state. Take a smaller learning rate, or scale the data.")
            : End(StopReason.StepsDone, $"Took {Steps} steps.");
    }

    private TrainingRun<T> End(StopReason reason, string outcome) =>
        new(loss.Network, descent.Optimizer, Settings, descent.X.ToArray(), Step, clock.Elapsed, [.. losses], [.. evaluations], loss.Network.Evaluate(descent.X, data.Test), reason, outcome);
}

/// <summary>Runs trainings in one call.</summary>
public static class Training
{
    /// <summary>Trains a network and tests it.</summary>
    /// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="data">The data to train and to test on.</param>
    /// <param name="optimizer">The rule for each step.</param>
    /// <param name="settings">The settings; the chapter's by default.</param>
    /// <param name="progress">Called about ten times with the progress.</param>
    /// <param name="cancellationToken">Stops the training early; the result says so.</param>
    /// <exception cref="ArgumentException">The data does not fit the network, or the batch size the data.</exception>
    public static TrainingRun<T> Run<T>(
        Network<T> network,
        Dataset<T> data,
        IOptimizer<T> optimizer,
        TrainingSettings? settings = null,
        Action<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : struct, IFloatingPointIeee754<T> =>
        new Training<T>(network, data, optimizer, settings).Run(progress, cancellationToken);

    /// <summary>Trains a network of another number type than the data's: <c>FashionMnist.Load(14)</c> is in float.</summary>
    /// <inheritdoc cref="Run{T}(Network{T}, Dataset{T}, IOptimizer{T}, TrainingSettings?, Action{TrainingProgress}?, CancellationToken)"/>
    public static TrainingRun<T> Run<T>(
        Network<T> network,
        Dataset<float> data,
        IOptimizer<T> optimizer,
        TrainingSettings? settings = null,
        Action<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : struct, IFloatingPointIeee754<T> =>
        new Training<T>(network, data, optimizer, settings).Run(progress, cancellationToken);

    /// <summary>Repeats the training of a network of another number type than the data's: <c>FashionMnist.Load(14)</c> is in float.</summary>
    /// <inheritdoc cref="Repeat{T}(int, Network{T}, Dataset{T}, IOptimizer{T}, TrainingSettings?, Action{TrainingRun{T}}?, CancellationToken)"/>
    public static IReadOnlyList<TrainingRun<T>> Repeat<T>(
        int times,
        Network<T> network,
        Dataset<float> data,
        IOptimizer<T> optimizer,
        TrainingSettings? settings = null,
        Action<TrainingRun<T>>? finished = null,
        CancellationToken cancellationToken = default)
        where T : struct, IFloatingPointIeee754<T>
    {
        Dataset<T> converted = data;
        return Repeat(times, network, converted, optimizer, settings, finished, cancellationToken);
    }

    /// <summary>Repeats a training with different seeds, as many at a time as there are cores. The results do not depend on how many.</summary>
    /// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="times">The number of trainings, 1 or more.</param>
    /// <param name="network">The network.</param>
    /// <param name="data">The data to train and to test on.</param>
    /// <param name="optimizer">The rule for each step.</param>
    /// <param name="settings">How to train; the seeds are Seed, Seed + 1, ….</param>
    /// <param name="finished">Called with every training that ended, one at a time.</param>
    /// <param name="cancellationToken">Stops the trainings early; those that have not started are left out.</param>
    /// <returns>The results, in the order of their seeds.</returns>
    /// <exception cref="ArgumentException">The data does not fit the network, or the batch size the data.</exception>
    public static IReadOnlyList<TrainingRun<T>> Repeat<T>(
        int times,
        Network<T> network,
        Dataset<T> data,
        IOptimizer<T> optimizer,
        TrainingSettings? settings = null,
        Action<TrainingRun<T>>? finished = null,
        CancellationToken cancellationToken = default)
        where T : struct, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        var first = settings ?? new();
        var runs = new TrainingRun<T>?[times];
        TrainingPool.Run(
            times,
            (k, stopped) => cancellationToken.IsCancellationRequested
                ? null
                : new Training<T>(network, data, optimizer, first with { Seed = first.Seed + k }).Run(null, cancellationToken, stopped),
            (k, run) =>
            {
                runs[k] = run;
                finished?.Invoke(run);
            },
            CancellationToken.None);
        return [.. runs.OfType<TrainingRun<T>>()];
    }
}

namespace DescentLab;

/// <summary>The settings of a training: everything but the network, the data and the optimizer. The defaults are the chapter's.</summary>
[TypeFormatterSource]
public sealed record TrainingSettings
{
    private const double Rounding = 1e-9;

    /// <summary>The number of minibatches, 1 or more; 40,000 by default. Each is one step.</summary>
    public int Minibatches { get; init => field = AtLeast(1, value, nameof(Minibatches)); } = 40_000;

    /// <summary>The number of passes through the data, instead of <see cref="Minibatches"/>: 12 epochs, or 0.5.</summary>
    public double? Epochs
    {
        get;
        init => field = value is null or (> 0 and <= 1_000_000)
            ? value
            : throw Require.Refused(value, "Epochs must be above 0 and at most 1000000, or null to count minibatches.", nameof(Epochs));
    }

    /// <summary>The number of samples in a minibatch, 1 or more; 64 by default.</summary>
    public int BatchSize { get; init => field = AtLeast(1, value, nameof(BatchSize)); } = 64;

    /// <summary>How the samples of a minibatch are chosen; random draws by default, as in the book.</summary>
    public Sampling Sampling { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = Sampling.RandomDraws;

    /// <summary>The seed of all random numbers: initial weights, minibatches, dropout. 1 by default.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The seed of the initial weights, instead of <see cref="Seed"/>; null, the default, for the same seed.</summary>
    /// <remarks>From the same start over other minibatches: <c>settings with { InitialSeed = 5, Seed = 1001 }</c>.</remarks>
    public long? InitialSeed { get; init; }

    /// <summary>After how many steps the mean loss of those steps is recorded; 100 by default, 0 for never.</summary>
    public int LossEvery { get; init => field = AtLeast(0, value, nameof(LossEvery)); } = 100;

    /// <summary>After how many steps the test data is classified on the way; 0, never, by default. It always is at the end.</summary>
    public int EvaluateEvery { get; init => field = AtLeast(0, value, nameof(EvaluateEvery)); }

    /// <summary>The number of steps for data of that many samples; part of a step at the end counts as one.</summary>
    /// <param name="samples">The number of training samples.</param>
    public int Steps(int samples)
    {
        AtLeast(1, samples, nameof(samples));
        var perStep = Sampling == Sampling.FullBatch ? samples : Sampling == Sampling.Online ? 1 : BatchSize;
        if (Epochs is not { } epochs)
        {
            return Minibatches;
        }

        var exact = epochs * ((samples - 1L + perStep) / perStep);

        // 1.1 epochs of 100 minibatches are 110, although 1.1 · 100 in binary is a little more.
        var nearest = Math.Round(exact);
        var steps = Math.Abs(exact - nearest) <= Rounding * exact ? nearest : Math.Ceiling(exact);
        return steps <= int.MaxValue
            ? (int)steps
            : throw Require.Refused(epochs, $"{epochs} epochs of {samples} samples are {steps} steps, more than {int.MaxValue}. Take fewer epochs or larger minibatches.", nameof(Epochs));
    }

    /// <summary>Every setting with its value, the same in every culture.</summary>
    public override string ToString() =>
        $"TrainingSettings {{ Minibatches = {Minibatches}, Epochs = {Epochs}, BatchSize = {BatchSize}, Sampling = {Sampling}, Seed = {Seed}, InitialSeed = {InitialSeed}, LossEvery = {LossEvery}, EvaluateEvery = {EvaluateEvery} }}";

    private static int AtLeast(int least, int value, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be {least} or more.");
}

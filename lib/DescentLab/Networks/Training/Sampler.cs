namespace DescentLab;

/// <summary>Draws minibatches for a <see cref="Sampling"/>. Its state is the random state and the position in the epoch.</summary>
internal abstract class Sampler(int batchSize)
{
    /// <summary>The number of samples in the largest minibatch.</summary>
    public int BatchSize => batchSize;

    /// <summary>The samples of the next minibatch; valid until the next call.</summary>
    public abstract ReadOnlySpan<int> Next();

    /// <summary>The state that determines every later minibatch.</summary>
    public abstract (RandomState Random, int Position) State { get; set; }

    private protected static int Checked(int batchSize, int samples) =>
        batchSize >= 1 && batchSize <= samples
            ? batchSize
            : throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"There are {samples} samples. A minibatch has 1 to {samples} of them.");

    private protected static int[] Identity(int samples)
    {
        var order = new int[samples];
        for (var i = 0; i < samples; i++)
        {
            order[i] = i;
        }

        return order;
    }
}

/// <summary>Draws without replacement within a minibatch, in time proportional to the minibatch.</summary>
internal sealed class RandomDrawSampler(int samples, int batchSize, RandomSource random) : Sampler(Checked(batchSize, samples))
{
    private readonly int[] order = Identity(samples);
    private readonly int[] drawn = new int[batchSize];

    public override (RandomState Random, int Position) State
    {
        get => (random.State, 0);
        set => random.State = value.Random;
    }

    /// <summary>Chooses, then undoes it: between draws the order is the identity.</summary>
    public override ReadOnlySpan<int> Next()
    {
        random.Choose<int>(order, drawn.Length);
        order.AsSpan(0, drawn.Length).CopyTo(drawn);

        // Every place that a choice touched is one of the first, or that of a chosen sample.
        for (var i = 0; i < drawn.Length; i++)
        {
            order[drawn[i]] = drawn[i];
            order[i] = i;
        }

        return drawn;
    }
}

/// <summary>Visits all samples in a random order, then in another.</summary>
internal sealed class ShuffledSampler : Sampler
{
    private readonly RandomSource random;
    private readonly int[] order;
    private RandomState beforeShuffle;
    private int position;

    public ShuffledSampler(int samples, int batchSize, RandomSource random)
        : base(Checked(batchSize, samples))
    {
        this.random = random;
        order = new int[samples];
        Shuffle();
    }

    public override (RandomState Random, int Position) State
    {
        get => (beforeShuffle, position);
        set
        {
            random.State = value.Random;
            Shuffle();
            position = (uint)value.Position <= (uint)order.Length
                ? value.Position
                : throw new ArgumentOutOfRangeException(nameof(value), value.Position, $"An epoch has {order.Length} samples.");
        }
    }

    public override ReadOnlySpan<int> Next()
    {
        if (position == order.Length)
        {
            Shuffle();
        }

        var batch = order.AsSpan(position, Math.Min(BatchSize, order.Length - position));
        position += batch.Length;
        return batch;
    }

    /// <summary>Always starts from the identity, so that the random state alone determines the order.</summary>
    private void Shuffle()
    {
        beforeShuffle = random.State;
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        random.Shuffle<int>(order);
        position = 0;
    }
}

/// <summary>All samples, every time.</summary>
internal sealed class FullBatchSampler(int samples, RandomSource random) : Sampler(samples)
{
    private readonly int[] all = Identity(samples);

    public override (RandomState Random, int Position) State
    {
        get => (random.State, 0);
        set => random.State = value.Random;
    }

    public override ReadOnlySpan<int> Next() => all;
}

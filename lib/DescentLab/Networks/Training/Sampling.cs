namespace DescentLab;

/// <summary>The way to choose the samples of the next minibatch.</summary>
[TypeFormatterSource]
public abstract record Sampling
{
    /// <summary>The book's way: each minibatch is a random draw from all samples, none twice within a minibatch.</summary>
    public static Sampling RandomDraws { get; } = new RandomDrawSampling();

    /// <summary>Goes through all samples in random order, with a new shuffle for every epoch. The last minibatch of an epoch may be smaller.</summary>
    public static Sampling ShuffledEpochs { get; } = new ShuffledSampling();

    /// <summary>All samples at every step: the plain gradient descent.</summary>
    public static Sampling FullBatch { get; } = new FullBatchSampling();

    /// <summary>One random sample at every step, whatever the batch size is.</summary>
    public static Sampling Online { get; } = new OnlineSampling();

    internal abstract Sampler Start(int samples, int batchSize, RandomSource random);

    private sealed record RandomDrawSampling : Sampling
    {
        internal override Sampler Start(int samples, int batchSize, RandomSource random) => new RandomDrawSampler(samples, batchSize, random);

        public override string ToString() => "random draws";
    }

    private sealed record ShuffledSampling : Sampling
    {
        internal override Sampler Start(int samples, int batchSize, RandomSource random) => new ShuffledSampler(samples, batchSize, random);

        public override string ToString() => "shuffled epochs";
    }

    private sealed record FullBatchSampling : Sampling
    {
        internal override Sampler Start(int samples, int batchSize, RandomSource random) => new FullBatchSampler(samples, random);

        public override string ToString() => "full batch";
    }

    private sealed record OnlineSampling : Sampling
    {
        internal override Sampler Start(int samples, int batchSize, RandomSource random) => new RandomDrawSampler(samples, 1, random);

        public override string ToString() => "online";
    }
}

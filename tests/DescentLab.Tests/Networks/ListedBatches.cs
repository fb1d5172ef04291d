namespace DescentLab.Tests.Networks;

/// <summary>Repeats the minibatches that a reference lists.</summary>
internal sealed record ListedBatches(int[][] Batches) : Sampling
{
    internal override Sampler Start(int samples, int batchSize, RandomSource random) => new Listed(Batches);

    private sealed class Listed(int[][] batches) : Sampler(batches.Max(batch => batch.Length))
    {
        private int next;

        public override (RandomState Random, int Position) State
        {
            get => (default, next);
            set => next = value.Position;
        }

        public override ReadOnlySpan<int> Next() => batches[next++ % batches.Length];
    }
}

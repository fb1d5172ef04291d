namespace DescentLab;

/// <summary>The result of a <see cref="HyperparameterSearch"/>.</summary>
/// <param name="Search">The search.</param>
/// <param name="Logs">The log of every stage, in order; the last is the test's.</param>
[TypeFormatterSource]
public sealed record SearchResult(HyperparameterSearch Search, IReadOnlyList<RunLog> Logs)
{
    /// <summary>The logs of the rungs.</summary>
    public IReadOnlyList<RunLog> Rungs => [.. Logs.SkipLast(1)];

    /// <summary>The comparison of the sides at their best, on data that has not influenced any decision.</summary>
    public RunLog Test => Logs[^1];

    /// <summary>The best candidate of a space, by the last rung.</summary>
    /// <param name="space">The space's name.</param>
    public TrainingArm Best(string space) => Search.Best(space, Rungs[^1]);

    /// <summary>The best candidate of each space, and the test.</summary>
    public override string ToString() => string.Concat(
        Search.Spaces.Select(space => Best(space.Name)).Select(best => $"{best.Name}: {best.Optimizer}{(best.BatchSize is { } size ? $", minibatches of {size}" : "")}\n")) + Test;
}

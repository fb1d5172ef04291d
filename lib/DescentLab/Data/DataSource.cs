namespace DescentLab;

/// <summary>Data with a name, loaded only when an experiment needs it.</summary>
/// <remarks>
/// <code>
/// Experiments.Optimizers with { Data = DataSource.Mnist().TrainOn(16_384, seed: 1) }
/// </code>
/// Run logs identify data by its <see cref="Name"/>: give different data different names. <see cref="Of"/> does it for you.
/// </remarks>
/// <param name="Name">The name in run logs: "Fashion-MNIST 14×14". One line of text.</param>
/// <param name="Load">Loads it.</param>
[TypeFormatterSource]
public sealed record DataSource(string Name, Func<Dataset<float>> Load)
{
    /// <summary>The name in run logs.</summary>
    public string Name { get; init => field = Csv.RequireName(value, "data's name"); } = Csv.RequireName(Name, "data's name");

    /// <summary>Loads it.</summary>
    public Func<Dataset<float>> Load { get; init => field = Require.NotNull(value); } = Require.NotNull(Load);

    /// <summary><see cref="DescentLab.FashionMnist"/>, which is part of this project.</summary>
    /// <param name="size">28, or 14 as in the chapter.</param>
    public static DataSource FashionMnist(int size = 28) => new($"Fashion-MNIST {size}×{size}", () => DescentLab.FashionMnist.Load(size));

    /// <summary><see cref="DescentLab.Mnist"/>, whose files must be downloaded first.</summary>
    /// <param name="size">28, or 14.</param>
    public static DataSource Mnist(int size = 28) => new($"MNIST {size}×{size}", () => DescentLab.Mnist.Load(size));

    /// <summary>Data in memory, named by its sizes and its content.</summary>
    /// <param name="data">The data.</param>
    public static DataSource Of(Dataset<float> data) =>
        new($"{Require.NotNull(data)}; {data.Train.Fingerprint}, {data.Test.Fingerprint}", () => data);

    /// <inheritdoc cref="Dataset{T}.TrainOn"/>
    public DataSource TrainOn(int count, long seed) =>
        new($"{Name}, {count} random training samples (seed {seed})", () => Load().TrainOn(count, seed));

    /// <inheritdoc cref="Dataset{T}.HoldOut"/>
    public DataSource HoldOut(int count, long seed) =>
        new($"{Name}, tested on {count} random training samples that are held out (seed {seed})", () => Load().HoldOut(count, seed));

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

using Xunit;

namespace DescentLab.Tests.Networks;

public sealed class CheckpointTests : IDisposable
{
    private static readonly Lazy<Dataset<float>> Images = new(() =>
    {
        var all = FashionMnist.Load(14);
        return new(all.Train.Take(200), all.Test.Take(50));
    });

    private static readonly Network<float> Network =
        new Network<float>(196).FullyConnected(20).Tanh().Dropout(0.2).FullyConnected(10).Sigmoid();

    private readonly string folder = Directory.CreateTempSubdirectory("checkpoint").FullName;

    private string File => Path.Combine(folder, "training.ckpt");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string, string> Kinds()
    {
        TheoryData<string, string> kinds = [];
        foreach (var optimizer in new[] { "GradientDescent", "Momentum", "Adam", "PerLayer" })
        {
            foreach (var sampling in new[] { "draws", "epochs", "full" })
            {
                kinds.Add(optimizer, sampling);
            }
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Resume_AfterSave_EqualsTheUninterruptedTrainingToTheBit(string name, string sampling)
    {
        IOptimizer<float> optimizer = name switch
        {
            "GradientDescent" => new GradientDescent<float>(0.5f),
            "Momentum" => new Momentum<float>(0.1f, 0.9f),
            "Adam" => new Adam<float>(0.01f),
            _ => Network.PerLayer(new Nesterov<float>(0.1f, 0.9f), new Adam<float>(0.01f)),
        };
        var settings = new TrainingSettings
        {
            Minibatches = 50,
            BatchSize = 32,
            LossEvery = 4,
            Sampling = sampling == "draws" ? Sampling.RandomDraws : sampling == "epochs" ? Sampling.ShuffledEpochs : Sampling.FullBatch,
        };
        var whole = Training.Run(Network, Images.Value, optimizer, settings);

        var first = new Training<float>(Network, Images.Value, optimizer, settings);
        for (var k = 0; k < 23; k++)
        {
            first.TakeStep();
        }

        first.Save(File);
        var second = Training<float>.Resume(File, Network, Images.Value, optimizer, settings);
        Assert.Equal(23, second.Step);
        var resumed = second.Run();
        Assert.Equal(whole.Parameters, resumed.Parameters);
        Assert.Equal(whole.Losses.Where(point => point.Step > 23).Select(point => (point.Step, point.Samples, point.Loss)), resumed.Losses.Select(point => (point.Step, point.Samples, point.Loss)));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void Resume_AnyByteChanged_IsRefused()
    {
        var training = Small();
        training.Save(File);
        byte[] good = System.IO.File.ReadAllBytes(File);
        for (var at = 0; at < good.Length; at += at < 150 ? 1 : 997)
        {
            byte[] bad = [.. good];
            bad[at] ^= 0x10;
            System.IO.File.WriteAllBytes(File, bad);
            var e = Assert.Throws<InvalidDataException>(() => Resume(new Momentum<float>(0.1f)));
            Assert.Contains(File, e.Message, StringComparison.Ordinal);
        }

        for (var length = 0; length < good.Length; length += 1 + (good.Length / 50))
        {
            System.IO.File.WriteAllBytes(File, good[..length]);
            Assert.Throws<InvalidDataException>(() => Resume(new Momentum<float>(0.1f)));
        }
    }

    [Fact]
    public void Resume_OtherNetworkTypeOrOptimizer_IsRefused()
    {
        Small().Save(File);
        Assert.Contains("θ", Assert.Throws<InvalidDataException>(() => Training<float>.Resume(File, new Network<float>(196).FullyConnected(10), Images.Value, new Momentum<float>(0.1f))).Message, StringComparison.Ordinal);
        Assert.Contains("optimizer", Assert.Throws<InvalidDataException>(() => Resume(new Adam<float>())).Message, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, "not a checkpoint at all");
        Assert.Contains("no checkpoint", Assert.Throws<InvalidDataException>(() => Resume(new Momentum<float>(0.1f))).Message, StringComparison.Ordinal);
    }

    private static Training<float> Small()
    {
        var training = new Training<float>(Network, Images.Value, new Momentum<float>(0.1f), new() { Minibatches = 10 });
        training.TakeStep();
        return training;
    }

    private Training<float> Resume(IOptimizer<float> optimizer) => Training<float>.Resume(File, Network, Images.Value, optimizer, new() { Minibatches = 10 });
}

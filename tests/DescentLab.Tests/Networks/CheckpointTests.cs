using System.Security.Cryptography;
using System.Text;
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

    private readonly string folder = Directory.CreateTempSubdirectory("descentlab-checkpoint-").FullName;

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
    public void Save_ToALink_WritesItsTargetAndKeepsItsMode()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes, and links are a privilege.");
            return;
        }

        System.IO.File.WriteAllText(File, "old");
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var link = Path.Combine(folder, "link.ckpt");
        System.IO.File.CreateSymbolicLink(link, "training.ckpt");
        Small().Save(link);

        Assert.Equal("training.ckpt", new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Resume(new Momentum<float>(0.1f));
    }

    [Fact]
    public void Resume_AnyByteChanged_IsRefused()
    {
        var training = Small();
        training.Save(File);
        byte[] good = System.IO.File.ReadAllBytes(File);
        for (var at = 0; at < good.Length; at += at < 1200 ? 1 : 997)
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

    [Theory]
    [InlineData("step", 0, 0xFF)]
    [InlineData("samples", 8, 0xFF)]
    [InlineData("state of the sampling", 24, 0x00)]
    [InlineData("position", 56, 0xFF)]
    [InlineData("position beyond the data", 56, 0x01)]
    [InlineData("state of the dropout", 60, 0x00)]
    [InlineData("the optimizer's step", -1, 0xFF)]
    public void Resume_ValuesThatNoTrainingHas_AreRefusedEvenWithTheRightChecksum(string what, int at, byte value)
    {
        var training = Small();
        training.Save(File);
        byte[] bad = System.IO.File.ReadAllBytes(File);
        var content = bad.AsSpan(0, bad.Length - SHA256.HashSizeInBytes);
        var header = 16 + BitConverter.ToInt32(bad, 12);
        var start = at >= 0 ? header + at : header + 96 + (sizeof(float) * training.Parameters.Length);
        content.Slice(start, what.StartsWith("state", StringComparison.Ordinal) ? 32 : what.EndsWith("step", StringComparison.Ordinal) || what == "samples" ? 8 : 4).Fill(value);
        SHA256.HashData(content).CopyTo(bad, content.Length);
        System.IO.File.WriteAllBytes(File, bad);
        var e = Assert.Throws<InvalidDataException>(() => Resume(new Momentum<float>(0.1f)));
        Assert.Contains(File, e.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Differences() => new()
    {
        { "optimizer", "Momentum { LearningRate = 0.1, Mu = 0.9 }", "Momentum { LearningRate = 0.1, Mu = 0.8 }" },
        { "other optimizer", "Momentum", "Adam" },
        { "schedule", "learning rates", "0.2" },
        { "batch size", "batch size: 64", "batch size: 32" },
        { "sampling", "random draws", "shuffled epochs" },
        { "seed", "seed: 1", "seed: 2" },
        { "first weights", "seed of the first weights: 1", "seed of the first weights: 7" },
        { "loss interval", "loss recorded every: 100", "loss recorded every: 10" },
        { "loss", "SquaredError", "SoftmaxCrossEntropy" },
        { "activation", "layer 2: Tanh 20", "layer 2: ReLU 20" },
        { "layers", "FullyConnected 20", "FullyConnected 21" },
        { "dropout", "Dropout 0.2", "Dropout 0.3" },
        { "data", "200 samples", "199 samples" },
        { "other samples", "training data", "SHA-256" },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void Resume_AnyOtherTraining_IsRefusedNamingWhatDiffers(string difference, string saved, string given)
    {
        Small().Save(File);
        var (network, data, optimizer, settings) = (Network, Images.Value, (IOptimizer<float>)new Momentum<float>(0.1f), new TrainingSettings { Minibatches = 10 });
        switch (difference)
        {
            case "optimizer": optimizer = new Momentum<float>(0.1f, 0.8f); break;
            case "other optimizer": optimizer = new Adam<float>(0.1f); break;
            case "schedule": optimizer = new Momentum<float>(new Doubling(0.1f)); break;
            case "batch size": settings = settings with { BatchSize = 32 }; break;
            case "sampling": settings = settings with { Sampling = Sampling.ShuffledEpochs }; break;
            case "seed": settings = settings with { Seed = 2 }; break;
            case "first weights": settings = settings with { InitialSeed = 7 }; break;
            case "loss interval": settings = settings with { LossEvery = 10 }; break;
            case "loss": network = network.Softmax(); break;
            case "activation": network = new Network<float>(196).FullyConnected(20).ReLU().Dropout(0.2).FullyConnected(10).Sigmoid(); break;
            case "layers": network = new Network<float>(196).FullyConnected(21).Tanh().Dropout(0.2).FullyConnected(10).Sigmoid(); break;
            case "dropout": network = new Network<float>(196).FullyConnected(20).Tanh().Dropout(0.3).FullyConnected(10).Sigmoid(); break;
            case "data": data = data with { Train = data.Train.Take(199) }; break;
            default: data = data with { Train = data.Train.Choose(200, seed: 1) }; break;
        }

        var e = Assert.Throws<InvalidDataException>(() => Training<float>.Resume(File, network, data, optimizer, settings));
        Assert.Contains(saved, e.Message, StringComparison.Ordinal);
        Assert.Contains(given, e.Message, StringComparison.Ordinal);
        Assert.Equal(1, Training<float>.Resume(File, Network, Images.Value, new Momentum<float>(0.1f), new() { Minibatches = 10, EvaluateEvery = 5 }).Step);
    }

    [Fact]
    public void Resume_OtherScheduleInARange_IsRefused_ButNotAFileOfBeforeRangesHadTheirRates()
    {
        PerRange<float> Of(Schedule<float> second) => Network.PerLayer(new Adam<float>(0.01f), new Momentum<float>(second));
        Training<float> Again(Schedule<float> second) => Training<float>.Resume(File, Network, Images.Value, Of(second), new() { Minibatches = 10 });
        new Training<float>(Network, Images.Value, Of(0.1f), new() { Minibatches = 10 }).Save(File);
        Assert.Equal(0, Again(0.1f).Step);
        Assert.Contains("range 1, learning rates of steps 0, 1,", Assert.Throws<InvalidDataException>(() => Again(new Doubling(0.1f))).Message, StringComparison.Ordinal);

        byte[] file = System.IO.File.ReadAllBytes(File);
        var length = BitConverter.ToInt32(file, 12);
        var before = string.Join('\n', Encoding.UTF8.GetString(file, 16, length).Split('\n').Where(line => !line.StartsWith("range ", StringComparison.Ordinal)));
        byte[] content = [.. file[..12], .. BitConverter.GetBytes(Encoding.UTF8.GetByteCount(before)), .. Encoding.UTF8.GetBytes(before), .. file[(16 + length)..^SHA256.HashSizeInBytes]];
        System.IO.File.WriteAllBytes(File, [.. content, .. SHA256.HashData(content)]);
        Assert.True(content.Length < file.Length - SHA256.HashSizeInBytes);
        Assert.Equal(0, Again(0.1f).Step);
        Assert.Contains("the checkpoint: optimizer", Assert.Throws<InvalidDataException>(() => Again(0.2f)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_ScheduleOfTheTrainingsOwnSteps_CanBeResumed()
    {
        var optimizer = new Momentum<float>(new Listed([0.1f, 0.2f]));
        Training<float> training = new(Network, Images.Value, optimizer, new() { Minibatches = 2 });
        training.TakeStep();
        training.Save(File);
        var resumed = Training<float>.Resume(File, Network, Images.Value, optimizer, new() { Minibatches = 2 });
        training.TakeStep();
        resumed.TakeStep();
        Assert.Equal(training.Parameters, resumed.Parameters);
        var e = Assert.Throws<InvalidDataException>(() => Resume(new Momentum<float>(new Listed([0.1f, 0.3f]))));
        Assert.Contains(": 0.1, 0.3, none, none", e.Message, StringComparison.Ordinal);
        Assert.Contains("none", optimizer.LearningRate.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_OtherNumberType_IsRefused()
    {
        Small().Save(File);
        var network = new Network<double>(196).FullyConnected(20).Tanh().Dropout(0.2).FullyConnected(10).Sigmoid();
        var e = Assert.Throws<InvalidDataException>(() => Training<double>.Resume(File, network, Images.Value, new Momentum<double>(0.1), new() { Minibatches = 10 }));
        Assert.Contains("numbers: Single", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_NoCheckpoint_IsRefused()
    {
        System.IO.File.WriteAllText(File, "not a checkpoint at all");
        Assert.Contains("not a checkpoint", Assert.Throws<InvalidDataException>(() => Resume(new Momentum<float>(0.1f))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_FinishedTraining_ForFewerSteps_SaysSo_AndForMoreContinues()
    {
        var training = Small();
        training.Run();
        training.Save(File);
        TrainingRun<float> Again(int steps) => Training<float>.Resume(File, Network, Images.Value, new Momentum<float>(0.1f), new() { Minibatches = steps }).Run();
        var e = Assert.Throws<ArgumentException>(() => Again(9));
        Assert.Contains("already taken 10 steps, but the settings have 9", e.Message, StringComparison.Ordinal);
        Assert.Equal(10, Again(10).Steps);
        Assert.Equal(Training.Run(Network, Images.Value, new Momentum<float>(0.1f), new() { Minibatches = 25 }).Parameters, Again(25).Parameters);
    }

    private static Training<float> Small()
    {
        var training = new Training<float>(Network, Images.Value, new Momentum<float>(0.1f), new() { Minibatches = 10 });
        training.TakeStep();
        return training;
    }

    private Training<float> Resume(IOptimizer<float> optimizer) => Training<float>.Resume(File, Network, Images.Value, optimizer, new() { Minibatches = 10 });

    /// <summary>A schedule without its own ToString: only its rates distinguish it from another.</summary>
    private sealed record Doubling(float Rate) : Schedule<float>
    {
        public override float At(int step) => step == 0 ? Rate : 2 * Rate;

        public override string ToString() => "0.1";
    }

    /// <summary>A schedule that has a rate only for the steps of its training.</summary>
    private sealed record Listed(float[] Rates) : Schedule<float>
    {
        public override float At(int step) => Rates[step];

        public override string ToString() => "listed";
    }
}

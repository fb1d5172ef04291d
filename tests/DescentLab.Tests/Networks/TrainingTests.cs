using Xunit;

namespace DescentLab.Tests.Networks;

public class TrainingTests
{
    private static readonly Lazy<Dataset<float>> Images = new(() =>
    {
        var all = FashionMnist.Load(14);
        return new(all.Train.Take(2000), all.Test.Take(500));
    });

    private static Network<float> Mlp { get; } = new Network<float>(196).FullyConnected(30).Sigmoid().FullyConnected(10).Sigmoid();

    private static Network<float> Cnn { get; } =
        new Network<float>(new Shape(14, 14, 1)).Conv2D(5).ReLU().MaxPool2D().Flatten().Dropout(0.3).FullyConnected(10, Initialiser.Glorot).Softmax();

    [Fact]
    public void Run_SmallNetwork_LearnsToClassify()
    {
        var run = Training.Run(Mlp, Images.Value, new Momentum<float>(0.2f, 0.9f), new() { Minibatches = 1500 });
        Assert.Equal(StopReason.StepsDone, run.Reason);
        Assert.Equal(1500, run.Steps);
        Assert.Equal(15, run.Losses.Count);
        Assert.Equal(96_000, run.Losses[^1].Samples);
        Assert.True(run.Losses[^1].Loss < run.Losses[0].Loss / 2);
        Assert.InRange(run.Accuracy, 0.55, 0.95);
        Assert.Equal(500, run.Confusion.Total);
    }

    [Fact]
    public void Run_SameSeed_GivesTheSameBits_OtherSeedNot()
    {
        var settings = new TrainingSettings { Minibatches = 60, Seed = 5 };
        float[] first = Run(settings), second = Run(settings), other = Run(settings with { Seed = 6 });
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);

        static float[] Run(TrainingSettings settings) => Training.Run(Cnn, Images.Value, new Adam<float>(0.01f), settings).Parameters;
    }

    [Fact]
    public void Run_InitialSeed_DecidesTheFirstWeightsAlone()
    {
        var settings = new TrainingSettings { Seed = 5, InitialSeed = 6 };
        var optimizer = new Momentum<float>(0.2f, 0.9f);
        Assert.Equal(Mlp.Initialise(6), new Training<float>(Mlp, Images.Value, optimizer, settings).Parameters.ToArray());

        var loss = new MinibatchLoss<float>(Mlp, Images.Value.Train, settings.BatchSize, settings.Sampling, seed: 5);
        var descent = new Descent<float>(loss, optimizer, Mlp.Initialise(6));
        for (var k = 0; k < 60; k++)
        {
            descent.Step();
        }

        var run = Training.Run(Mlp, Images.Value, optimizer, settings with { Minibatches = 60 });
        Assert.Equal(descent.X.ToArray(), run.Parameters);
        Assert.NotEqual(
            run.Parameters, Training.Run(Mlp, Images.Value, optimizer, settings with { Minibatches = 60, InitialSeed = null }).Parameters);
    }

    [Fact]
    public void Repeat_InParallel_EqualsTheSequentialResult()
    {
        var settings = new TrainingSettings { Minibatches = 100, Seed = 3 };
        var optimizer = new Momentum<float>(0.2f, 0.9f);
        List<long> finished = [];
        var runs = Training.Repeat(5, Mlp, Images.Value, optimizer, settings, run => finished.Add(run.Seed));
        Assert.Equal([3, 4, 5, 6, 7], runs.Select(run => run.Seed));
        Assert.Equal([3, 4, 5, 6, 7], finished.Order());
        foreach (var run in runs)
        {
            Assert.Equal(Training.Run(Mlp, Images.Value, optimizer, settings with { Seed = run.Seed }).Parameters, run.Parameters);
        }
    }

    [Fact]
    public void Run_EvaluatesAndReports_AtTheGivenIntervals()
    {
        List<int> steps = [];
        var run = Training.Run(Mlp, Images.Value, new GradientDescent<float>(1f), new() { Minibatches = 200, EvaluateEvery = 50, LossEvery = 1 }, p => steps.Add(p.Step));
        Assert.Equal([50, 100, 150, 200], run.Evaluations.Select(e => e.Step));
        Assert.Equal(run.Mcc, run.Evaluations[^1].Confusion.Mcc);
        Assert.Equal(200, run.Losses.Count);
        Assert.Equal([20, 40, 60, 80, 100, 120, 140, 160, 180, 200], steps);
    }

    [Fact]
    public void Run_Epochs_CountsMinibatches()
    {
        Assert.Equal(64, new TrainingSettings { Epochs = 2 }.Steps(2000));
        Assert.Equal(2, new TrainingSettings { Epochs = 2, Sampling = Sampling.FullBatch }.Steps(2000));
        Assert.Equal(1000, new TrainingSettings { Epochs = 0.5, Sampling = Sampling.Online }.Steps(2000));
    }

    [Fact]
    public void Steps_OfNoSamplesOrTooManyEpochs_NameTheArgument()
    {
        Assert.Contains("samples", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingSettings { Epochs = 2, Sampling = Sampling.FullBatch }.Steps(0)).Message, StringComparison.Ordinal);
        var settings = new TrainingSettings { Epochs = 1_000_000, Sampling = Sampling.Online };
        Assert.Contains("60000000000 steps", Assert.Throws<ArgumentOutOfRangeException>(() => settings.Steps(60_000)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.1, 110)]
    [InlineData(0.07, 7)]
    [InlineData(1.101, 111)]
    [InlineData(0.5, 50)]
    [InlineData(1e-12, 1)]
    public void Epochs_OfAHundredMinibatches_AreSteps(double epochs, int steps) =>
        Assert.Equal(steps, new TrainingSettings { Epochs = epochs, BatchSize = 10 }.Steps(1000));

    [Fact]
    public void Memory_ThatOneArrayDoesNotHold_IsRefusedByName()
    {
        (string What, Func<object> Make)[] all =
        [
            ("A state of 2 vectors of 2000000000 components", () => new Adam<float>().Start(2_000_000_000)),
            ("from 1 to 50000000 numbers", () => new FullyConnected<float>(Shape.Vector(1), 50_000_000).Scratch(64)),
            ("for 2000000000 samples", () => new Dropout<float>(Shape.Vector(10)).Scratch(2_000_000_000)),
            ("100 × 100", () => new Conv2D<float>(new Shape(100, 100, 1), 100_000, 100).Scratch(1)),
            ("The output of FullyConnected for 100000000 samples", () => new Activations<float>(new Network<float>(1).FullyConnected(100), 100_000_000, backward: true)),
        ];
        Assert.All(all, one => Assert.Contains(one.What, Assert.Throws<ArgumentOutOfRangeException>(one.Make).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Network_WithMoreParametersThanAnArrayHolds_IsRefused()
    {
        Func<object>[] networks =
        [
            () => new Network<float>(100_000).FullyConnected(30_000),
            () => new Network<float>(new Shape(28, 28, 1)).Conv2D(1_000_000_000),
            () => new Network<float>(40_000).FullyConnected(40_000).FullyConnected(40_000),
            () => new Network<float>(new Shape(int.MaxValue, int.MaxValue, int.MaxValue)),
        ];
        Assert.All(networks, network => Assert.Throws<ArgumentOutOfRangeException>(network));
    }

    // 2³¹ losses would be 64 GB.
    [Fact]
    public void Training_OfEndlesslyManySteps_ReservesNoMemoryForThem() =>
        Assert.Equal(int.MaxValue, new Training<float>(Mlp, Images.Value, new GradientDescent<float>(1f), new() { Minibatches = int.MaxValue, LossEvery = 1 }).Steps);

    [Fact]
    public void Run_RateTooLarge_EndsWithAClearResult()
    {
        var network = new Network<float>(196).FullyConnected(30).ReLU().FullyConnected(10);
        var run = Training.Run(network, Images.Value, new GradientDescent<float>(1e6f), new() { Minibatches = 500 });
        Assert.Equal(StopReason.Diverged, run.Reason);
        Assert.True(run.Steps < 500);
        Assert.Contains("Diverged at step", run.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_GradientsWhoseSquaresOverflow_SaysSo()
    {
        var points = new LabelledData<float>([1e20f, 1, 1e20f, 2], [0, 1], Shape.Vector(2), ["a", "b"]);
        var run = Training.Run(new Network<float>(2).FullyConnected(2).Softmax(), new(points, points), new Adam<float>(), new() { Minibatches = 3, BatchSize = 2 });
        Assert.Equal((StopReason.Diverged, 3), (run.Reason, run.Steps));
        Assert.Contains("component 0 of v is ∞", run.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Cancelled_SaysSo()
    {
        using var source = new CancellationTokenSource();
        var run = Training.Run(Mlp, Images.Value, new GradientDescent<float>(1f), new() { Minibatches = 1000 }, _ => source.Cancel(), source.Token);
        Assert.Equal(StopReason.Cancelled, run.Reason);
        Assert.Equal(100, run.Steps);
    }

    [Fact]
    public void Run_DataThatDoesNotFit_IsRefused()
    {
        var e = Assert.Throws<ArgumentException>(() => Training.Run(new Network<float>(784).FullyConnected(10), Images.Value, new GradientDescent<float>(1f)));
        Assert.Contains("784", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PerLayer_EqualOptimizers_AreOneOptimizer()
    {
        var settings = new TrainingSettings { Minibatches = 50 };
        var one = new Nesterov<float>(0.2f, 0.9f);
        Assert.Equal(
            Training.Run(Mlp, Images.Value, one, settings).Parameters,
            Training.Run(Mlp, Images.Value, Mlp.PerLayer(one, one), settings).Parameters);
        Assert.Throws<ArgumentException>(() => Mlp.PerLayer(one));
    }

    [Fact]
    public void PerLayer_DocumentedExample_CompilesAndTrains()
    {
        var network = new Network<float>(14 * 14).FullyConnected(100).Sigmoid().FullyConnected(50).Sigmoid().FullyConnected(10).Sigmoid();
        var rule = network.PerLayer(new Momentum<float>(0.2f, 0.9f), new Momentum<float>(0.2f, 0.8f), new Momentum<float>(0.2f, 0.7f));
        Assert.Equal(3, rule.Parts.Count);
        Assert.Equal(5, Training.Run(network, Images.Value, rule, new() { Minibatches = 5, BatchSize = 16 }).Steps);
    }

    [Fact]
    public void PerLayer_OtherMomentum_ChangesOnlyItsLayer()
    {
        // The first step is the same; from the second on, only the layer with the other μ has moved differently.
        IOptimizer<float> half = new Momentum<float>(0.2f, 0.5f), more = new Momentum<float>(0.2f, 0.9f);
        var (start, length) = Mlp.ParametersOf(2);
        float[] first = Steps(Mlp.PerLayer(more, half)), second = Steps(Mlp.PerLayer(more, more));
        Assert.Equal(first[..start], second[..start]);
        Assert.NotEqual(first[start..], second[start..]);
        Assert.Equal(first.Length, start + length);

        static float[] Steps(IOptimizer<float> optimizer)
        {
            float[] θ = Mlp.Initialise(1), gradient = [.. θ.Select(x => x / 3)];
            var state = optimizer.Start(θ.Length);
            optimizer.Update(θ, gradient, state);
            optimizer.Update(θ, gradient, state);
            return θ;
        }
    }

    [Fact]
    public void TakeStep_OnceWarm_AllocatesNothing()
    {
        foreach (var network in new[] { Mlp, Cnn })
        {
            var training = new Training<float>(network, Images.Value, new Momentum<float>(0.2f, 0.9f), new() { Minibatches = 400, LossEvery = 10 });
            for (var k = 0; k < 100; k++)
            {
                training.TakeStep();
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var k = 0; k < 300; k++)
            {
                training.TakeStep();
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public void Network_Prints_LayersShapesAndParameters()
    {
        var text = Cnn.ToString();
        Assert.Contains("Conv2D 3×3", text, StringComparison.Ordinal);
        Assert.Contains("12 × 12 × 5", text, StringComparison.Ordinal);
        Assert.Contains($"{Cnn.Parameters}", text, StringComparison.Ordinal);
        Assert.Equal((3 * 3 * 5) + 5 + (180 * 10) + 10, Cnn.Parameters);
    }

    [Fact]
    public void Network_WrongShapes_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Network<float>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Network<float>(new Shape(5, 5, 1)).Conv2D(3, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Network<float>(new Shape(5, 5, 1)).MaxPool2D(6));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Network<float>(5).Dropout(1));
        Assert.Contains("0.9999999 would drop every number", Assert.Throws<ArgumentOutOfRangeException>(() => new Network<float>(5).Dropout(0.9999999)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Network<float>(5).Add(new FullyConnected<float>(Shape.Vector(6), 2)));
        Assert.Throws<InvalidOperationException>(() => new Network<float>(5).Softmax().Sigmoid());
        Assert.Throws<ArgumentException>(() => Mlp.Outputs(new float[3], new float[196]));
    }
}

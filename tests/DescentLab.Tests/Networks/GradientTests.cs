using CsCheck;
using Xunit;

namespace DescentLab.Tests.Networks;

/// <summary>Tests every layer's gradient against differences of its loss.</summary>
public class GradientTests
{
    private const double Worst = 1e-7;

    public static TheoryData<string> Layers() =>
        ["FullyConnected", "Sigmoid", "Tanh", "ReLU", "Softmax", "Conv2D", "MaxPool2D", "Flatten", "Dropout", "Deep"];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Layer_Gradient_AgreesWithDifferences(string layer)
    {
        var flat = new Network<double>(7).FullyConnected(6);
        var image = new Network<double>(new Shape(7, 6, 2)).Conv2D(3, 2);
        var network = layer switch
        {
            "FullyConnected" => flat.FullyConnected(4),
            "Sigmoid" => flat.Sigmoid().FullyConnected(4),
            "Tanh" => flat.Tanh().FullyConnected(4),
            "ReLU" => flat.ReLU().FullyConnected(4),
            "Softmax" => flat.FullyConnected(4).Softmax(),
            "Conv2D" => image.Conv2D(4, 3).FullyConnected(4),
            "MaxPool2D" => image.MaxPool2D().FullyConnected(4),
            "Flatten" => image.Flatten().FullyConnected(4),
            "Dropout" => flat.Dropout(0.4).FullyConnected(4),
            _ => image.Tanh().Conv2D(5, 3).ReLU().MaxPool2D().Flatten().FullyConnected(9, Initialiser.He).Sigmoid().FullyConnected(4).Softmax(),
        };
        Assert.InRange(WorstError(network, 5, 11), 0, Worst);
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-5)]
    [InlineData(1e-9)]
    [InlineData(1e-100)]
    public void SquaredError_NearItsMinimum_HasItsDigits(double far)
    {
        // Half the mean of two squares; 1 − far itself is rounded.
        var near = 1 - far;
        var expected = ((far * far) + ((1 - near) * (1 - near)) + (far * far)) / 2 / 4;
        Assert.Equal(1, new SquaredError<double>().Value([near, far, -far, 1], [0, 1]) / expected, 1e-6);
        Assert.Equal(0, new SquaredError<double>().Value([1, 0, 0, 1], [0, 1]));
    }

    [Fact]
    public void Loss_SpansThatDoNotFit_AreRefusedByName()
    {
        Assert.Equal("gradient", Assert.Throws<ArgumentException>(() => new SquaredError<float>().Gradient(new float[9], [0, 1, 2], new float[8])).ParamName);
        Assert.Equal("gradient", Assert.Throws<ArgumentException>(() => new SoftmaxCrossEntropy<float>().Gradient(new float[9], [0, 1, 2], new float[8])).ParamName);
        var loss = new MinibatchLoss<float>(new Network<float>(3).FullyConnected(2), new(new float[3], [0], Shape.Vector(3), ["a", "b"]), batchSize: 1);
        Assert.Equal("gradient", Assert.Throws<ArgumentException>(() => loss.Gradient(new float[8], new float[7])).ParamName);
        Assert.Equal("logits", Assert.Throws<ArgumentException>(() => SoftmaxCrossEntropy<float>.Probabilities(new float[10], 3, new float[10])).ParamName);
        Assert.Equal("probabilities", Assert.Throws<ArgumentException>(() => SoftmaxCrossEntropy<float>.Probabilities(new float[9], 3, new float[8])).ParamName);
    }

    [Fact]
    public void Network_OfAnotherNumberType_SaysWhichTypesThereAre()
    {
        var network = new Network<Half>(3).FullyConnected(2);
        var e = Assert.Throws<NotSupportedException>(() => network.Outputs(network.Initialise(1), new Half[3]));
        Assert.Equal("The number type is Half. Take float or double.", e.Message);
    }

    [Fact]
    public void Loss_OfALabelThatIsNoClass_IsRefused()
    {
        foreach (var loss in new Loss<float>[] { new SquaredError<float>(), new SoftmaxCrossEntropy<float>() })
        {
            Assert.Contains("0 outputs", Assert.Throws<ArgumentException>(() => loss.Value([], [2, 0])).Message, StringComparison.Ordinal);
            Assert.Contains("labels[0] is 2", Assert.Throws<ArgumentException>(() => loss.Value([1, 2, 3, 4], [2, 0])).Message, StringComparison.Ordinal);
            Assert.Contains("labels[1] is -1", Assert.Throws<ArgumentException>(() => loss.Gradient([1, 2, 3, 4], [1, -1], new float[4])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void RandomNetwork_Gradient_AgreesWithDifferences() =>
        Gen.Select(Gen.Int[0, 4].Array[0, 5], Gen.Int[1, 9], Gen.Bool, Gen.Int[1, 1000]).Sample(
            (layers, width, softmax, seed) =>
            {
                var network = new Network<double>(new Shape(8, 8, 1 + (seed % 3))).Conv2D(width, 3);
                foreach (var layer in layers)
                {
                    network = layer switch
                    {
                        0 => network.Sigmoid(),
                        1 => network.Tanh(),
                        2 when network.Output.Height > 3 => network.Conv2D(1 + (seed % 4), 2),
                        3 when network.Output.Height > 3 => network.MaxPool2D(),
                        _ => network.FullyConnected(width, Initialiser.Glorot),
                    };
                }

                network = network.FullyConnected(3, Initialiser.Glorot);
                Assert.InRange(WorstError(softmax ? network.Softmax() : network, 3, seed), 0, Worst);
            },
            iter: 50);

    /// <summary>The largest |difference quotient − gradient| over the largest component of the gradient (or 1).</summary>
    private static double WorstError(Network<double> network, int samples, int seed)
    {
        var random = new RandomSource(seed);
        var classes = network.Output.Size;
        var data = new LabelledData<double>(
            [.. Enumerable.Range(0, samples * network.Input.Size).Select(_ => random.Uniform(-1, 1))],
            [.. Enumerable.Range(0, samples).Select(_ => random.Next(classes))],
            network.Input,
            [.. Enumerable.Range(0, classes).Select(k => $"{k}")]);
        double[] θ = network.Initialise(seed);
        var gradient = new double[θ.Length];

        // The squared error reports a mean over the outputs and differentiates the sum.
        var factor = network.Loss is SquaredError<double> ? classes : 1;
        Loss(θ, gradient);
        var worst = 0.0;
        for (var i = 0; i < θ.Length; i++)
        {
            const double h = 1e-3;
            var (before, scratch) = (θ[i], new double[θ.Length]);
            double At(double offset)
            {
                θ[i] = before + (offset * h);
                return Loss(θ, scratch);
            }

            // Five points: an error of h⁴, far from the rounding error of a small h.
            var slope = factor * (At(-2) - (8 * At(-1)) + (8 * At(1)) - At(2)) / (12 * h);
            θ[i] = before;
            var error = Math.Abs(slope - gradient[i]);

            // A kink (ReLU, a changing maximum) within the five points is not an error of the gradient: use a smaller step.
            if (error > Worst && network.Layers.Any(layer => layer is MaxPool2D<double> || layer.Name == "ReLU"))
            {
                const double near = 1e-6;
                error = Math.Min(error, Math.Abs((factor * (At(near / h) - At(-near / h)) / (2 * near)) - gradient[i]) / 100);
                θ[i] = before;
            }

            worst = Math.Max(worst, error);
        }

        return worst / Math.Max(1, gradient.Max(Math.Abs));

        // A new loss each time, so that dropout drops the same units.
        double Loss(double[] at, double[] gradient)
        {
            var loss = new MinibatchLoss<double>(network, data, sampling: Sampling.FullBatch, seed: seed);
            loss.Gradient(at, gradient);
            return loss.LastLoss;
        }
    }
}

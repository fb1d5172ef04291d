using System.Text.Json;
using Xunit;

namespace DescentLab.Tests.Networks;

/// <summary>Outputs, losses, gradients and trainings of small networks against the reference.</summary>
public class MlpOracleTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string> CaseIds() => [.. Cases().Select(c => c.Id())];

    [Theory]
    [MemberData(nameof(CaseIds))]
    public void Network_OracleCase_GivesTheReferenceOutputsLossesAndGradients(string id)
    {
        JsonElement c = Cases().Single(c => c.Id() == id);
        var (network, θ, data) = Read(c);
        double[] outputs = network.Outputs(θ, data.Inputs);
        Near(Flat(c.GetProperty("outputs")), outputs, "outputs");

        double[] losses = c.GetProperty("per_sample_loss").Numbers();
        for (var n = 0; n < losses.Length; n++)
        {
            Near([losses[n]], [network.Loss.Value(outputs.AsSpan(n * data.Classes, data.Classes), data.Labels.Slice(n, 1))], $"loss of sample {n}");
        }

        var loss = new MinibatchLoss<double>(network, data, sampling: Sampling.FullBatch);
        var gradient = new double[network.Parameters];
        loss.Gradient(θ, gradient);
        Near([c.Number("reported_loss")], [loss.LastLoss], "reported loss");
        Near([c.Number("reported_loss")], [loss.Value(θ)], "value");
        Near(Parameters(c.GetProperty("gradients_mean_over_all_rows")), gradient, "gradients");
        if (c.TryGetProperty("probabilities", out JsonElement probabilities))
        {
            SoftmaxCrossEntropy<double>.Probabilities(outputs, data.Classes, outputs);
            Near(Flat(probabilities), outputs, "probabilities");
        }
    }

    [Theory]
    [MemberData(nameof(CaseIds))]
    public void Training_OracleCase_MovesTheParametersAsTheReference(string id)
    {
        JsonElement c = Cases().Single(c => c.Id() == id);
        var batches = new ListedBatches([.. c.GetProperty("batches").EnumerateArray().Select(batch => batch.Integers())]);
        var (network, θ, data) = Read(c);
        foreach (JsonProperty training in c.GetProperty("training").EnumerateObject().Where(training => training.Name != "nesterov_torch"))
        {
            IOptimizer<double> optimizer = Optimizer(training.Name, training.Value.GetProperty("hyper"));
            var loss = new MinibatchLoss<double>(network, data, sampling: batches);
            var descent = new Descent<double>(loss, optimizer, θ);
            foreach (var before in training.Value.GetProperty("loss_before_each_step").Numbers())
            {
                // The reference computes the loss of Nesterov's rule where its gradient is: at the look-ahead point.
                descent.Step();
                Near([before], [loss.LastLoss], $"{training.Name}: loss before step {descent.State.Step}");
            }

            Near(Parameters(training.Value.GetProperty("params_after")), descent.X.ToArray(), $"{training.Name}: parameters");
        }
    }

    internal static IOptimizer<double> Optimizer(string name, JsonElement hyper)
    {
        return name switch
        {
            "sgd" => new GradientDescent<double>(Of("eta")),
            "momentum" => new Momentum<double>(Of("eta"), Of("mu")),
            "nesterov" => new Nesterov<double>(Of("eta"), Of("mu")),
            "rmsprop" => new RmsProp<double>(Of("eta"), Of("gamma"), Of("eps")),
            "adagrad" => new Adagrad<double>(Of("eta"), Of("eps")),
            "adadelta" => new Adadelta<double>(Of("gamma"), Of("eps"), Of("eta")),
            "adam" => new Adam<double>(Of("eta"), Of("beta1"), Of("beta2"), Of("eps")),
            _ => throw new ArgumentException($"No optimizer '{name}'.", nameof(name)),
        };

        double Of(string property) => hyper.Number(property);
    }

    internal static void Near(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i])),
                $"{what}[{i}] = {actual[i]:R}, the reference has {expected[i]:R}");
        }
    }

    /// <summary>All numbers in nested arrays, in order.</summary>
    internal static double[] Flat(JsonElement e) =>
        e.ValueKind == JsonValueKind.Array ? [.. e.EnumerateArray().SelectMany(Flat)] : [e.Number()];

    private static JsonElement[] Cases() => [.. Oracle.Load("D_mlp.json").GetProperty("cases").EnumerateArray()];

    private static double[] Parameters(JsonElement layers) =>
        [.. layers.EnumerateArray().SelectMany(layer => (double[])[.. Flat(layer.GetProperty("W")), .. layer.GetProperty("b").Numbers()])];

    private static (Network<double> Network, double[] Parameters, LabelledData<double> Data) Read(JsonElement c)
    {
        int[] sizes = c.GetProperty("sizes").Integers();
        string[] activations = [.. c.GetProperty("activations").EnumerateArray().Select(a => a.GetString()!)];
        var network = new Network<double>(sizes[0]);
        for (var k = 0; k < activations.Length; k++)
        {
            network = network.FullyConnected(sizes[k + 1]);
            network = activations[k] switch
            {
                "sigmoid" => network.Sigmoid(),
                "relu" => network.ReLU(),
                "linear" => network,
                _ => throw new ArgumentException($"No activation '{activations[k]}'.", nameof(c)),
            };
        }

        if (c.GetProperty("loss").GetString() == "softmax_ce")
        {
            network = network.Softmax();
        }

        int[] labels = [.. c.GetProperty("T").EnumerateArray().Select(t => Array.IndexOf(t.Numbers(), 1.0))];
        string[] names = [.. Enumerable.Range(0, sizes[^1]).Select(k => $"{k}")];
        return (network, Parameters(c.GetProperty("params")), new(Flat(c.GetProperty("X")), labels, Shape.Vector(sizes[0]), names));
    }
}

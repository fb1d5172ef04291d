using System.Runtime.InteropServices;
using System.Text.Json;
using Xunit;

namespace DescentLab.Tests.Networks;

/// <summary>The chapter's network, 196-100-50-10, on eight real images: gradients and trainings against the reference.</summary>
public class BigOracleTests
{
    [Fact]
    public void ChapterNetwork_EightImages_GivesTheReferenceOutputsAndGradients()
    {
        JsonElement c = Oracle.Load("D_big.json");
        var data = Data(c);
        double[] θ = Npy("params");
        var loss = new MinibatchLoss<double>(Network, data, sampling: Sampling.FullBatch);
        var gradient = new double[θ.Length];
        loss.Gradient(θ, gradient);
        MlpOracleTests.Near(MlpOracleTests.Flat(c.GetProperty("outputs")), Network.Outputs(θ, data.Inputs), "outputs");
        MlpOracleTests.Near([c.Number("reported_loss")], [loss.LastLoss], "loss");
        MlpOracleTests.Near(Npy("gradients"), gradient, "gradients");
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("momentum")]
    [InlineData("nesterov")]
    [InlineData("adam")]
    public void ChapterNetwork_ThreeSteps_MovesTheWeightsAsTheReference(string name)
    {
        JsonElement c = Oracle.Load("D_big.json");
        JsonElement training = c.GetProperty("training").GetProperty(name);
        var batches = new ListedBatches([.. c.GetProperty("batches").EnumerateArray().Select(batch => batch.Integers())]);
        var loss = new MinibatchLoss<double>(Network, Data(c), sampling: batches);
        var descent = new Descent<double>(loss, MlpOracleTests.Optimizer(name, training.GetProperty("hyper")), Npy("params"));
        foreach (var before in training.GetProperty("loss_before_each_step").Numbers())
        {
            descent.Step();
            MlpOracleTests.Near([before], [loss.LastLoss], $"loss before step {descent.State.Step}");
        }

        MlpOracleTests.Near(Npy($"after_{name}"), descent.X.ToArray(), "parameters");
    }

    private static Network<double> Network { get; } =
        new Network<double>(196).FullyConnected(100).Sigmoid().FullyConnected(50).Sigmoid().FullyConnected(10).Sigmoid();

    private static LabelledData<double> Data(JsonElement c) =>
        new(Npy("X"), c.GetProperty("labels").Integers(), Shape.Vector(196), FashionMnist.ClassNames);

    /// <summary>The float64 numbers of an .npy file of version 1.0.</summary>
    private static double[] Npy(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Oracles", "D_big", $"{name}.npy"));
        return MemoryMarshal.Cast<byte, double>(bytes.AsSpan(10 + BitConverter.ToUInt16(bytes, 8))).ToArray();
    }
}

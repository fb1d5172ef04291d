using System.Text.Json;
using Xunit;

namespace DescentLab.Tests.Networks;

/// <summary>Convolution, ReLU, max-pooling, a dense layer and softmax against the reference.</summary>
/// <remarks>The reference has the order [channel, row, column], the library [row, column, channel]: the tests permute.</remarks>
public class CnnOracleTests
{
    public static TheoryData<string> CaseIds() => [.. Cases().Select(c => c.Id())];

    [Theory]
    [MemberData(nameof(CaseIds))]
    public void Cnn_OracleCase_GivesTheReferenceOutputsLossAndGradients(string id)
    {
        var cnn = new Cnn(Cases().Single(c => c.Id() == id));
        var loss = new MinibatchLoss<double>(cnn.Network, cnn.Data, sampling: Sampling.FullBatch);
        double[] θ = cnn.Parameters(cnn.Case.GetProperty("params"));
        var gradient = new double[θ.Length];
        loss.Gradient(θ, gradient);
        double[] logits = cnn.Network.Outputs(θ, cnn.Data.Inputs);
        MlpOracleTests.Near(MlpOracleTests.Flat(cnn.Case.GetProperty("logits")), logits, "logits");
        MlpOracleTests.Near([cnn.Case.Number("loss_mean")], [loss.LastLoss], "loss");
        MlpOracleTests.Near(cnn.Parameters(cnn.Case.GetProperty("gradients")), gradient, "gradients");
        SoftmaxCrossEntropy<double>.Probabilities(logits, cnn.Data.Classes, logits);
        MlpOracleTests.Near(MlpOracleTests.Flat(cnn.Case.GetProperty("probabilities")), logits, "probabilities");
    }

    [Theory]
    [MemberData(nameof(CaseIds))]
    public void Cnn_OracleCase_TrainsAsTheReference(string id)
    {
        var cnn = new Cnn(Cases().Single(c => c.Id() == id));
        foreach (JsonProperty training in cnn.Case.GetProperty("training").EnumerateObject())
        {
            var loss = new MinibatchLoss<double>(cnn.Network, cnn.Data, sampling: Sampling.FullBatch);
            IOptimizer<double> optimizer = MlpOracleTests.Optimizer(training.Name, training.Value.GetProperty("hyper"));
            var descent = new Descent<double>(loss, optimizer, cnn.Parameters(cnn.Case.GetProperty("params")));
            foreach (var before in training.Value.GetProperty("loss_before_each_step").Numbers())
            {
                descent.Step();
                MlpOracleTests.Near([before], [loss.LastLoss], $"{training.Name}: loss before step {descent.State.Step}");
            }

            MlpOracleTests.Near(cnn.Parameters(training.Value.GetProperty("params_after")), descent.X.ToArray(), $"{training.Name}: parameters");
        }
    }

    private static JsonElement[] Cases() => [.. Oracle.Load("E_cnn.json").GetProperty("cases").EnumerateArray()];

    /// <summary>A case, in the library's order of indices.</summary>
    private sealed class Cnn
    {
        private readonly int[] x, w, pool;

        public Cnn(JsonElement c)
        {
            Case = c;
            JsonElement shapes = c.GetProperty("shapes");
            x = shapes.GetProperty("X").Integers();
            w = shapes.GetProperty("conv_w").Integers();
            pool = shapes.GetProperty("pool_out").Integers();
            var classes = shapes.GetProperty("dense_b").Integers()[0];
            Network = new Network<double>(new Shape(x[2], x[3], x[1])).Conv2D(w[0], w[2]).ReLU().MaxPool2D().Flatten().FullyConnected(classes).Softmax();
            Data = new(
                ChannelsLast(MlpOracleTests.Flat(c.GetProperty("X")), x[0], x[1], x[2] * x[3]),
                c.GetProperty("labels").Integers(),
                Network.Input,
                [.. Enumerable.Range(0, classes).Select(k => $"{k}")]);
        }

        public JsonElement Case { get; }

        public Network<double> Network { get; }

        public LabelledData<double> Data { get; }

        public double[] Parameters(JsonElement p)
        {
            // [out][in][u][v] becomes [u][v][in][out]; the rows of the dense layer follow the flattened image.
            double[] conv = MlpOracleTests.Flat(p.GetProperty("conv_w")), dense = MlpOracleTests.Flat(p.GetProperty("dense_w"));
            var patch = w[1] * w[2] * w[3];
            var columns = ChannelsLast(conv, 1, w[0], patch);
            var kernels = ChannelsLast(columns, 1, w[1], w[2] * w[3], w[0]);
            return [.. kernels, .. p.GetProperty("conv_b").Numbers(), .. ChannelsLast(dense, 1, pool[1], pool[2] * pool[3], dense.Length / (pool[1] * pool[2] * pool[3])), .. p.GetProperty("dense_b").Numbers()];
        }

        /// <summary>[n, c, p, rest] becomes [n, p, c, rest].</summary>
        private static double[] ChannelsLast(double[] from, int n, int channels, int pixels, int rest = 1)
        {
            var to = new double[from.Length];
            for (var i = 0; i < n * channels * pixels * rest; i++)
            {
                var (before, r) = Math.DivRem(i, rest);
                var (row, p) = Math.DivRem(before, pixels);
                var (image, c) = Math.DivRem(row, channels);
                to[(((((image * pixels) + p) * channels) + c) * rest) + r] = from[i];
            }

            return to;
        }
    }
}

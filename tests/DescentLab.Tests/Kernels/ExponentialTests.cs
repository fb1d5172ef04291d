using System.Text.Json;
using Xunit;

namespace DescentLab.Tests.Kernels;

public class ExponentialTests
{
    [Fact]
    public void Sigmoid_OracleEdges_AreMet()
    {
        JsonElement edge = Oracle.Load("D_mlp.json").GetProperty("edge").GetProperty("sigmoid");
        double[] z = edge.GetProperty("z").Numbers(), σ = edge.GetProperty("sigmoid").Numbers(), slope = edge.GetProperty("sigmoid_prime").Numbers();
        var layer = Activation.Sigmoid<double>(Shape.Vector(z.Length));
        double[] y = new double[z.Length], ones = [.. z.Select(_ => 1.0)], dx = new double[z.Length];
        layer.Forward([], z, y, [], 1, null);
        layer.Backward([], z, y, ones, dx, [], [], 1);
        for (var i = 0; i < z.Length; i++)
        {
            Assert.Equal(σ[i], y[i], 1e-15);
            Assert.True(σ[i] == 0 ? y[i] == 0 : Math.Abs((y[i] / σ[i]) - 1) < 1e-15, $"σ({z[i]}) = {y[i]:R}");
            Assert.Equal(slope[i], dx[i], 1e-15);
        }
    }

    [Fact]
    public void Softmax_OracleEdges_AreMet()
    {
        JsonElement edge = Oracle.Load("D_mlp.json").GetProperty("edge").GetProperty("softmax_ce_target_class_1");
        double[][] logits = [.. edge.GetProperty("logits").EnumerateArray().Select(row => row.Numbers())];
        double[][] probabilities = [.. edge.GetProperty("probabilities").EnumerateArray().Select(row => row.Numbers())];
        double[] losses = edge.GetProperty("loss_each").Numbers();
        for (var n = 0; n < logits.Length; n++)
        {
            Assert.Equal(losses[n], new SoftmaxCrossEntropy<double>().Value(logits[n], [1]), 1e-12);
            SoftmaxCrossEntropy<double>.Probabilities(logits[n], 3, logits[n]);
            for (var k = 0; k < 3; k++)
            {
                Assert.Equal(probabilities[n][k], logits[n][k], 1e-15);
            }
        }
    }

    [Fact]
    public void SigmoidAndTanh_OverTheirRange_AreRightToAFewUnitsInTheLastPlace()
    {
        const double ulp = 2.220446049250313e-16;
        for (double z = -30; z < 30; z += 0.00731)
        {
            Assert.InRange(Error(1 / (1 + Math.Exp(-z)), Double(Activation.Sigmoid<double>, z)), 0, 4 * ulp);
            Assert.InRange(Error(Math.Tanh(z), Double(Activation.Tanh<double>, z)), 0, 6 * ulp);
            Assert.InRange(Error(1 / (1 + Math.Exp(-(float)z)), Single(Activation.Sigmoid<float>, (float)z)), 0, 2.5e-7);
            Assert.InRange(Error(Math.Tanh((float)z), Single(Activation.Tanh<float>, (float)z)), 0, 4e-7);
        }

        foreach (var tiny in new[] { 1e-5, 1e-8, 1e-300 })
        {
            Assert.InRange(Error(Math.Tanh(tiny), Double(Activation.Tanh<double>, tiny)), 0, 4 * ulp);
        }

        static double Error(double truth, double actual) => truth == 0 ? Math.Abs(actual) : Math.Abs((actual - truth) / truth);
    }

    [Fact]
    public void Activations_AnyPlaceInARegister_GiveTheSameBits()
    {
        foreach (var make in new[] { Activation.Sigmoid<float>, Activation.Tanh<float>, Activation.ReLU<float> })
        {
            for (var length = 1; length <= 67; length++)
            {
                float[] z = [.. Enumerable.Range(0, length).Select(i => (float)Math.Sin(i * 1.7) * (i + 1))], y = new float[length];
                make(Shape.Vector(length)).Forward([], z, y, [], 1, null);
                Assert.All(Enumerable.Range(0, length), i => Assert.Equal(Single(make, z[i]), y[i]));
            }
        }
    }

    [Fact]
    public void Activations_NotANumber_StaysSo()
    {
        Assert.True(double.IsNaN(Double(Activation.Sigmoid<double>, double.NaN)));
        Assert.True(double.IsNaN(Double(Activation.Tanh<double>, double.NaN)));
        Assert.True(double.IsNaN(Double(Activation.ReLU<double>, double.NaN)));
    }

    [Fact]
    public void Logarithm_OverTheRange_IsRightToAUnitInTheLastPlace()
    {
        var random = new RandomSource(1);
        for (var k = 0; k < 100_000; k++)
        {
            var x = k % 2 == 0 ? random.Uniform() : random.Uniform() * Math.Pow(10, random.Uniform(-300, 300));
            if (x > 0)
            {
                Assert.InRange(Math.Abs(Logarithm.Of(x) - Math.Log(x)), 0, Math.BitIncrement(Math.Abs(Math.Log(x))) * 4.5e-16);
            }
        }

        Assert.Equal(0, Logarithm.Of(1));
        Assert.Equal(double.NegativeInfinity, Logarithm.Of(0));
        Assert.Equal(double.PositiveInfinity, Logarithm.Of(double.PositiveInfinity));
        Assert.True(double.IsNaN(Logarithm.Of(-1)));
        Assert.Equal(Math.Log(double.Epsilon), Logarithm.Of(double.Epsilon), 1e-12);
    }

    private static double Double(Func<Shape, ILayer<double>> make, double z)
    {
        double[] y = [0];
        make(Shape.Vector(1)).Forward([], [z], y, [], 1, null);
        return y[0];
    }

    private static float Single(Func<Shape, ILayer<float>> make, float z)
    {
        float[] y = [0];
        make(Shape.Vector(1)).Forward([], [z], y, [], 1, null);
        return y[0];
    }
}

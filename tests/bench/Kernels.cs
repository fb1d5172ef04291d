using BenchmarkDotNet.Attributes;

namespace DescentLab.Bench;

/// <summary>The parts of a training step, for BenchmarkDotNet: <c>dotnet run -c Release --project tests/bench -- --filter '*'</c>.</summary>
public class Kernels
{
    private readonly float[] x = HandWritten.Numbers(64 * 196);
    private readonly float[] w = HandWritten.Numbers(196 * 100);
    private readonly float[] z = HandWritten.Numbers(64 * 100);
    private readonly float[] dw = new float[196 * 100];
    private readonly float[] θ = HandWritten.Numbers(25_260);
    private readonly float[] g = HandWritten.Numbers(25_260);
    private readonly Momentum<float> momentum = new(0.2f, 0.9f);
    private readonly OptimizerState<float> state = new(25_260, ["v"]);
    private readonly ILayer<float> sigmoid = Activation.Sigmoid<float>(Shape.Vector(100));

    [Benchmark]
    public void Forward() =>
        MatrixProduct.MultiplyPlusRow<float>(x, w, w, z, new() { Rows = 64, Columns = 100, Inner = 196, ARow = 196, AInner = 1, BRow = 100, CRow = 100 });

    [Benchmark]
    public void WeightGradient() =>
        MatrixProduct.Multiply<float>(x, z, dw, new() { Rows = 196, Columns = 100, Inner = 64, ARow = 1, AInner = 196, BRow = 100, CRow = 100 });

    [Benchmark]
    public void Sigmoid() => sigmoid.Forward([], z, z, [], 64, null);

    [Benchmark]
    public void Update() => momentum.Update(θ, g, state);
}

using System.Numerics;

namespace DescentLab;

/// <summary>The memory of one run of a network: the outputs of every layer, and their gradients.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class Activations<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly Network<T> network;
    private readonly T[][] outputs;
    private readonly T[][] scratch;

    /// <summary>∂L/∂(output of a layer): two buffers in turn, one read, one written.</summary>
    private readonly T[][] gradients;

    /// <summary>Memory for minibatches up to a size.</summary>
    public Activations(Network<T> network, int largestBatch, bool backward)
    {
        this.network = network;
        var layers = network.Layers;
        int[] sizes = [.. layers.Select(layer => Require.FitsArray((long)largestBatch * layer.Output.Size, $"The output of {layer.Name} for {largestBatch} samples", "batchSize"))];
        outputs = [.. sizes.Select(size => new T[size])];
        scratch = [.. layers.Select(layer => new T[layer.Scratch(largestBatch)])];
        var largest = backward ? sizes.Max() : 0;
        gradients = [new T[largest], new T[largest]];
    }

    /// <summary>Runs the network forward; the result is valid until the next run.</summary>
    public ReadOnlySpan<T> Forward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, int batch, RandomSource? random)
    {
        for (var k = 0; k < outputs.Length; k++)
        {
            network.Layers[k].Forward(Of(θ, k), x, Output(k, batch), scratch[k], batch, random);
            x = Output(k, batch);
        }

        return x;
    }

    /// <summary>Runs the network backward after <see cref="Forward"/>: overwrites dθ with the gradient of the mean loss, and returns that loss.</summary>
    public double Backward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, ReadOnlySpan<int> labels, Span<T> dθ)
    {
        var batch = labels.Length;
        var loss = network.Loss.Gradient(Output(outputs.Length - 1, batch), labels, gradients[0]);
        for (var k = outputs.Length - 1; k >= 0; k--)
        {
            var (layer, turn) = (network.Layers[k], (outputs.Length - 1 - k) % 2);
            var input = k == 0 ? x : Output(k - 1, batch);
            var dy = gradients[turn].AsSpan(0, batch * layer.Output.Size);
            var dx = k == 0 ? [] : gradients[1 - turn].AsSpan(0, batch * layer.Input.Size);
            var (start, length) = network.ParametersOf(k);
            layer.Backward(Of(θ, k), input, Output(k, batch), dy, dx, dθ.Slice(start, length), scratch[k], batch);
        }

        return loss;
    }

    private Span<T> Output(int k, int batch) => outputs[k].AsSpan(0, batch * network.Layers[k].Output.Size);

    private ReadOnlySpan<T> Of(ReadOnlySpan<T> θ, int k)
    {
        var (start, length) = network.ParametersOf(k);
        return θ.Slice(start, length);
    }
}

using System.Numerics;

namespace DescentLab;

/// <summary>
/// A layer of a network: its shapes, and its maps forward and backward over spans. A layer holds no parameters;
/// its parameters are a range of the one flat θ, its activations belong to the run of the network.
/// </summary>
/// <remarks>
/// All spans are row-major with a row for each sample of the minibatch: x is batch × Input.Size, y is batch × Output.Size.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public interface ILayer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>The name in the network's table: "FullyConnected", "Sigmoid".</summary>
    string Name { get; }

    /// <summary>The shape of an input sample.</summary>
    Shape Input { get; }

    /// <summary>The shape of an output sample.</summary>
    Shape Output { get; }

    /// <summary>The number of this layer's parameters in θ.</summary>
    int Parameters => 0;

    /// <summary>The initialiser of the parameters; null if the layer has none.</summary>
    Initialiser? Initialiser => null;

    /// <summary>Gets the size of the layer's scratch memory. Its content is kept between forward and backward.</summary>
    /// <param name="batch">The largest minibatch, in samples.</param>
    int Scratch(int batch) => 0;

    /// <summary>Overwrites the layer's parameters with their initial values.</summary>
    /// <param name="θ">The layer's range of θ.</param>
    /// <param name="random">The source of random numbers.</param>
    void Initialise(Span<T> θ, RandomSource random)
    {
    }

    /// <summary>Overwrites <paramref name="y"/> with the outputs for <paramref name="x"/>.</summary>
    /// <param name="θ">The layer's range of θ.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="y">Receives the outputs.</param>
    /// <param name="scratch">The layer's scratch memory.</param>
    /// <param name="batch">The number of samples.</param>
    /// <param name="random">Random numbers for layers that are random in training; null outside training.</param>
    void Forward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, Span<T> y, Span<T> scratch, int batch, RandomSource? random);

    /// <summary>Computes ∂L/∂x and ∂L/∂θ from ∂L/∂y: overwrites both.</summary>
    /// <param name="θ">The layer's range of θ.</param>
    /// <param name="x">The inputs of the forward pass.</param>
    /// <param name="y">The outputs of the forward pass.</param>
    /// <param name="dy">∂L/∂y; may be overwritten.</param>
    /// <param name="dx">Receives ∂L/∂x; empty where it is not needed (in the first layer).</param>
    /// <param name="dθ">Receives ∂L/∂θ.</param>
    /// <param name="scratch">The layer's scratch memory, as forward left it.</param>
    /// <param name="batch">The number of samples.</param>
    void Backward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> dy, Span<T> dx, Span<T> dθ, Span<T> scratch, int batch);
}

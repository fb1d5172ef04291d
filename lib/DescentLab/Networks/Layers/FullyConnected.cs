using System.Numerics;

namespace DescentLab;

/// <summary>A fully connected layer: every output is a weighted sum of all inputs, plus a bias.</summary>
/// <remarks>
/// <code>
/// y = x W + b
/// ∂L/∂W = xᵀ ∂L/∂y,  ∂L/∂b = Σ ∂L/∂y over the samples,  ∂L/∂x = ∂L/∂y Wᵀ
/// </code>
/// θ holds W: inputs × outputs, row-major, then b: outputs.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class FullyConnected<T> : ILayer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private static readonly T[] One = [T.One];

    private readonly Initialiser initialiser;

    /// <summary>A layer of the given width.</summary>
    /// <param name="input">The shape of a sample; an image is taken as the vector of its numbers.</param>
    /// <param name="outputs">How many outputs, at least 1.</param>
    /// <param name="initialiser">How the parameters start; <see cref="Initialiser.Book"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The outputs are below 1.</exception>
    public FullyConnected(Shape input, int outputs, Initialiser? initialiser = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Input = input.Checked(nameof(input));
        Output = Shape.Vector(outputs);
        this.initialiser = initialiser ?? Initialiser.Book;
    }

    /// <inheritdoc/>
    public string Name => "FullyConnected";

    /// <inheritdoc/>
    public Shape Input { get; }

    /// <inheritdoc/>
    public Shape Output { get; }

    /// <inheritdoc/>
    public int Parameters => (Inputs + 1) * Outputs;

    private int Inputs => Input.Size;

    private int Outputs => Output.Size;

    private int Weights => Inputs * Outputs;

    /// <summary>Room for Wᵀ.</summary>
    /// <param name="batch">The largest minibatch.</param>
    public int Scratch(int batch) => Weights;

    /// <inheritdoc/>
    public void Initialise(Span<T> θ, RandomSource random) => initialiser.Fill(θ[..Weights], θ[Weights..], Inputs, Outputs, random);

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, Span<T> y, Span<T> scratch, int batch, RandomSource? random) =>
        MatrixProduct.MultiplyPlusRow(x, θ[..Weights], θ[Weights..], y, new ProductShape
        {
            Rows = batch,
            Columns = Outputs,
            Inner = Inputs,
            ARow = Inputs,
            AInner = 1,
            BRow = Outputs,
            CRow = Outputs,
        });

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> dy, Span<T> dx, Span<T> dθ, Span<T> scratch, int batch)
    {
        MatrixProduct.Multiply(x, dy, dθ[..Weights], new ProductShape
        {
            Rows = Inputs,
            Columns = Outputs,
            Inner = batch,
            ARow = 1,
            AInner = Inputs,
            BRow = Outputs,
            CRow = Outputs,
        });
        MatrixProduct.Multiply<T>(One, dy, dθ[Weights..], new ProductShape
        {
            Rows = 1,
            Columns = Outputs,
            Inner = batch,
            BRow = Outputs,
            CRow = Outputs,
        });
        if (dx.IsEmpty)
        {
            return;
        }

        Transpose.Copy(θ[..Weights], Inputs, Outputs, scratch);
        MatrixProduct.Multiply(dy, scratch, dx, new ProductShape
        {
            Rows = batch,
            Columns = Inputs,
            Inner = Outputs,
            ARow = Outputs,
            AInner = 1,
            BRow = Inputs,
            CRow = Inputs,
        });
    }
}

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
[TypeFormatterSource]
public sealed class FullyConnected<T> : ILayer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Columns of a block: whole tiles of three registers, whether they hold 16 numbers or 8.</summary>
    private const int Block = 96;

    private static readonly T[] One = [T.One];

    /// <summary>A layer of the given width.</summary>
    /// <param name="input">The shape of a sample; an image is taken as the vector of its numbers.</param>
    /// <param name="outputs">The number of outputs, at least 1.</param>
    /// <param name="initialiser">The initialiser of the parameters; <see cref="DescentLab.Initialiser.Book"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The outputs are below 1.</exception>
    public FullyConnected(Shape input, int outputs, Initialiser? initialiser = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Input = input.Checked(nameof(input));
        Output = Shape.Vector(outputs);
        Parameters = Require.FitsTheta((input.Size + 1L) * outputs, $"A layer from {input.Size} to {outputs} numbers", nameof(outputs));
        Initialiser = initialiser ?? DescentLab.Initialiser.Book;
    }

    /// <inheritdoc/>
    public string Name => "FullyConnected";

    /// <inheritdoc/>
    public Shape Input { get; }

    /// <inheritdoc/>
    public Shape Output { get; }

    /// <summary>The initialiser of the parameters.</summary>
    public Initialiser Initialiser { get; }

    /// <inheritdoc/>
    public int Parameters { get; }

    private int Inputs => Input.Size;

    private int Outputs => Output.Size;

    private int Weights => Inputs * Outputs;

    /// <summary>Space for a block of Wᵀ, and for what <see cref="MatrixProduct.MultiplyTall"/> wants.</summary>
    /// <param name="batch">The largest minibatch.</param>
    public int Scratch(int batch) => Require.FitsArray(
        Math.Max((long)Block * Outputs, Math.Max(4L * Inputs, (long)MatrixProduct.TallBlock * batch)),
        $"The memory of a layer from {Inputs} to {Outputs} numbers for {batch} samples", nameof(batch));

    /// <inheritdoc/>
    public void Initialise(Span<T> θ, RandomSource random) => Initialiser.Fill(θ[..Weights], θ[Weights..], Inputs, Outputs, random);

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
        var weights = new ProductShape
        {
            Rows = Inputs,
            Columns = Outputs,
            Inner = batch,
            ARow = 1,
            AInner = Inputs,
            BRow = Outputs,
            CRow = Outputs,
        };
        MatrixProduct.MultiplyTall(x, dy, dθ[..Weights], weights, scratch);
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

        // Wᵀ is needed a block of columns at a time: only the block is ever made.
        for (var from = 0; from < Inputs; from += Block)
        {
            var columns = Math.Min(Block, Inputs - from);
            Transpose.Copy(θ.Slice(from * Outputs, columns * Outputs), columns, Outputs, scratch, columns);
            MatrixProduct.Multiply(dy, scratch, dx[from..], new ProductShape
            {
                Rows = batch,
                Columns = columns,
                Inner = Outputs,
                ARow = Outputs,
                AInner = 1,
                BRow = columns,
                CRow = Inputs,
            });
        }
    }

    /// <summary>The name and the output shape.</summary>
    public override string ToString() => $"{Name} → {Output}";
}

using System.Numerics;

namespace DescentLab;

/// <summary>A convolution: every output pixel is a fully connected layer of the patch of input pixels under it, the same for all pixels.</summary>
/// <remarks>
/// <code>
/// y[i, j, f] = b[f] + Σ x[i + u, j + v, c] W[u, v, c, f]   over u, v in the kernel and the channels c
/// </code>
/// Cross-correlation (the kernel is not flipped), no padding ("valid"), stride 1: the image shrinks by kernel − 1.
/// θ holds W: (kernel row, kernel column, input channel) × filters, row-major, then b: filters. Images are [row, column,
/// channel]. This is the layout of Keras.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
[TypeFormatterSource]
public sealed class Conv2D<T> : ILayer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private const int CachedNumbers = 6 * 1024;

    private static readonly T[] One = [T.One];

    private readonly int kernel;

    /// <summary>A convolution with square kernels.</summary>
    /// <param name="input">The shape of an image.</param>
    /// <param name="filters">The number of output channels, at least 1.</param>
    /// <param name="kernel">The side of the kernel, 1 … the smaller side of the image.</param>
    /// <param name="initialiser">The initialiser of the parameters; <see cref="DescentLab.Initialiser.Glorot"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no filter, or the kernel does not fit into the image.</exception>
    public Conv2D(Shape input, int filters, int kernel = 3, Initialiser? initialiser = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(filters, 1);
        Input = input.Checked(nameof(input));
        if (kernel < 1 || kernel > Math.Min(input.Height, input.Width))
        {
            throw new ArgumentOutOfRangeException(nameof(kernel), kernel, $"A kernel of {kernel}×{kernel} does not fit into an image of {input}. Its side must be 1 to {Math.Min(input.Height, input.Width)}.");
        }

        Output = new Shape(input.Height - kernel + 1, input.Width - kernel + 1, filters).Checked(nameof(filters));
        Parameters = Require.FitsTheta((((long)kernel * kernel * input.Channels) + 1) * filters, $"A convolution with {filters} filters of {kernel} × {kernel} × {input.Channels}", nameof(filters));
        this.kernel = kernel;
        Initialiser = initialiser ?? DescentLab.Initialiser.Glorot;
    }

    /// <inheritdoc/>
    public string Name => $"Conv2D {kernel}×{kernel}";

    /// <inheritdoc/>
    public Shape Input { get; }

    /// <inheritdoc/>
    public Shape Output { get; }

    /// <summary>The initialiser of the parameters.</summary>
    public Initialiser Initialiser { get; }

    /// <inheritdoc/>
    public int Parameters { get; }

    private int Filters => Output.Channels;

    /// <summary>The numbers in a row of a patch: neighbours in memory.</summary>
    private int PatchRow => kernel * Input.Channels;

    private int Weights => kernel * PatchRow * Filters;

    /// <summary>The rows and columns of zeros around ∂L/∂y that let every input pixel see a whole kernel.</summary>
    private int Border => kernel - 1;

    private Shape Padded => new(Output.Height + (2 * Border), Output.Width + (2 * Border), Filters);

    /// <summary>Space for the turned kernels, and for ∂L/∂y of one image in a frame of zeros.</summary>
    /// <param name="batch">The largest minibatch.</param>
    public int Scratch(int batch) => Require.FitsArray(
        Weights + ((long)Padded.Height * Padded.Width * Padded.Channels), $"The memory of a convolution with {Filters} filters of {kernel} × {kernel}", nameof(batch));

    /// <inheritdoc/>
    public void Initialise(Span<T> θ, RandomSource random) =>
        Initialiser.Fill(θ[..Weights], θ[Weights..], kernel * PatchRow, kernel * kernel * Filters, random);

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, Span<T> y, Span<T> scratch, int batch, RandomSource? random)
    {
        for (var n = 0; n < batch; n++)
        {
            Convolve(x.Slice(n * Input.Size, Input.Size), Input, θ[..Weights], θ[Weights..], y.Slice(n * Output.Size, Output.Size), Output);
        }
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> dy, Span<T> dx, Span<T> dθ, Span<T> scratch, int batch)
    {
        dθ.Clear();
        for (var n = 0; n < batch; n++)
        {
            var image = x.Slice(n * Input.Size, Input.Size);
            ReadOnlySpan<T> dImage = dy.Slice(n * Output.Size, Output.Size);
            AddParameters(image, dImage, dθ);
        }

        if (dx.IsEmpty)
        {
            return;
        }

        var turned = scratch[..Weights];
        var frame = scratch.Slice(Weights, Padded.Size);
        Turn(θ[..Weights], turned);
        frame.Clear();
        for (var n = 0; n < batch; n++)
        {
            Inputs(turned, frame, dy.Slice(n * Output.Size, Output.Size), dx.Slice(n * Input.Size, Input.Size));
        }
    }

    /// <summary>∂L/∂W += patchesᵀ ∂L/∂y and ∂L/∂b += Σ ∂L/∂y of one image.</summary>
    private void AddParameters(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dθ)
    {
        // As many rows of ∂L/∂y at a time as fit the nearest cache.
        var block = Math.Clamp(CachedNumbers / (Output.Width * Filters), 1, Output.Height);
        for (var row = 0; row < Output.Height; row += block)
        {
            for (var u = 0; u < kernel; u++)
            {
                MatrixProduct.MultiplyAdd(
                    x[((row + u) * Input.Width * Input.Channels)..],
                    dy[(row * Output.Width * Filters)..],
                    dθ.Slice(u * PatchRow * Filters, PatchRow * Filters),
                    new ProductShape
                    {
                        Rows = PatchRow,
                        Columns = Filters,
                        Inner = Output.Width,
                        Segments = Math.Min(block, Output.Height - row),
                        ARow = 1,
                        AInner = Input.Channels,
                        ASegment = Input.Width * Input.Channels,
                        BRow = Filters,
                        BSegment = Output.Width * Filters,
                        CRow = Filters,
                    });
            }
        }

        MatrixProduct.MultiplyAdd(One, dy, dθ[Weights..], new ProductShape
        {
            Rows = 1,
            Columns = Filters,
            Inner = Output.Height * Output.Width,
            BRow = Filters,
            CRow = Filters,
        });
    }

    /// <summary>∂L/∂x of one image: the convolution of the framed ∂L/∂y with the turned kernels.</summary>
    private void Inputs(ReadOnlySpan<T> turned, Span<T> frame, ReadOnlySpan<T> dy, Span<T> dx)
    {
        var frameRow = Padded.Width * Filters;
        for (var row = 0; row < Output.Height; row++)
        {
            dy.Slice(row * Output.Width * Filters, Output.Width * Filters).CopyTo(frame[(((row + Border) * frameRow) + (Border * Filters))..]);
        }

        Convolve(frame, Padded, turned, [], dx, Input);
    }

    /// <summary>Convolves an image with kernels, one kernel row and one row of pixels at a time.</summary>
    /// <remarks>
    /// A row of pixels is a matrix product: neighbouring patches overlap in memory as they do in the image, so none is
    /// copied. A single kernel row fits the nearest cache; between two of them, the sums wait in y.
    /// </remarks>
    private void Convolve(ReadOnlySpan<T> x, Shape from, ReadOnlySpan<T> kernels, ReadOnlySpan<T> biases, Span<T> y, Shape to)
    {
        int fromRow = from.Width * from.Channels, toRow = to.Width * to.Channels, kernelRow = kernel * from.Channels * to.Channels;
        var product = new ProductShape
        {
            Rows = to.Width,
            Columns = to.Channels,
            Inner = kernel * from.Channels,
            ARow = from.Channels,
            AInner = 1,
            BRow = to.Channels,
            CRow = to.Channels,
        };
        for (var u = 0; u < kernel; u++)
        {
            var w = kernels.Slice(u * kernelRow, kernelRow);
            for (var row = 0; row < to.Height; row++)
            {
                var patches = x[((row + u) * fromRow)..];
                var pixels = y.Slice(row * toRow, toRow);
                if (u > 0)
                {
                    MatrixProduct.MultiplyAdd(patches, w, pixels, product);
                }
                else if (biases.IsEmpty)
                {
                    MatrixProduct.Multiply(patches, w, pixels, product);
                }
                else
                {
                    MatrixProduct.MultiplyPlusRow(patches, w, biases, pixels, product);
                }
            }
        }
    }

    /// <summary>to[u, v, f, c] = from[k − 1 − u, k − 1 − v, c, f].</summary>
    private void Turn(ReadOnlySpan<T> from, Span<T> to)
    {
        var size = Input.Channels * Filters;
        for (var at = 0; at < kernel * kernel; at++)
        {
            Transpose.Copy(from.Slice(((kernel * kernel) - 1 - at) * size, size), Input.Channels, Filters, to.Slice(at * size, size), Input.Channels);
        }
    }

    /// <summary>The name and the output shape.</summary>
    public override string ToString() => $"{Name} → {Output}";
}

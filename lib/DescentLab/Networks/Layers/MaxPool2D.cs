using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DescentLab;

/// <summary>Keeps the largest of each square of pixels, channel by channel.</summary>
/// <remarks>
/// The squares do not overlap; rows and columns left over at the far edges are dropped. On a tie, the first pixel in
/// row-major order is the maximum, and only this pixel gets the gradient.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
[TypeFormatterSource]
public sealed class MaxPool2D<T> : ILayer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly int side;

    /// <summary>Pooling over squares.</summary>
    /// <param name="input">The shape of an image.</param>
    /// <param name="side">The side of a square, 1 … the smaller side of the image; 2 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The square does not fit into the image.</exception>
    public MaxPool2D(Shape input, int side = 2)
    {
        Input = input.Checked(nameof(input));
        if (side < 1 || side > Math.Min(input.Height, input.Width))
        {
            throw new ArgumentOutOfRangeException(nameof(side), side, $"A square of {side}×{side} does not fit into an image of {input}. Its side must be 1 to {Math.Min(input.Height, input.Width)}.");
        }

        Output = new(input.Height / side, input.Width / side, input.Channels);
        this.side = side;
    }

    /// <inheritdoc/>
    public string Name => $"MaxPool2D {side}×{side}";

    /// <inheritdoc/>
    public Shape Input { get; }

    /// <inheritdoc/>
    public Shape Output { get; }

    private int Channels => Input.Channels;

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, Span<T> y, Span<T> scratch, int batch, RandomSource? random) =>
        Registers.Run<T, Maxima>(new(this, x[..(batch * Input.Size)], y[..(batch * Output.Size)]), Channels);

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> dy, Span<T> dx, Span<T> dθ, Span<T> scratch, int batch)
    {
        if (dx.IsEmpty)
        {
            return;
        }

        if (Input.Height % side != 0 || Input.Width % side != 0)
        {
            dx.Clear();
        }

        int inputs = batch * Input.Size, outputs = batch * Output.Size;
        Registers.Run<T, Shares>(new(this, x[..inputs], y[..outputs], dy[..outputs], dx[..inputs]), Channels);
    }

    /// <summary>Gets the index in x at which the square of an output pixel starts.</summary>
    [MethodImpl(Registers.Inlined)]
    private int Corner(int pixel)
    {
        var (rows, column) = Math.DivRem(pixel, Output.Width);
        var (image, row) = Math.DivRem(rows, Output.Height);
        return (image * Input.Size) + (((row * side * Input.Width) + (column * side)) * Channels);
    }

    /// <summary>From the corner to pixel number <paramref name="at"/> of the square.</summary>
    [MethodImpl(Registers.Inlined)]
    private int Offset(int at) => ((at / side * Input.Width) + (at % side)) * Channels;

    /// <summary>y: the largest of each square, pixel by pixel.</summary>
    private readonly ref struct Maxima(MaxPool2D<T> layer, ReadOnlySpan<T> x, Span<T> y) : IRegisterLoop<T>
    {
        private readonly ReadOnlySpan<T> x = x;
        private readonly Span<T> y = y;

        [MethodImpl(Registers.Kernel)]
        public int Run<V>(int from)
            where V : struct, ILane<V, T>
        {
            ref var x0 = ref MemoryMarshal.GetReference(x);
            ref var y0 = ref MemoryMarshal.GetReference(y);
            int channels = layer.Channels, square = layer.side * layer.side, pixels = y.Length / channels;
            var end = channels - V.Count;
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var corner = layer.Corner(pixel);
                for (var channel = from; channel <= end; channel += V.Count)
                {
                    // Offsets stay within the spans: x and y hold whole images.
                    ref var first = ref Unsafe.Add(ref x0, corner + channel);
                    var best = V.Load(in first);
                    for (var at = 1; at < square; at++)
                    {
                        var next = V.Load(in Unsafe.Add(ref first, layer.Offset(at)));
                        best = V.Select(best, next, next, best);
                    }

                    best.Store(ref Unsafe.Add(ref y0, (pixel * channels) + channel));
                }
            }

            return channels - ((channels - from) % V.Count);
        }
    }

    /// <summary>∂L/∂x: what each pixel of a square takes of ∂L/∂y, pixel by pixel.</summary>
    private readonly ref struct Shares(MaxPool2D<T> layer, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx) : IRegisterLoop<T>
    {
        private readonly ReadOnlySpan<T> x = x;
        private readonly ReadOnlySpan<T> y = y;
        private readonly ReadOnlySpan<T> dy = dy;
        private readonly Span<T> dx = dx;

        [MethodImpl(Registers.Kernel)]
        public int Run<V>(int from)
            where V : struct, ILane<V, T>
        {
            ref var x0 = ref MemoryMarshal.GetReference(x);
            ref var y0 = ref MemoryMarshal.GetReference(y);
            ref var dy0 = ref MemoryMarshal.GetReference(dy);
            ref var dx0 = ref MemoryMarshal.GetReference(dx);
            int channels = layer.Channels, square = layer.side * layer.side, pixels = y.Length / channels;
            var end = channels - V.Count;
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var corner = layer.Corner(pixel);
                for (var channel = from; channel <= end; channel += V.Count)
                {
                    var best = V.Load(in Unsafe.Add(ref y0, (pixel * channels) + channel));
                    var left = V.Load(in Unsafe.Add(ref dy0, (pixel * channels) + channel));
                    for (var at = 0; at < square; at++)
                    {
                        // The gradient given to the maximum is removed from the rest, so that a later tie gets nothing.
                        var i = corner + layer.Offset(at) + channel;
                        var share = left * V.Select(V.Load(in Unsafe.Add(ref x0, i)), best, default, V.Of(T.One));
                        share.Store(ref Unsafe.Add(ref dx0, i));
                        left -= share;
                    }
                }
            }

            return channels - ((channels - from) % V.Count);
        }
    }
}

using System.Numerics;

namespace DescentLab;

/// <summary>Keeps the largest of each square of pixels, channel by channel.</summary>
/// <remarks>
/// The squares do not overlap; rows and columns left over at the far edges are dropped. On a tie, the first pixel in
/// row-major order is the maximum, and it alone takes the gradient.
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
    public void Forward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, Span<T> y, Span<T> scratch, int batch, RandomSource? random)
    {
        for (var pixel = 0; pixel < batch * Output.Height * Output.Width; pixel++)
        {
            var best = y.Slice(pixel * Channels, Channels);
            x.Slice(Corner(pixel), Channels).CopyTo(best);
            for (var at = 1; at < side * side; at++)
            {
                Map.Apply<T, Larger>(best, x.Slice(Corner(pixel) + Offset(at), Channels), best);
            }
        }
    }

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

        for (var pixel = 0; pixel < batch * Output.Height * Output.Width; pixel++)
        {
            var corner = Corner(pixel);
            var best = y.Slice(pixel * Channels, Channels);
            var left = dy.Slice(pixel * Channels, Channels);
            for (var at = 0; at < side * side; at++)
            {
                // What the maximum takes is gone from what is left, so that a tie further on gets nothing.
                var share = dx.Slice(corner + Offset(at), Channels);
                Map.Apply<T, IsLargest>(x.Slice(corner + Offset(at), Channels), best, share);
                Map.Apply<T, Times>(left, share, share);
                Map.Apply<T, Minus>(left, share, left);
            }
        }
    }

    /// <summary>Where the square of an output pixel starts in x.</summary>
    private int Corner(int pixel)
    {
        var (rows, column) = Math.DivRem(pixel, Output.Width);
        var (image, row) = Math.DivRem(rows, Output.Height);
        return (image * Input.Size) + (((row * side * Input.Width) + (column * side)) * Channels);
    }

    /// <summary>From the corner to pixel number <paramref name="at"/> of the square.</summary>
    private int Offset(int at) => ((at / side * Input.Width) + (at % side)) * Channels;

    private readonly struct Larger : IMap<T>
    {
        [MethodImpl(Registers.Inlined)]
        public static V Of<V>(V best, V next)
            where V : struct, ILane<V, T> =>
            V.Select(best, next, next, best);
    }

    private readonly struct IsLargest : IMap<T>
    {
        [MethodImpl(Registers.Inlined)]
        public static V Of<V>(V seen, V best)
            where V : struct, ILane<V, T> =>
            V.Select(seen, best, default, V.Of(T.One));
    }

    private readonly struct Times : IMap<T>
    {
        [MethodImpl(Registers.Inlined)]
        public static V Of<V>(V a, V b)
            where V : struct, ILane<V, T> =>
            a * b;
    }

    private readonly struct Minus : IMap<T>
    {
        [MethodImpl(Registers.Inlined)]
        public static V Of<V>(V a, V b)
            where V : struct, ILane<V, T> =>
            a - b;
    }

    /// <summary>The name and the output shape.</summary>
    public override string ToString() => $"{Name} → {Output}";
}

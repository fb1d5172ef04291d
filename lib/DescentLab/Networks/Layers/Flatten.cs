using System.Numerics;

namespace DescentLab;

/// <summary>Treats an image as the vector of its numbers, [row, column, channel]. No data is moved.</summary>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
[TypeFormatterSource]
public sealed class Flatten<T> : ILayer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Flattens images.</summary>
    /// <param name="input">The shape of an image.</param>
    public Flatten(Shape input) => Input = input.Checked(nameof(input));

    /// <inheritdoc/>
    public string Name => "Flatten";

    /// <inheritdoc/>
    public Shape Input { get; }

    /// <inheritdoc/>
    public Shape Output => Shape.Vector(Input.Size);

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, Span<T> y, Span<T> scratch, int batch, RandomSource? random) => x.CopyTo(y);

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> dy, Span<T> dx, Span<T> dθ, Span<T> scratch, int batch)
    {
        if (!dx.IsEmpty)
        {
            dy.CopyTo(dx);
        }
    }

    /// <summary>The name and the output shape.</summary>
    public override string ToString() => $"{Name} → {Output}";
}

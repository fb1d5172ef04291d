using System.Numerics;

namespace DescentLab;

/// <summary>A layer without parameters that applies one function to every number: an activation.</summary>
/// <remarks>The derivative is a function of the output y alone.</remarks>
/// <typeparam name="T">The number type.</typeparam>
/// <typeparam name="TForward">y from x.</typeparam>
/// <typeparam name="TBackward">∂L/∂x from ∂L/∂y and y.</typeparam>
[TypeFormatterSource]
internal sealed class ElementwiseLayer<T, TForward, TBackward>(string name, Shape shape) : ILayer<T>
    where T : struct, IFloatingPointIeee754<T>
    where TForward : struct, IMap<T>
    where TBackward : struct, IMap<T>
{
    public string Name => name;

    public Shape Input => shape;

    public Shape Output => shape;

    public void Forward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, Span<T> y, Span<T> scratch, int batch, RandomSource? random) =>
        Map.Apply<T, TForward>(x, x, y);

    public void Backward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> dy, Span<T> dx, Span<T> dθ, Span<T> scratch, int batch)
    {
        if (!dx.IsEmpty)
        {
            Map.Apply<T, TBackward>(dy, y, dx);
        }
    }

    public override string ToString() => $"{Name} → {Output}";
}

using System.Numerics;

namespace DescentLab;

/// <summary>Multiplies a vector with a number.</summary>
internal static class Scale
{
    /// <summary>x ← factor · x.</summary>
    public static void Apply<T>(Span<T> x, T factor)
        where T : struct, IFloatingPointIeee754<T> =>
        Elementwise.Apply(new Rule<T>(factor), x, x);

    private readonly struct Rule<T>(T factor) : IElementwiseRule<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        public static int StateVectors => 0;

        [MethodImpl(Registers.Inlined)]
        public void Apply<V>(ref V x, V g, ref V first, ref V second)
            where V : struct, ILane<V, T> =>
            x = factor * g;
    }
}

using System.Numerics;

namespace DescentLab;

/// <summary>The activations: sigmoid, tanh and ReLU, each with its derivative written in its own output y.</summary>
internal static class Activation
{
    /// <summary>y = 1 / (1 + e⁻ˣ); dy/dx = y (1 − y).</summary>
    public static ILayer<T> Sigmoid<T>(Shape shape)
        where T : struct, IFloatingPointIeee754<T> =>
        new ElementwiseLayer<T, SigmoidMap<T>, SigmoidSlope<T>>("Sigmoid", shape);

    /// <summary>y = tanh x; dy/dx = 1 − y².</summary>
    public static ILayer<T> Tanh<T>(Shape shape)
        where T : struct, IFloatingPointIeee754<T> =>
        new ElementwiseLayer<T, TanhMap<T>, TanhSlope<T>>("Tanh", shape);

    /// <summary>y = max(0, x); dy/dx = 1 where y &gt; 0, else 0 (also at x = 0).</summary>
    public static ILayer<T> ReLU<T>(Shape shape)
        where T : struct, IFloatingPointIeee754<T> =>
        new ElementwiseLayer<T, ReLUMap<T>, ReLUSlope<T>>("ReLU", shape);

    private readonly struct SigmoidMap<T> : IMap<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        [MethodImpl(Registers.Inlined)]
        public static V Of<V>(V x, V unused)
            where V : struct, ILane<V, T> =>
            Exponential<T>.Sigmoid(x);
    }

    private readonly struct SigmoidSlope<T> : IMap<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        [MethodImpl(Registers.Inlined)]
        public static V Of<V>(V dy, V y)
            where V : struct, ILane<V, T> =>
            dy * (y * (V.Of(T.One) - y));
    }

    private readonly struct TanhMap<T> : IMap<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        [MethodImpl(Registers.Inlined)]
        public static V Of<V>(V x, V unused)
            where V : struct, ILane<V, T> =>
            Exponential<T>.Tanh(x);
    }

    private readonly struct TanhSlope<T> : IMap<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        [MethodImpl(Registers.Inlined)]
        public static V Of<V>(V dy, V y)
            where V : struct, ILane<V, T> =>
            dy * (V.Of(T.One) - (y * y));
    }

    private readonly struct ReLUMap<T> : IMap<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        // x < 0 ? 0 : x, so that NaN stays NaN and a divergence is seen.
        [MethodImpl(Registers.Inlined)]
        public static V Of<V>(V x, V unused)
            where V : struct, ILane<V, T> =>
            V.Select(x, default, default, x);
    }

    private readonly struct ReLUSlope<T> : IMap<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        [MethodImpl(Registers.Inlined)]
        public static V Of<V>(V dy, V y)
            where V : struct, ILane<V, T> =>
            V.Select(default, y, dy, default);
    }
}

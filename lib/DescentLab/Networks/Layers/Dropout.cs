using System.Numerics;

namespace DescentLab;

/// <summary>In training, sets a random share of the numbers to 0 and scales the others up, so that the mean is unchanged.</summary>
/// <remarks>
/// <code>
/// y = x · m / (1 − p),   m = 0 with probability p, else 1
/// </code>
/// Outside training, y = x. Source: N. Srivastava et al., Dropout, JMLR 15 (2014), in the
/// inverted form, which does not change evaluation.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
[TypeFormatterSource]
public sealed class Dropout<T> : ILayer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    // 21 random bits decide one number; 64 bits decide three.
    private const int Bits = 21;

    private readonly double rate;

    /// <summary>Creates a dropout layer.</summary>
    /// <param name="shape">The shape of a sample.</param>
    /// <param name="rate">p, the probability to drop a number, in [0, 1); 0.5 by default. It is rounded to a multiple of 2⁻²¹, which must be below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside [0, 1), or rounds to 1.</exception>
    public Dropout(Shape shape, double rate = 0.5)
    {
        Input = shape.Checked(nameof(shape));
        this.rate = Require.Fraction(rate, "dropout rate");
        if (Limit == 1 << Bits)
        {
            throw Require.Refused(rate, $"The dropout rate {rate} would drop every number. It must be at most 0.9999995, such as 0.5.");
        }
    }

    /// <inheritdoc/>
    public string Name => $"Dropout {rate}";

    /// <inheritdoc/>
    public Shape Input { get; }

    /// <inheritdoc/>
    public Shape Output => Input;

    /// <summary>Random bits below this drop a number.</summary>
    private ulong Limit => (ulong)Math.Round(rate * (1 << Bits));

    /// <summary>Space for the factors m / (1 − p).</summary>
    /// <param name="batch">The largest minibatch.</param>
    public int Scratch(int batch) => Require.FitsArray((long)batch * Input.Size, $"The memory of dropout for {batch} samples", nameof(batch));

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, Span<T> y, Span<T> scratch, int batch, RandomSource? random)
    {
        if (random is null)
        {
            x.CopyTo(y);
            return;
        }

        var factors = scratch[..x.Length];
        var kept = T.CreateChecked(1 / (1 - rate));

        var limit = Limit;
        ulong bits = 0;
        for (var i = 0; i < factors.Length; i++)
        {
            bits = i % 3 == 0 ? random.NextBits() : bits >> Bits;
            factors[i] = (bits & ((1 << Bits) - 1)) < limit ? T.Zero : kept;
        }

        Map.Apply<T, Times>(x, factors, y);
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<T> θ, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> dy, Span<T> dx, Span<T> dθ, Span<T> scratch, int batch)
    {
        if (!dx.IsEmpty)
        {
            Map.Apply<T, Times>(dy, scratch[..dy.Length], dx);
        }
    }

    private readonly struct Times : IMap<T>
    {
        [MethodImpl(Registers.Inlined)]
        public static V Of<V>(V a, V b)
            where V : struct, ILane<V, T> =>
            a * b;
    }

    /// <summary>The name and the output shape.</summary>
    public override string ToString() => $"{Name} → {Output}";
}

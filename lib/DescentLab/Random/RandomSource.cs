using System.Globalization;
using System.Numerics;

namespace DescentLab;

/// <summary>
/// A stream of random numbers that is the same on every machine, and whose state can be saved: every draw of a training
/// (initial weights, minibatches, dropout) comes from one of these.
/// </summary>
/// <remarks>
/// The generator is xoshiro256** (Blackman and Vigna, Scrambled linear pseudorandom number generators, 2021): 256 bits of
/// state, period 2²⁵⁶ − 1. A seed of 64 bits is spread over the state by SplitMix64, so that neighbouring seeds give
/// unrelated streams. Not for cryptography.
/// </remarks>
[TypeFormatterSource]
public sealed class RandomSource
{
    private ulong s0, s1, s2, s3;

    /// <summary>The stream of a seed.</summary>
    /// <param name="seed">Any number: equal seeds give equal streams.</param>
    /// <param name="stream">The number of the stream of this seed, from 0; streams are unrelated.</param>
    public RandomSource(long seed, int stream = 0)
    {
        // Two rounds of mixing separate (seed, stream) pairs that a plain sum would map to the same state.
        var mixer = unchecked((ulong)seed);
        mixer = SplitMix(ref mixer) ^ unchecked((ulong)stream * 0x9E3779B97F4A7C15UL);
        s0 = SplitMix(ref mixer);
        s1 = SplitMix(ref mixer);
        s2 = SplitMix(ref mixer);
        s3 = SplitMix(ref mixer);
    }

    private RandomSource()
    {
    }

    /// <summary>The 256 bits that decide every later draw: after saving them, <see cref="FromState"/> continues from here.</summary>
    public RandomState State
    {
        get => new(s0, s1, s2, s3);
        set => (s0, s1, s2, s3) = value == default
            ? throw new ArgumentException("A state of zeros only ever gives zeros. Save the state of a stream.", nameof(value))
            : value;
    }

    /// <summary>The stream that continues where another one was saved.</summary>
    /// <param name="state">A saved <see cref="State"/>.</param>
    /// <exception cref="ArgumentException">The state is all zeros.</exception>
    public static RandomSource FromState(RandomState state) => new() { State = state };

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>A whole number from 0 to <paramref name="bound"/> − 1, each equally likely.</summary>
    /// <param name="bound">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int Next(int bound)
    {
        Require.AtLeast(1, bound, "bound");

        // The high half of bits × bound; the few low halves that would favour small results are drawn again (Lemire 2019).
        var product = (ulong)(uint)(NextBits() >> 32) * (uint)bound;
        if ((uint)product < (uint)bound)
        {
            var unfair = unchecked((uint)-bound) % (uint)bound;
            while ((uint)product < unfair)
            {
                product = (ulong)(uint)(NextBits() >> 32) * (uint)bound;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A number from [0, 1): one of the 2⁵³ multiples of 2⁻⁵³.</summary>
    public double Uniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    /// <exception cref="ArgumentOutOfRangeException">An end or the distance between them is not finite.</exception>
    public double Uniform(double low, double high)
    {
        if (!double.IsFinite(high - low))
        {
            throw Require.Refused(high, $"The ends are {low} and {high}: they and their distance must be finite. Give smaller ones.");
        }

        // Between ends that are close together, the sum may be rounded up to the upper one.
        var value = low + ((high - low) * Uniform());
        return value >= high && low < high ? double.BitDecrement(high) : value;
    }

    /// <summary>
    /// A number from [<paramref name="low"/>, <paramref name="high"/>], each ratio as likely as any other, rounded to
    /// two significant digits: a rate to try.
    /// </summary>
    /// <param name="low">The lower end, above 0.</param>
    /// <param name="high">The upper end.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lower end is not above 0, or the upper end below it.</exception>
    public double LogUniform(double low, double high)
    {
        if (!(low > 0 && high >= low && double.IsFinite(high)))
        {
            throw Require.Refused(low, $"The ends are {low} and {high}: they must be above 0, finite and in order.");
        }

        // The library's exponential may differ in the last bit between machines; two digits never do.
        var value = Math.Exp(Uniform(Math.Log(low), Math.Log(high)));
        return double.Parse(value.ToString("E1", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>A number from the normal distribution, by Marsaglia's polar method.</summary>
    /// <param name="mean">Its mean; 0 by default.</param>
    /// <param name="deviation">Its standard deviation; 1 by default.</param>
    public double Normal(double mean = 0, double deviation = 1)
    {
        // The method yields two numbers; the second is discarded, so that four words are the whole state.
        double x, r;
        do
        {
            x = Uniform(-1, 1);
            var y = Uniform(-1, 1);
            r = (x * x) + (y * y);
        }
        while (r >= 1 || r == 0);

        return mean + (deviation * x * Math.Sqrt(-2 * Logarithm.Of(r) / r));
    }

    /// <summary>Puts a random choice of the values, in random order, in front: the first steps of a Fisher–Yates shuffle.</summary>
    /// <typeparam name="V">Any type.</typeparam>
    /// <param name="values">The values; reordered.</param>
    /// <param name="count">The number of values to choose, from 0 to all. One draw each.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many values.</exception>
    public void Choose<V>(Span<V> values, int count)
    {
        Require.Index(count, values.Length + 1, "number of values");
        for (var i = 0; i < count; i++)
        {
            var j = i + Next(values.Length - i);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>Puts the values in random order, each order equally likely.</summary>
    /// <typeparam name="V">Any type.</typeparam>
    /// <param name="values">The values; reordered.</param>
    public void Shuffle<V>(Span<V> values) => Choose(values, Math.Max(0, values.Length - 1));

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>Describes the state of the stream.</summary>
    public override string ToString() => $"{State}";
}

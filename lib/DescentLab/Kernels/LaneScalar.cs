using System.Numerics;
using System.Runtime.CompilerServices;

namespace DescentLab;

/// <summary>A single number: the tail of a vector, and machines without vector registers.</summary>
internal readonly struct LaneScalar<T>(T value) : ILane<LaneScalar<T>, T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly T value = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar<T> Load(ref readonly T source) => new(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar<T> Spread(ref readonly T source) => new(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar<T> Of(T value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination) => destination = value;

    public static LaneScalar<T> operator +(LaneScalar<T> a, LaneScalar<T> b) => new(a.value + b.value);

    public static LaneScalar<T> operator -(LaneScalar<T> a, LaneScalar<T> b) => new(a.value - b.value);

    public static LaneScalar<T> operator -(LaneScalar<T> a) => new(-a.value);

    public static LaneScalar<T> operator *(LaneScalar<T> a, LaneScalar<T> b) => new(a.value * b.value);

    public static LaneScalar<T> operator *(T a, LaneScalar<T> b) => new(a * b.value);

    public static LaneScalar<T> operator /(LaneScalar<T> a, LaneScalar<T> b) => new(a.value / b.value);

    public static LaneScalar<T> operator /(LaneScalar<T> a, T b) => new(a.value / b);

    public static LaneScalar<T> operator +(LaneScalar<T> a, T b) => new(a.value + b);

    public static LaneScalar<T> Sqrt(LaneScalar<T> a) => new(T.Sqrt(a.value));

    public static LaneScalar<T> MultiplyAdd(LaneScalar<T> a, LaneScalar<T> b, LaneScalar<T> c) =>
        new(T.FusedMultiplyAdd(a.value, b.value, c.value));

    public static LaneScalar<T> Ratio(LaneScalar<T> a, LaneScalar<T> b) =>
        b.value == T.Zero ? default : new(a.value / b.value);

    public static LaneScalar<T> PowerOfTwo(LaneScalar<T> rounded) =>
        typeof(T) == typeof(float)
            ? new((T)(object)BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits((float)(object)rounded.value) + 127) << 23))
            : new((T)(object)BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits((double)(object)rounded.value) + 1023) << 52));

    public static LaneScalar<T> Select(LaneScalar<T> a, LaneScalar<T> b, LaneScalar<T> whenLess, LaneScalar<T> otherwise) =>
        a.value < b.value ? whenLess : otherwise;

    public static LaneScalar<T> FromBytes(ref readonly byte source) => new(T.CreateTruncating(source));
}

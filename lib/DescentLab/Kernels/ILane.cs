using System.Numerics;

namespace DescentLab;

/// <summary>
/// One register of numbers, as wide as the machine has them, or a single number: what lets an equation be written once
/// and run at any vector width. Every operation is the IEEE 754 operation on each number alone, so that the width never
/// changes a result.
/// </summary>
internal interface ILane<TSelf, T>
    where TSelf : struct, ILane<TSelf, T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>The number of elements in one register.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> numbers that start at <paramref name="source"/>.</summary>
    static abstract TSelf Load(ref readonly T source);

    /// <summary>Reads one number into every place.</summary>
    static abstract TSelf Spread(ref readonly T source);

    /// <summary>The same number in every place.</summary>
    static abstract TSelf Of(T value);

    /// <summary>Writes the numbers to the memory that starts at <paramref name="destination"/>.</summary>
    void Store(ref T destination);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator *(T a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, T b);

    static abstract TSelf operator +(TSelf a, T b);

    /// <summary>√a.</summary>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>a·b + c with a single rounding.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>a / b, and 0 where b is 0: the step of a rule without ε whose gradients have all been zero.</summary>
    static abstract TSelf Ratio(TSelf a, TSelf b);

    /// <summary>
    /// 2ⁿ from the low bits of a number to which 1.5·2ᵐ (m the bits of the mantissa) was added, which rounds it to the
    /// whole number n and leaves n there: the last step of an exponential. Infinite for the n just above the range.
    /// </summary>
    static abstract TSelf PowerOfTwo(TSelf rounded);

    /// <summary>Place by place: <paramref name="whenLess"/> where a &lt; b, else <paramref name="otherwise"/>, also where one is NaN.</summary>
    static abstract TSelf Select(TSelf a, TSelf b, TSelf whenLess, TSelf otherwise);

    /// <summary>Reads <see cref="Count"/> bytes as numbers.</summary>
    static abstract TSelf FromBytes(ref readonly byte source);
}

using System.Runtime.CompilerServices;
using Xunit;

namespace DescentLab.Tests.Kernels;

public class AlignedVectorTests
{
    [Theory]
    [InlineData(25_260)]
    [InlineData(50_000)]
    [InlineData(2_048)]
    public void Span_OfALongVector_BeginsAtACacheLine(int length)
    {
        for (var k = 0; k < 10; k++)
        {
            Assert.Equal(0, Address(new AlignedVector<float>(length).Span) % 64);
            Assert.Equal(0, Address(new AlignedVector<double>(length).Span) % 64);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2_047)]
    [InlineData(2_048)]
    [InlineData(25_261)]
    public void Span_HasTheLength_AndIsZero(int length)
    {
        Span<float> vector = new AlignedVector<float>(length);
        Assert.Equal(length, vector.Length);
        Assert.False(vector.ContainsAnyExcept(0));
    }

    [Fact]
    public void Span_IsAlwaysTheSameMemory()
    {
        var vector = new AlignedVector<double>(5_000);
        vector.Span[4_999] = 1;
        GC.Collect();
        Assert.Equal(1, vector.Span[^1]);
    }

    private static nint Address<T>(Span<T> span) => Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref span[0]);
}

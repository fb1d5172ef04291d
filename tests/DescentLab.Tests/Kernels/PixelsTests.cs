using System.Numerics;
using Xunit;

namespace DescentLab.Tests.Kernels;

public class PixelsTests
{
    [Fact]
    public void ToUnit_EveryByteAtEveryPlace_IsTheRoundedQuotient()
    {
        Check<float>();
        Check<double>();

        static void Check<T>()
            where T : struct, IFloatingPointIeee754<T>
        {
            byte[] bytes = [.. Enumerable.Range(0, 256).Select(b => (byte)b)];
            for (var length = 1; length <= 256; length++)
            {
                var to = new T[length];
                Pixels.ToUnit(bytes.AsSpan(256 - length), to);
                for (var i = 0; i < length; i++)
                {
                    Assert.Equal(T.CreateChecked(256 - length + i) / T.CreateChecked(255), to[i]);
                }
            }
        }
    }
}

using CsCheck;

namespace DescentLab.Notebooks.Tests;

public sealed class PaletteTests
{
    private static readonly Gen<int[]> Pictures = Gen.Int[0, 0xffffff].Array[1, 60];

    [Fact]
    public void Colors_ThatFit_AreKeptExactly() => Pictures.Sample(picture =>
    {
        var (colors, pixels) = Palette.Reduce(Rgba(picture), 60);
        Assert.Equal(picture, pixels.Select(number => colors[number]));
        Assert.Equal(colors.Distinct().Count(), colors.Length);
    });

    [Fact]
    public void Pixels_OfManyColors_GetTheNearestOfFew() => Pictures.Sample(picture =>
    {
        var (colors, pixels) = Palette.Reduce(Rgba(picture), 5);
        Assert.True(colors.Length <= 5);
        Assert.All(picture.Zip(pixels), pair => Assert.Equal(colors.Min(color => Distance(color, pair.First)), Distance(colors[pair.Second], pair.First)));
    });

    [Fact]
    public void Paper_IsTheFirstColor()
    {
        var picture = Enumerable.Range(0, 300).Select(i => i < 200 ? 0xffffff : i * 1000).ToArray();

        Assert.Equal(0xffffff, Palette.Reduce(Rgba(picture), 16).Colors[0]);
    }

    private static byte[] Rgba(int[] picture) => [.. picture.SelectMany(color => (byte[])[(byte)(color >> 16), (byte)(color >> 8), (byte)color, 255])];

    private static int Distance(int a, int b) =>
        ((int[])[16, 8, 0]).Sum(shift => (((a >> shift) & 255) - ((b >> shift) & 255)) * (((a >> shift) & 255) - ((b >> shift) & 255)));
}

namespace DescentLab.Tests;

/// <summary>A problem that tiny networks can learn: is a point of the square below or above its diagonal?</summary>
internal static class TwoClasses
{
    public static LabelledData<float> Points(int count, long seed)
    {
        var random = new RandomSource(seed);
        var inputs = Enumerable.Range(0, 2 * count).Select(_ => (float)random.Uniform(-1, 1)).ToArray();
        return new(inputs, [.. Enumerable.Range(0, count).Select(i => inputs[2 * i] > inputs[(2 * i) + 1] ? 1 : 0)], Shape.Vector(2), ["below", "above"]);
    }
}

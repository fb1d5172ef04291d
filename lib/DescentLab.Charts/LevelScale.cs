namespace DescentLab.Charts;

/// <summary>Maps heights to level indices: 0 at the first level, 1 at the second, …, smooth and increasing in between.</summary>
/// <remarks>
/// A piecewise cubic with the harmonic mean of the neighbouring slopes at each level (Fritsch and Butland, 1984). Straight
/// pieces would have a kink at every level, just where plotly.js interpolates the level line, and the line would not be smooth.
/// </remarks>
internal sealed class LevelScale
{
    private readonly double[] levels;
    private readonly double[] slopes;

    public LevelScale(IReadOnlyList<double> levels)
    {
        if (levels.Count < 2 || levels.Zip(levels.Skip(1)).Any(pair => !(pair.First < pair.Second)))
        {
            throw new ArgumentException($"The levels {Words.Of(levels)} must be at least two numbers, ascending.", nameof(levels));
        }

        this.levels = [.. levels];
        var rises = levels.Zip(levels.Skip(1), (lower, upper) => 1 / (upper - lower)).ToArray();
        slopes = [rises[0], .. rises.Zip(rises.Skip(1), (left, right) => 2 * left * right / (left + right)), rises[^1]];
    }

    /// <summary>Maps every height of a grid; values that are not finite stay so.</summary>
    public double[][] Index(double[][] heights) => Array.ConvertAll(heights, row => Array.ConvertAll(row, Index));

    // Half a level above and below is enough to shade the area outside.
    private double Index(double height) =>
        double.IsFinite(height) ? Math.Clamp(Place(height), -0.5, levels.Length - 0.5) : double.NaN;

    private double Place(double height)
    {
        if (height <= levels[0])
        {
            return (height - levels[0]) * slopes[0];
        }

        if (height >= levels[^1])
        {
            return levels.Length - 1 + ((height - levels[^1]) * slopes[^1]);
        }

        var k = 0;
        while (height >= levels[k + 1])
        {
            k++;
        }

        var width = levels[k + 1] - levels[k];
        var t = (height - levels[k]) / width;
        var (rise, bend) = (t * t * (3 - (2 * t)), t * (1 - t) * width);
        return k + rise + (bend * (((1 - t) * slopes[k]) - (t * slopes[k + 1])));
    }
}

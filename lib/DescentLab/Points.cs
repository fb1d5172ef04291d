using System.Numerics;

namespace DescentLab;

/// <summary>Common helpers for points: finiteness and formatting.</summary>
internal static class Points
{
    private const int PrintedComponents = 6;

    /// <summary>The index of the first component that is NaN or infinite; −1 if all are finite.</summary>
    public static int FirstNotFinite<T>(ReadOnlySpan<T> x)
        where T : struct, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < x.Length; i++)
        {
            if (!T.IsFinite(x[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The names of the columns of a table of points: x; x and y; x0, x1, …, truncated after a few components.</summary>
    public static IEnumerable<string> Names(int dimension) => dimension switch
    {
        1 => ["x"],
        2 => ["x", "y"],
        <= PrintedComponents => Enumerable.Range(0, dimension).Select(i => $"x{i}"),
        _ => [.. Names(PrintedComponents), "…"],
    };

    /// <summary>The components as cells of such a table.</summary>
    public static IEnumerable<string> Cells<T>(ReadOnlySpan<T> x)
        where T : struct, IFloatingPointIeee754<T> =>
        [.. x[..Math.Min(PrintedComponents, x.Length)].ToArray().Select(NumberText.Of), .. x.Length > PrintedComponents ? ["…"] : (string[])[]];

    /// <summary>"(0.7, -0.2)", truncated after a few components.</summary>
    public static string Text<T>(ReadOnlySpan<T> x)
        where T : struct, IFloatingPointIeee754<T>
    {
        var shown = x[..Math.Min(PrintedComponents, x.Length)].ToArray().Select(NumberText.Of);
        return $"({string.Join(", ", shown)}{(x.Length > PrintedComponents ? $", … {x.Length - PrintedComponents} more" : "")})";
    }
}

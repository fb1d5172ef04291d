namespace DescentLab;

/// <summary>Transposes a matrix.</summary>
internal static class Transpose
{
    /// <summary>to[j, i] = from[i, j], both row-major.</summary>
    public static void Copy<T>(ReadOnlySpan<T> from, int rows, int columns, Span<T> to)
    {
        for (var i = 0; i < rows; i++)
        {
            var row = from.Slice(i * columns, columns);
            for (var j = 0; j < row.Length; j++)
            {
                to[(j * rows) + i] = row[j];
            }
        }
    }
}

namespace DescentLab.Charts;

/// <summary>Finds the regions of a map of kinds: their borders, and positions for their names.</summary>
internal static class Regions
{
    /// <summary>Gets the borders between cells of different kinds, as segments with a gap (NaN) after each.</summary>
    public static (List<double> X, List<double> Y) Borders(double[] x, double[] y, int[][] kinds)
    {
        var (across, up) = (Edges(x), Edges(y));
        List<double> xs = [], ys = [];
        for (var i = 0; i < y.Length; i++)
        {
            // Vertical borders; adjacent ones are joined.
            for (var j = 1; j < x.Length; j++)
            {
                if (Differ(i, j) && !(i > 0 && Differ(i - 1, j)))
                {
                    var end = i;
                    while (end + 1 < y.Length && Differ(end + 1, j))
                    {
                        end++;
                    }

                    Add(across[j], up[i], across[j], up[end + 1]);
                }
            }
        }

        for (var j = 0; j < x.Length; j++)
        {
            for (var i = 1; i < y.Length; i++)
            {
                if (Below(i, j) && !(j > 0 && Below(i, j - 1)))
                {
                    var end = j;
                    while (end + 1 < x.Length && Below(i, end + 1))
                    {
                        end++;
                    }

                    Add(across[j], up[i], across[end + 1], up[i]);
                }
            }
        }

        return (xs, ys);

        bool Differ(int row, int column) => kinds[row][column] != kinds[row][column - 1];

        bool Below(int row, int column) => kinds[row][column] != kinds[row - 1][column];

        void Add(double x0, double y0, double x1, double y1)
        {
            xs.AddRange(x0, x1, double.NaN);
            ys.AddRange(y0, y1, double.NaN);
        }
    }

    /// <summary>Gets the centre of the largest square of a kind, and half its side in cells.</summary>
    public static (int Row, int Column, int Radius) Middle(int[][] kinds, int kind)
    {
        var (rows, columns) = (kinds.Length, kinds[0].Length);
        var side = new int[rows, columns];
        var (best, at) = (0, (Row: 0, Column: 0));
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                side[i, j] = kinds[i][j] != kind ? 0
                    : i == 0 || j == 0 ? 1
                    : 1 + Math.Min(side[i - 1, j - 1], Math.Min(side[i - 1, j], side[i, j - 1]));
                if (side[i, j] > best)
                {
                    (best, at) = (side[i, j], (i, j));
                }
            }
        }

        return (at.Row - (best / 2), at.Column - (best / 2), best / 2);
    }

    private static double[] Edges(double[] centres) =>
    [
        centres[0] - ((centres[1] - centres[0]) / 2),
        .. centres.Zip(centres.Skip(1), (a, b) => (a + b) / 2),
        centres[^1] + ((centres[^1] - centres[^2]) / 2),
    ];
}

namespace DescentLab;

/// <summary>Solves the assignment problem: the assignment of rows to columns with the largest total gain.</summary>
/// <remarks>
/// Shortest augmenting paths, O(n³): each row in turn gets a column, and earlier rows move where that costs least.
/// Source: R. Jonker and A. Volgenant, A shortest augmenting path algorithm for dense and sparse linear assignment problems (1987).
/// </remarks>
internal static class Assignment
{
    /// <summary>The column of each row, each column once, for which Σ gain[row, column] is largest.</summary>
    /// <param name="gain">A square matrix of finite numbers.</param>
    public static int[] Largest(double[,] gain)
    {
        var n = gain.GetLength(0);
        var rowPrice = new double[n];
        var columnPrice = new double[n];
        var rowOf = new int[n];
        Array.Fill(rowOf, -1);
        for (var row = 0; row < n; row++)
        {
            var distance = new double[n];
            var before = new int[n];
            var done = new bool[n];
            Array.Fill(distance, double.PositiveInfinity);
            Array.Fill(before, -1);
            var (current, column, travelled) = (row, -1, 0.0);
            do
            {
                var next = -1;
                for (var j = 0; j < n; j++)
                {
                    if (done[j])
                    {
                        continue;
                    }

                    var through = travelled - gain[current, j] - rowPrice[current] - columnPrice[j];
                    if (through < distance[j])
                    {
                        (distance[j], before[j]) = (through, column);
                    }

                    if (next < 0 || distance[j] < distance[next])
                    {
                        next = j;
                    }
                }

                (column, travelled) = (next, distance[next]);
                done[column] = true;
                current = rowOf[column];
            }
            while (current >= 0);

            rowPrice[row] += travelled;
            for (var j = 0; j < n; j++)
            {
                if (done[j] && rowOf[j] >= 0)
                {
                    rowPrice[rowOf[j]] += travelled - distance[j];
                }

                if (done[j])
                {
                    columnPrice[j] += distance[j] - travelled;
                }
            }

            for (; column >= 0; column = before[column])
            {
                rowOf[column] = before[column] < 0 ? row : rowOf[before[column]];
            }
        }

        var columnOf = new int[n];
        for (var j = 0; j < n; j++)
        {
            columnOf[rowOf[j]] = j;
        }

        return columnOf;
    }
}

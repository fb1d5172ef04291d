using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace DescentLab.Charts;

/// <content>Numbers in cells, and images.</content>
internal sealed partial class PlotlyCharts
{
    private const int CellHeight = 42;

    private static readonly object[][] Blues = [[0, "#f4f8fb"], [0.5, "#7db3d6"], [1, "#00507d"]];

    /// <inheritdoc/>
    public Figure Confusion(ConfusionMatrix matrix)
    {
        Given(matrix, nameof(matrix));
        var names = matrix.ClassNames.ToArray();
        var classes = Enumerable.Range(0, matrix.Classes).ToArray();
        var totals = Array.ConvertAll(classes, i => classes.Sum(j => matrix[i, j]));
        var shares = classes.Select(i => classes.Select(j => totals[i] == 0 ? double.NaN : (double)matrix[i, j] / totals[i]).ToArray()).ToArray();
        var trace = Cells(shares, names, names)
            .With("text", classes.Select(i => classes.Select(j => $"{matrix[i, j]}").ToArray()).ToArray())
            .With("texttemplate", "%{text}")
            .With("zmin", 0)
            .With("zmax", 1)
            .With("showscale", false)
            .With("hovertemplate", "%{text} of class %{y}<br>predicted as %{x}: %{z:.1%}<extra></extra>");
        var layout = CellLayout("predicted class", "true class", matrix.Classes);
        layout = layout.With("yaxis", CellAxis("true class").With("autorange", "reversed"));
        return Plotly.Figure(
            $"Confusion matrix of {Words.Count(matrix.Classes, "class", "classes")}: {matrix.Correct} of {matrix.Total} right, accuracy {Words.Of(matrix.Accuracy)}, MCC {Words.Of(matrix.Mcc)}.",
            layout,
            trace);
    }

    /// <inheritdoc/>
    public Figure Heatmap(
        double[,] values, IReadOnlyList<string> columns, IReadOnlyList<string> rows, string x, string y, string value = "value")
    {
        Given(values, nameof(values));
        if (values.GetLength(0) != Given(rows, nameof(rows)).Count || values.GetLength(1) != Given(columns, nameof(columns)).Count)
        {
            throw new ArgumentException(
                $"The values are {values.GetLength(0)} × {values.GetLength(1)}, but there are {rows.Count} names of rows and {columns.Count} of columns. Give a name for each.",
                nameof(values));
        }

        var cells = rows.Select((_, i) => columns.Select((_, j) => values[i, j]).ToArray()).ToArray();
        var trace = Cells(cells, [.. columns], [.. rows])
            .With("texttemplate", "%{z:.4~g}")
            .With("colorbar", new ColorBar().With("title", new Title().With("text", value)).With("thickness", 14).With("outlinewidth", 0))
            .With("hovertemplate", $"{x} %{{x}}, {y} %{{y}}<br>{value} = %{{z}}<extra></extra>");
        var finite = cells.SelectMany((row, i) => row.Select((cell, j) => (Cell: cell, Row: rows[i], Column: columns[j]))).Where(cell => double.IsFinite(cell.Cell)).ToArray();
        var extremes = finite.Length == 0
            ? "all empty"
            : $"lowest {Extreme(finite.MinBy(cell => cell.Cell))}, highest {Extreme(finite.MaxBy(cell => cell.Cell))}";
        return Plotly.Figure($"{value} over {x} and {y}: {extremes}.", CellLayout(x, y, rows.Count), trace);

        string Extreme((double Cell, string Row, string Column) cell) => $"{Words.Of(cell.Cell)} at {x} {cell.Column}, {y} {cell.Row}";
    }

    /// <inheritdoc/>
    public Figure Images(IReadOnlyList<float> pixels, int rows, int columns, IReadOnlyList<string>? labels = null, int across = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(across, 1);
        if (Some(pixels, nameof(pixels)).Count % (rows * columns) != 0)
        {
            throw new ArgumentException(
                $"{pixels.Count} pixels are not a whole number of images of {rows} × {columns} = {rows * columns}.", nameof(pixels));
        }

        var count = pixels.Count / (rows * columns);
        if (labels is not null && labels.Count != count)
        {
            throw new ArgumentException($"There are {labels.Count} labels for {Words.Count(count, "image")}. Give one for each.", nameof(labels));
        }

        var mosaic = new Mosaic(count, rows, columns, Math.Min(across, count), labelled: labels is not null);
        var trace = new Trace2D("image").With("source", mosaic.Draw(pixels)).With("hoverinfo", "skip");
        var hidden = new LinearAxis().With("visible", false);
        var layout = new Layout()
            .With("width", mosaic.PageWidth)
            .With("height", mosaic.PageHeight + 24)
            .With("margin", new Margin().With("l", 4).With("r", 4).With("t", 20).With("b", 4))
            .With("xaxis", hidden.With("range", new[] { -0.5, mosaic.Width - 0.5 }))
            .With("yaxis", new LinearAxis().With("visible", false).With("range", new[] { mosaic.Height - 0.5, -0.5 }));
        if (labels is not null)
        {
            layout = layout.With("annotations", labels.Select((label, k) => new Annotation()
                .With("x", mosaic.LabelAt(k).X).With("y", mosaic.LabelAt(k).Y)
                .With("text", label).With("showarrow", false).With("yanchor", "bottom").With("font", new Font().With("size", 11))).ToArray());
        }

        var words = labels is null ? "" : $": {Words.List(labels)}";
        return Plotly.Figure($"{Words.Count(count, "image")} of {rows} × {columns} pixels{words}.", layout, trace);
    }

    private static Trace2D Cells(double[][] values, string[] columns, string[] rows) => new Trace2D("heatmap")
        .With("x", columns)
        .With("y", rows)
        .With("z", values.Select(row => row.Numbers()).ToArray())
        .With("colorscale", Blues)
        .With("xgap", 2)
        .With("ygap", 2);

    // Numbers as names of classes or settings are categories, not places on an axis.
    private static LinearAxis CellAxis(string title) =>
        Style.Axis(title, null).With("type", "category").With("showgrid", false).With("ticks", "").With("showline", false);

    private static Layout CellLayout(string x, string y, int rows) => new Layout()
        .With("height", 150 + (CellHeight * Math.Max(rows, 4)))
        .With("xaxis", CellAxis(x))
        .With("yaxis", CellAxis(y));
}

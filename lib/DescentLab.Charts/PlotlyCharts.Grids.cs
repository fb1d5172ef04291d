using System.Globalization;
using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace DescentLab.Charts;

/// <content>Tables of numbers as tiles, and images.</content>
internal sealed partial class PlotlyCharts
{
    private const int CellHeight = 42;

    // With more than two decades between the smallest and the largest value, a linear scale shows only the largest.
    private const double Decades = 100;

    /// <inheritdoc/>
    public Figure Confusion(ConfusionMatrix matrix, bool counts = true)
    {
        NotNull(matrix, nameof(matrix));
        var names = matrix.ClassNames.ToArray();
        var classes = Enumerable.Range(0, matrix.Classes).ToArray();
        var totals = Array.ConvertAll(classes, i => classes.Sum(j => matrix[i, j]));
        var shares = classes.Select(i => classes.Select(j => totals[i] == 0 ? double.NaN : (double)matrix[i, j] / totals[i]).ToArray()).ToArray();
        var numbers = classes.Select(i => classes.Select(j => $"{matrix[i, j]}").ToArray()).ToArray();
        var trace = Cells(shares, names, names)
            .With("text", counts ? numbers : null)
            .With("zmin", 0)
            .With("zmax", 1)
            .With("showscale", false)
            .With("hovertemplate", $"{(counts ? "%{text} of " : "")}class %{{y}}<br>predicted as %{{x}}: %{{z:.1%}}<extra></extra>");
        // Small, beside another: the names of all classes, upright, and no titles.
        LinearAxis Axis(string title) => counts
            ? CellAxis(title)
            : CellAxis("").With("dtick", 1).With("tickfont", new Font().With("size", 11));
        var layout = CellLayout("predicted class", "true class", matrix.Classes)
            .With("xaxis", counts ? Axis("predicted class") : Axis("").With("tickangle", 90))
            .With("yaxis", Axis("true class").With("autorange", "reversed"));
        layout = counts ? layout : layout.With("meta", Style.Small);
        return Plotly.Figure(
            $"Confusion matrix of {Words.Count(matrix.Classes, "class", "classes")}: {matrix.Correct} of {matrix.Total} right, accuracy {Words.Of(matrix.Accuracy)}, MCC {Words.Of(matrix.Mcc)}.",
            layout,
            [trace, .. counts ? Texts(numbers, shares, 0, 1, names, names) : []]);
    }

    /// <inheritdoc/>
    public Figure Heatmap(
        double[,] values, IReadOnlyList<string> columns, IReadOnlyList<string> rows, string x, string y, string value = "value", string empty = "no number")
    {
        NotNull(values, nameof(values));
        if (values.GetLength(0) != NotNull(rows, nameof(rows)).Count || values.GetLength(1) != NotNull(columns, nameof(columns)).Count)
        {
            throw new ArgumentException(
                $"The values are {values.GetLength(0)} × {values.GetLength(1)}, but there are {rows.Count} names of rows and {columns.Count} of columns. Give one name for each.",
                nameof(values));
        }

        string[] across = [.. columns.Select(Typography.Printed)], up = [.. rows.Select(Typography.Printed)];
        var cells = rows.Select((_, i) => columns.Select((_, j) => values[i, j]).ToArray()).ToArray();
        var (least, most, logarithmic) = Span(cells);
        double Shade(double number) => logarithmic ? Math.Log10(number) : number;
        var shades = Array.ConvertAll(cells, row => Array.ConvertAll(row, Shade));
        var texts = Array.ConvertAll(cells, row => Array.ConvertAll(row, cell => double.IsFinite(cell) ? Short(cell) : "–"));
        var trace = Cells(shades, across, up)
            .With("text", texts)
            .With("zmin", Rounding.Number(Shade(least)))
            .With("zmax", Rounding.Number(Shade(most)))
            .With("colorbar", Scale(value, logarithmic ? (Math.Log10(least), Math.Log10(most)) : null))
            .With("hovertemplate", $"{x} %{{x}}, {y} %{{y}}<br>{value} = %{{text}}<extra></extra>");
        var finite = cells.SelectMany((row, i) => row.Select((cell, j) => (Cell: cell, Row: rows[i], Column: columns[j]))).Where(cell => double.IsFinite(cell.Cell)).ToArray();
        var extremes = finite.Length == 0
            ? "all empty"
            : $"lowest {Extreme(finite.MinBy(cell => cell.Cell))}, highest {Extreme(finite.MaxBy(cell => cell.Cell))}";
        var gaps = cells.Sum(row => row.Count(cell => !double.IsFinite(cell)));
        return Plotly.Figure(
            $"{value} over {x} and {y}: {extremes}{(gaps == 0 ? "" : $"; {Words.Count(gaps, "tile is", "tiles are")} empty: {empty}")}.",
            gaps == 0 ? CellLayout(x, y, rows.Count) : CellLayout(x, y, rows.Count).With("annotations", new[] { Explanation(empty) }),
            [trace, .. Texts(texts, shades, Shade(least), Shade(most), across, up)]);

        string Extreme((double Cell, string Row, string Column) cell) => $"{Words.Of(cell.Cell)} at {x} {cell.Column}, {y} {cell.Row}";
    }

    /// <inheritdoc/>
    public Figure Heatmap(Func<double, double, double> value, IReadOnlyList<double> x, IReadOnlyList<double> y, string name = "value")
    {
        NotNull(value, nameof(value));
        double[] across = Ascending(x, nameof(x)), up = Ascending(y, nameof(y));
        var cells = Array.ConvertAll(up, b => Array.ConvertAll(across, a => value(a, b)));
        var (least, most, logarithmic) = Span(cells);
        if (!cells.Any(row => row.Any(double.IsFinite)))
        {
            throw new ArgumentException($"{name} is finite nowhere on the grid. Draw it elsewhere.", nameof(value));
        }

        double Shade(double number) => logarithmic ? Math.Log10(number) : number;
        var trace = new Trace2D("heatmap")
            .With("x", across.Numbers())
            .With("y", up.Numbers())
            .With("z", Array.ConvertAll(cells, row => Array.ConvertAll(row, Shade)).Heights())
            .With("zmin", Rounding.Number(Shade(least)))
            .With("zmax", Rounding.Number(Shade(most)))
            .With("colorscale", Ramp.Full)
            .With("colorbar", Scale(Typography.Printed(name), logarithmic ? (Math.Log10(least), Math.Log10(most)) : null))
            .Slot(0)
            .With("hovertemplate", logarithmic ? $"(%{{x}}, %{{y}})<br>log₁₀ of {name} = %{{z:.3f}}<extra></extra>" : $"(%{{x}}, %{{y}})<br>{name} = %{{z}}<extra></extra>");
        var (lowest, highest) = (Place(least), Place(most));
        return Plotly.Figure(
            $"{name} at {up.Length} × {across.Length} places, x from {Words.Of(across[0])} to {Words.Of(across[^1])}, y from {Words.Of(up[0])} to {Words.Of(up[^1])}: lowest {Words.Of(least)} at {lowest}, highest {Words.Of(most)} at {highest}.",
            // The legend is below, because the colour bar is on the right.
            Style.Layout("x", "y", new(across[0], across[^1]), new(up[0], up[^1]))
                .With("legend", Plotly.Object().With("orientation", "h").With("y", -0.2).With("yanchor", "top")),
            trace);

        string Place(double number)
        {
            var row = Array.FindIndex(cells, one => one.Contains(number));
            return Words.Of([across[Array.IndexOf(cells[row], number)], up[row]]);
        }
    }

    /// <inheritdoc/>
    public Figure Images(IReadOnlyList<float> pixels, int rows, int columns, IReadOnlyList<string>? labels = null, int across = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(across, 1);
        if (NotEmpty(pixels, nameof(pixels)).Count % (rows * columns) != 0)
        {
            throw new ArgumentException(
                $"{pixels.Count} pixels are not a multiple of one image of {rows} × {columns} = {rows * columns}.", nameof(pixels));
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

    /// <summary>The smallest and the largest finite number, and whether they are so far apart that colours must be logarithmic.</summary>
    private static (double Least, double Most, bool Logarithmic) Span(double[][] cells)
    {
        var numbers = cells.SelectMany(row => row).Where(double.IsFinite).DefaultIfEmpty().ToArray();
        var (least, most) = (numbers.Min(), numbers.Max());
        return (least, most, least > 0 && most / least >= Decades);
    }

    private static double[] Ascending(IReadOnlyList<double> places, string axis)
    {
        double[] all = [.. NotNull(places, axis)];
        return all.Length >= 2 && all.All(double.IsFinite) && all.Zip(all.Skip(1)).All(pair => pair.First < pair.Second)
            ? all
            : throw new ArgumentException($"The places along {axis} must be two or more finite numbers in ascending order.", axis);
    }

    /// <summary>Formats a value with four digits, which fit in a tile.</summary>
    private static string Short(double value) => Words.Of(double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>Creates the numbers in the tiles: white on dark tiles, black on light ones, so that the contrast is at least 4.5 : 1.</summary>
    private static IEnumerable<Trace> Texts(string[][] texts, double[][] shades, double least, double most, string[] columns, string[] rows)
    {
        // An empty tile shows the page, light or dark: a medium grey is visible on both.
        string? Ink(double shade) => !double.IsFinite(shade) ? Style.Faint : Ramp.NeedsWhite(most > least ? (shade - least) / (most - least) : 0) ? "#ffffff" : "#000000";
        var tiles = texts.SelectMany((row, i) => row.Select((text, j) => (Text: text, Row: rows[i], Column: columns[j], Ink: Ink(shades[i][j]))));
        return tiles.GroupBy(tile => tile.Ink).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new Trace2D("scatter")
            .With("mode", "text")
            .With("x", group.Select(tile => tile.Column).ToArray())
            .With("y", group.Select(tile => tile.Row).ToArray())
            .With("text", group.Select(tile => tile.Text).ToArray())
            .With("textfont", new Font().With("color", group.Key).With("size", columns.Length > 9 ? 11 : 12))
            .With("showlegend", false)
            .Decoration());
    }

    /// <summary>Creates the colour bar beside the tiles; a logarithmic one has powers of ten, or 1, 2 and 5 times them.</summary>
    private static ColorBar Scale(string value, (double From, double To)? decades)
    {
        var bar = new ColorBar().With("title", new Title().With("text", value)).With("thickness", 14).With("outlinewidth", 0);
        if (decades is not { } ends)
        {
            return bar;
        }

        var ticks = Enumerable.Range((int)Math.Ceiling(ends.From), Math.Max(0, (int)Math.Floor(ends.To) - (int)Math.Ceiling(ends.From) + 1)).ToArray();
        return bar.With("tickvals", ticks).With("ticktext", ticks.Select(power => power is >= -3 and <= 4 ? Words.Of(Math.Pow(10, power)) : $"10<sup>{Words.Of(power)}</sup>").ToArray());
    }

    private static Annotation Explanation(string empty) => new Annotation()
        .With("text", $"– {Typography.Printed(empty)}")
        .With("showarrow", false)
        .With("xref", "paper").With("x", 1).With("xanchor", "right")
        .With("yref", "paper").With("y", 1.01).With("yanchor", "bottom")
        .With("font", new Font().With("size", 12));

    private static Trace2D Cells(double[][] values, string[] columns, string[] rows) => new Trace2D("heatmap")
        .With("x", columns)
        .With("y", rows)
        .With("z", Array.ConvertAll(values, row => Array.ConvertAll(row, Rounding.Number)))
        .With("colorscale", Ramp.Full)
        .With("xgap", 2)
        .With("ygap", 2);

    // Numbers that name classes or settings are categories, not positions on an axis.
    private static LinearAxis CellAxis(string title) =>
        Style.Axis(title, null).With("type", "category").With("showgrid", false).With("ticks", "").With("showline", false);

    private static Layout CellLayout(string x, string y, int rows) => new Layout()
        .With("height", 150 + (CellHeight * Math.Max(rows, 4)))
        .With("xaxis", CellAxis(x))
        .With("yaxis", CellAxis(y));
}

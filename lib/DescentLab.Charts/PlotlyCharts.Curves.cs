using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace DescentLab.Charts;

/// <content>Functions of one variable, and lines across a chart.</content>
internal sealed partial class PlotlyCharts
{
    private const int CurvePoints = 201;

    /// <inheritdoc/>
    public Figure Curve(Function1D f, Interval? domain = null, string? name = null, string? color = null) =>
        Graph(NotNull(f, nameof(f)).Value, domain ?? f.Domain, name ?? f.Name, "f(x)", null, color);

    /// <inheritdoc/>
    public Figure Curve(Func<double, double> f, Interval domain, string name = "f(x)", Stroke? line = null, string? color = null) =>
        Graph(NotNull(f, nameof(f)), domain, name, "y", line, color);

    /// <inheritdoc/>
    public Figure Derivative(Function1D f, Interval? domain = null, string name = "f′(x)", string? color = null) =>
        Graph(NotNull(f, nameof(f)).Derivative, domain ?? f.Domain, name, name, null, color);

    /// <inheritdoc/>
    public Figure HorizontalLine(double y, string label = "") => Reference(
        new PlotlyShape().With("x0", 0).With("x1", 1).With("xref", "paper").With("y0", Rounding.Number(y)).With("y1", Rounding.Number(y)),
        label,
        "right",
        $"A horizontal line at {Words.Of(y)}");

    /// <inheritdoc/>
    public Figure VerticalLine(double x, string label = "") => Reference(
        new PlotlyShape().With("y0", 0).With("y1", 1).With("yref", "paper").With("x0", Rounding.Number(x)).With("x1", Rounding.Number(x)),
        label,
        "center",
        $"A vertical line at {Words.Of(x)}");

    private static Figure Graph(Func<double, double> f, Interval domain, string name, string axis, Stroke? line, string? color)
    {
        var x = Finite(domain, nameof(domain)).Grid(CurvePoints);
        var y = Array.ConvertAll(x, at => f(at));
        var curve = new Trace2D("scatter")
            .With("mode", "lines")
            .With("name", Typography.Printed(name))
            .With("x", x.Curve())
            .With("y", y.Curve())
            .With("line", new Line().With("dash", line is { } given ? Symbols.Dash(given) : null).With("color", color).With("width", 2.5))
            .Slot(0, color is null ? "line.color" : null, line is null ? "line.dash" : null)
            .With("hovertemplate", "x = %{x}, y = %{y}");
        var finite = y.Where(double.IsFinite).ToArray();
        var values = finite.Length == 0 ? "nowhere finite" : $"between {Words.Of(finite.Min())} and {Words.Of(finite.Max())}";
        return Plotly.Figure(
            $"The graph of {name} for x {Words.Of(domain)}, {values}.",
            Style.Layout("x", axis, Ranges.Padded(domain), Ranges.Of(y)),
            curve);
    }

    private static Figure Reference(PlotlyShape line, string? label, string anchor, string description)
    {
        line = line.With("type", "line").With("line", new Line().With("color", Style.Faint).With("width", 2).With("dash", "dot"));
        if (!string.IsNullOrEmpty(label))
        {
            // The line's own label, not an annotation: an annotation would need the logarithm of its position on a logarithmic axis.
            line = line.With("label", new Dictionary<string, object>
            {
                ["text"] = Typography.Printed(label),
                ["textposition"] = "end",
                ["textangle"] = 0,
                ["xanchor"] = anchor,
                ["yanchor"] = "bottom",
            });
        }

        return Plotly.Figure(string.IsNullOrEmpty(label) ? $"{description}." : $"{description}, {label}.", new Layout().With("shapes", new[] { line }));
    }
}

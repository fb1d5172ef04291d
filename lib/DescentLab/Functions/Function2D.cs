using System.Collections.Immutable;

namespace DescentLab;

/// <summary>A scalar function f(x, y) of two variables with its partial derivatives.</summary>
[TypeFormatterSource]
public sealed record Function2D : IObjective<double>, IHtml
{
    private readonly Func<double, double, double> f;
    private readonly Func<double, double, (double X, double Y)> gradient;

    /// <summary>A function from f and its two partial derivatives, all written by hand.</summary>
    /// <param name="f">f(x, y).</param>
    /// <param name="partialX">∂f/∂x at (x, y).</param>
    /// <param name="partialY">∂f/∂y at (x, y).</param>
    public Function2D(Func<double, double, double> f, Func<double, double, double> partialX, Func<double, double, double> partialY)
        : this(f, Both(partialX, partialY))
    {
    }

    /// <summary>A function from f and its gradient, where one computation gives both partial derivatives.</summary>
    /// <param name="f">f(x, y).</param>
    /// <param name="gradient">(∂f/∂x, ∂f/∂y) at (x, y).</param>
    public Function2D(Func<double, double, double> f, Func<double, double, (double X, double Y)> gradient)
    {
        this.f = Require.NotNull(f, "function f");
        this.gradient = Require.NotNull(gradient, "gradient ∇f");
    }

    /// <summary>The name in charts and tables.</summary>
    public string Name { get; init; } = "f";

    /// <summary>The formula in TeX, empty if there is none.</summary>
    public string Formula { get; init; } = "";

    /// <summary>The interval of its chart along x; −1 to 3 by default.</summary>
    public Interval DomainX { get; init; } = (-1, 3);

    /// <summary>The interval of its chart along y; −1 to 3 by default.</summary>
    public Interval DomainY { get; init; } = (-1, 3);

    /// <summary>The known minima, maxima and saddles.</summary>
    public ImmutableArray<CriticalPoint> CriticalPoints { get; init => field = Require.PointsOf(2, value); } = [];

    /// <summary>The starting points that the chapter (or the literature) uses.</summary>
    public ImmutableArray<(double X, double Y)> Starts { get; init; } = [];

    /// <inheritdoc/>
    public int Dimension => 2;

    /// <summary>
    /// A function from f alone, differentiated exactly: <c>Function2D.Auto((x, y) => (x * x) - (y * y)) with { Name = "saddle" }</c>.
    /// </summary>
    /// <param name="f">f(x, y), written with <see cref="Dual"/> numbers; the functions it may use are in <see cref="DualMath"/>.</param>
    /// <exception cref="ArgumentNullException">The function is missing.</exception>
    public static Function2D Auto(Func<Dual, Dual, Dual> f)
    {
        Require.NotNull(f, "function f");
        return new(
            (x, y) => f(x, y).Value,
            (x, y) =>
            {
                var z = f(Dual.X(x), Dual.Y(y));
                return (z.DX, z.DY);
            });
    }

    /// <summary>f(x, y).</summary>
    /// <param name="x">The first variable.</param>
    /// <param name="y">The second variable.</param>
    public double Value(double x, double y) => f(x, y);

    /// <summary>∂f/∂x at (x, y).</summary>
    /// <param name="x">The first variable.</param>
    /// <param name="y">The second variable.</param>
    public double PartialX(double x, double y) => gradient(x, y).X;

    /// <summary>∂f/∂y at (x, y).</summary>
    /// <param name="x">The first variable.</param>
    /// <param name="y">The second variable.</param>
    public double PartialY(double x, double y) => gradient(x, y).Y;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x)
    {
        Require.Components(x, 2);
        return f(x[0], x[1]);
    }

    /// <inheritdoc/>
    public void Gradient(ReadOnlySpan<double> x, Span<double> gradient)
    {
        Require.Components(x, 2);
        Require.Space(gradient, 2);
        (gradient[0], gradient[1]) = this.gradient(x[0], x[1]);
    }

    /// <summary>The formula, the domain, the known extrema and starts.</summary>
    public string ToHtml() => Sheet.ToHtml();

    /// <inheritdoc/>
    public string ToText() => $"{Sheet}";

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private Sheet Sheet => new(Name)
    {
        Lines = Formula,
        Rows =
        [
            ["x", $"{DomainX}"],
            ["y", $"{DomainY}"],
            .. CriticalPoints.Select(point => (string[])["", $"{point}"]),
            .. Starts.Select(start => (string[])["start", $"({NumberText.Of(start.X)}, {NumberText.Of(start.Y)})"]),
        ],
    };

    private static Func<double, double, (double X, double Y)> Both(
        Func<double, double, double> partialX, Func<double, double, double> partialY)
    {
        Require.NotNull(partialX, "partial derivative ∂f/∂x");
        Require.NotNull(partialY, "partial derivative ∂f/∂y");
        return (x, y) => (partialX(x, y), partialY(x, y));
    }
}

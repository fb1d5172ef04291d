using System.Collections.Immutable;

namespace DescentLab;

/// <summary>A scalar function f(x) of one variable with its derivative f′(x).</summary>
[TypeFormatterSource]
public sealed record Function1D : IObjective<double>, IHtml
{
    private readonly Func<double, double> f;
    private readonly Func<double, double> derivative;

    /// <summary>A function from f and its derivative, both written by hand.</summary>
    /// <param name="f">f(x).</param>
    /// <param name="derivative">f′(x).</param>
    public Function1D(Func<double, double> f, Func<double, double> derivative)
    {
        this.f = Require.NotNull(f, "function f");
        this.derivative = Require.NotNull(derivative, "derivative f′");
    }

    /// <summary>The name in charts and tables.</summary>
    public string Name { get; init; } = "f";

    /// <summary>The formula in TeX, empty if there is none.</summary>
    public string Formula { get; init; } = "";

    /// <summary>The interval of its chart; −1 to 3 by default.</summary>
    public Interval Domain { get; init; } = (-1, 3);

    /// <summary>The known minima, maxima and saddles.</summary>
    public ImmutableArray<CriticalPoint> CriticalPoints { get; init => field = Require.PointsOf(1, value); } = [];

    /// <summary>The starting points that the chapter (or the literature) uses.</summary>
    public ImmutableArray<double> Starts { get; init; } = [];

    /// <inheritdoc/>
    public int Dimension => 1;

    /// <summary>
    /// A function from f alone, differentiated exactly: <c>Function1D.Auto(x => Exp(-x * x)) with { Name = "bell" }</c>.
    /// </summary>
    /// <param name="f">f(x), written with <see cref="Dual"/> numbers; the functions it may use are in <see cref="DualMath"/>.</param>
    /// <exception cref="ArgumentNullException">The function is missing.</exception>
    public static Function1D Auto(Func<Dual, Dual> f)
    {
        Require.NotNull(f, "function f");
        return new(x => f(x).Value, x => f(Dual.X(x)).DX);
    }

    /// <summary>f(x).</summary>
    /// <param name="x">Any number.</param>
    public double Value(double x) => f(x);

    /// <summary>f′(x).</summary>
    /// <param name="x">Any number.</param>
    public double Derivative(double x) => derivative(x);

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x)
    {
        Require.Components(x, 1);
        return f(x[0]);
    }

    /// <inheritdoc/>
    public void Gradient(ReadOnlySpan<double> x, Span<double> gradient)
    {
        Require.Components(x, 1);
        Require.Space(gradient, 1);
        gradient[0] = derivative(x[0]);
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
            ["x", $"{Domain}"],
            .. CriticalPoints.Select(point => (string[])["", $"{point}"]),
            .. Starts.Select(start => (string[])["start", NumberText.Of(start)]),
        ],
    };
}

namespace DescentLab;

/// <summary>A scalar function f(x) of several variables, differentiated exactly from its formula.</summary>
[TypeFormatterSource]
public sealed class FunctionND : IObjective<double>
{
    private readonly Func<IReadOnlyList<Dual>, Dual> f;

    private FunctionND(int dimension, Func<IReadOnlyList<Dual>, Dual> f)
    {
        Dimension = Require.AtLeast(1, dimension, "number of variables");
        this.f = Require.NotNull(f, "function f");
    }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <summary>A function from f alone: <c>FunctionND.Auto(3, x => (x[0] * x[1]) + Exp(x[2]))</c>.</summary>
    /// <remarks>A gradient evaluates f once for every two variables: meant for formulas, not for networks.</remarks>
    /// <param name="dimension">The number of variables, at least 1.</param>
    /// <param name="f">f(x); the functions it may use are in <see cref="DualMath"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is below 1.</exception>
    public static FunctionND Auto(int dimension, Func<IReadOnlyList<Dual>, Dual> f) => new(dimension, f);

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x)
    {
        Require.Components(x, Dimension);
        return f(Constants(x)).Value;
    }

    /// <inheritdoc/>
    public void Gradient(ReadOnlySpan<double> x, Span<double> gradient)
    {
        Require.Components(x, Dimension);
        Require.Space(gradient, Dimension);
        var at = Constants(x);
        for (var i = 0; i < Dimension; i += 2)
        {
            var hasNext = i + 1 < Dimension;
            at[i] = Dual.X(x[i]);
            if (hasNext)
            {
                at[i + 1] = Dual.Y(x[i + 1]);
            }

            var y = f(at);
            (gradient[i], at[i]) = (y.DX, x[i]);
            if (hasNext)
            {
                (gradient[i + 1], at[i + 1]) = (y.DY, x[i + 1]);
            }
        }
    }

    /// <summary>"f of 3 variables".</summary>
    public override string ToString() => $"f of {Dimension} variables";

    private static Dual[] Constants(ReadOnlySpan<double> x)
    {
        var constants = new Dual[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            constants[i] = x[i];
        }

        return constants;
    }
}

namespace DescentLab;

/// <summary>A function whose whole graph moves while it is descended: the minimum of a nonstationary problem.</summary>
/// <remarks>
/// <code>
/// f_k(x) = f(x − s(k)),   ∇f_k(x) = ∇f(x − s(k))
/// </code>
/// k counts the steps, 0 first: <c>new Drifting(BookFunctions.Parabola, k => [0.02 * k])</c> moves the parabola to the right.
/// Every descent starts with k = 0 again.
/// </remarks>
[TypeFormatterSource]
public sealed class Drifting : IObjective<double>
{
    private readonly IObjective<double> f;
    private readonly Func<int, double[]> shift;
    private readonly double[] at;
    private double[] s;

    /// <summary>A function and how it moves.</summary>
    /// <param name="f">The function.</param>
    /// <param name="shift">s(k), as many components as the function has.</param>
    /// <exception cref="InvalidOperationException">The shift is null or has the wrong number of components.</exception>
    public Drifting(IObjective<double> f, Func<int, double[]> shift)
    {
        this.f = Require.NotNull(f, "function f");
        this.shift = Require.NotNull(shift, "shift s");
        at = new double[f.Dimension];
        s = ShiftAt(0);
    }

    /// <summary>k, the step: −1 before the first.</summary>
    public int Step { get; private set; } = -1;

    /// <summary>s at the current step (before the first: s(0)).</summary>
    public ReadOnlySpan<double> Shift => s;

    /// <inheritdoc/>
    public int Dimension => f.Dimension;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x) => f.Value(Back(x));

    /// <inheritdoc/>
    public void Gradient(ReadOnlySpan<double> x, Span<double> gradient) => f.Gradient(Back(x), gradient);

    /// <summary>Advances to the next step.</summary>
    public void NextSample()
    {
        f.NextSample();
        s = ShiftAt(++Step);
    }

    /// <summary>Returns to the state before the first step.</summary>
    public void Restart()
    {
        f.Restart();
        Step = -1;
        s = ShiftAt(0);
    }

    /// <summary>"drifting parabola".</summary>
    public override string ToString() => $"drifting {f}";

    private double[] Back(ReadOnlySpan<double> x)
    {
        Require.Components(x, Dimension);
        for (var i = 0; i < at.Length; i++)
        {
            at[i] = x[i] - s[i];
        }

        return at;
    }

    private double[] ShiftAt(int step)
    {
        var moved = shift(step);
        return moved?.Length == f.Dimension
            ? moved
            : throw new InvalidOperationException(
                $"The shift at step {step} {(moved is null ? "is null" : $"has {moved.Length} components")}, the function has {f.Dimension}. Return that many.");
    }
}

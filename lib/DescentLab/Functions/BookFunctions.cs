namespace DescentLab;

/// <summary>The functions of the chapter, each with the derivatives that the chapter gives.</summary>
public static class BookFunctions
{
    /// <summary>Equation 11.2: f(x) = 6x² − 12x + 3, f′(x) = 12x − 12; its only minimum is f(1) = −3.</summary>
    public static Function1D Parabola { get; } = new(x => (6 * x * x) - (12 * x) + 3, x => (12 * x) - 12)
    {
        Name = "6x² − 12x + 3",
        Formula = "6x^2 - 12x + 3",
        Domain = (-1, 3),
        CriticalPoints = [new(CriticalPointKind.GlobalMinimum, [1], -3)],
        Starts = [-0.9, 0.75],
    };
}

namespace DescentLab;

/// <summary>The functions of the chapter, each with the derivatives, the ranges and the starting points that the chapter uses.</summary>
public static class BookFunctions
{
    /// <summary>Equation 11.2, a parabola; its only minimum is f(1) = −3.</summary>
    /// <remarks>
    /// <code>
    /// f(x)  = 6x² − 12x + 3                                                  (11.2)
    /// f′(x) = 12x − 12
    /// </code>
    /// Starts: Figure 11-1 (η = 0.03), then Figures 11-2 and 11-6 (η = 0.15 and 0.09).
    /// </remarks>
    public static Function1D Parabola { get; } = new(x => (6 * x * x) - (12 * x) + 3, x => (12 * x) - 12)
    {
        Name = "parabola",
        Formula = "6x^2 - 12x + 3",
        Domain = (-1, 3),
        CriticalPoints = [new(CriticalPointKind.GlobalMinimum, [1], -3)],
        Starts = [-0.9, 0.75],
    };

    /// <summary>The bowl of Figure 11-3, an elliptic paraboloid; its only minimum is f(1, 7/9) = −76/9.</summary>
    /// <remarks>
    /// <code>
    /// f(x, y) = 6x² + 9y² − 12x − 14y + 3
    /// ∂f/∂x = 12x − 12,   ∂f/∂y = 18y − 14
    /// </code>
    /// Starts: circles, squares and triangles of Figure 11-3, all with η = 0.02.
    /// </remarks>
    public static Function2D Bowl { get; } = new(
        (x, y) => (6 * x * x) + (9 * y * y) - (12 * x) - (14 * y) + 3,
        (x, _) => (12 * x) - 12,
        (_, y) => (18 * y) - 14)
    {
        Name = "bowl",
        Formula = "6x^2 + 9y^2 - 12x - 14y + 3",
        DomainX = (-1, 3),
        DomainY = (-1, 3),
        CriticalPoints = [new(CriticalPointKind.GlobalMinimum, [1, 7 / 9.0], -76 / 9.0)],
        Starts = [(-0.5, 2.9), (1.5, -0.8), (2.7, 2.3)],
    };

    /// <summary>The canyon of Figure 11-4: steep along y, almost flat along x; its only minimum is f(1, 3/8) = −8.625.</summary>
    /// <remarks>
    /// <code>
    /// f(x, y) = 6x² + 40y² − 12x − 30y + 3
    /// ∂f/∂x = 12x − 12,   ∂f/∂y = 80y − 30
    /// </code>
    /// Starts: circles (η = 0.02) and squares (η = 0.01) of Figure 11-4.
    /// </remarks>
    public static Function2D Canyon { get; } = new(
        (x, y) => (6 * x * x) + (40 * y * y) - (12 * x) - (30 * y) + 3,
        (x, _) => (12 * x) - 12,
        (_, y) => (80 * y) - 30)
    {
        Name = "canyon",
        Formula = "6x^2 + 40y^2 - 12x - 30y + 3",
        DomainX = (-1, 3),
        DomainY = (-1, 3),
        CriticalPoints = [new(CriticalPointKind.GlobalMinimum, [1, 0.375], -8.625)],
        Starts = [(-0.5, 2.3), (2.3, 2.3)],
    };

    /// <summary>Equation 11.4: two inverted Gaussians, the deeper near (−1, 1), the shallower near (1, −1).</summary>
    /// <remarks>
    /// <code>
    /// A = exp(−½((x + 1)² + (y − 1)²)),   B = exp(−½((x − 1)² + (y + 1)²))
    /// f(x, y) = −2A − B                                                      (11.4)
    /// ∂f/∂x = 2(x + 1)A + (x − 1)B,   ∂f/∂y = 2(y − 1)A + (y + 1)B
    /// </code>
    /// Each Gaussian's tail moves the other's minimum, so that the minima are not where the chapter looks for them; between
    /// them lies a saddle. Their coordinates here come from 50-digit arithmetic. The exponential is the machine's own, whose
    /// last bit may differ from one C library to another.
    /// Starts: the five of Table 11-1, all with η = 0.4; the last but one and the last are also those of Figures 11-7 and 11-10.
    /// </remarks>
    public static Function2D TwoWells { get; } = new(
        (x, y) => (-2 * DeepWell(x, y)) - ShallowWell(x, y),
        (x, y) =>
        {
            var (a, b) = (DeepWell(x, y), ShallowWell(x, y));
            return ((2 * (x + 1) * a) + ((x - 1) * b), (2 * (y - 1) * a) + ((y + 1) * b));
        })
    {
        Name = "two wells",
        Formula = @"-2\exp\left(-\tfrac{1}{2}\left((x+1)^2 + (y-1)^2\right)\right) - \exp\left(-\tfrac{1}{2}\left((x-1)^2 + (y+1)^2\right)\right)",
        DomainX = (-2, 2),
        DomainY = (-2, 2),
        CriticalPoints =
        [
            new(CriticalPointKind.GlobalMinimum, [-0.9803836355776621, 0.9803836355776621], -2.0190335939268036),
            new(CriticalPointKind.LocalMinimum, [0.8939741041006756, -0.8939741041006756], -1.0441763239640927),
            new(CriticalPointKind.Saddle, [0.3640740385517348, -0.3640740385517348], -0.9785039197328225),
        ],
        Starts = [(-1.5, 1.2), (1.5, -1.8), (0, 0), (0.7, -0.2), (1.5, 1.5)],
    };

    private static double DeepWell(double x, double y) => Math.Exp(-0.5 * (((x + 1) * (x + 1)) + ((y - 1) * (y - 1))));

    private static double ShallowWell(double x, double y) => Math.Exp(-0.5 * (((x - 1) * (x - 1)) + ((y + 1) * (y + 1))));
}

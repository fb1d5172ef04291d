namespace DescentLab;

/// <summary>Functions of two variables on which optimizers are commonly tried, with analytic gradients and known extrema.</summary>
public static class TestFunctions
{
    /// <summary>Rosenbrock's curved valley: the way down to its floor is short, the way along it to f(1, 1) = 0 is long.</summary>
    /// <remarks>
    /// <code>
    /// f(x, y) = (1 − x)² + 100 (y − x²)²
    /// ∂f/∂x = −2 (1 − x) − 400 x (y − x²),   ∂f/∂y = 200 (y − x²)
    /// </code>
    /// Source: H. H. Rosenbrock, The Computer Journal 3 (1960), 175, with his start (−1.2, 1).
    /// In more variables: <see cref="DescentLab.Rosenbrock"/>.
    /// </remarks>
    public static Function2D Rosenbrock { get; } = new(
        (x, y) => ((1 - x) * (1 - x)) + (100 * (y - (x * x)) * (y - (x * x))),
        (x, y) => (-2 * (1 - x)) - (400 * x * (y - (x * x))),
        (x, y) => 200 * (y - (x * x)))
    {
        Name = "Rosenbrock",
        Formula = "(1 - x)^2 + 100\\,(y - x^2)^2",
        DomainX = (-2, 2),
        DomainY = (-1, 3),
        CriticalPoints = [new(CriticalPointKind.GlobalMinimum, [1, 1], 0)],
        Starts = [(-1.2, 1)],
    };

    /// <summary>Beale's function: flat plains, steep corners, and f(3, 0.5) = 0; two saddles.</summary>
    /// <remarks>
    /// <code>
    /// f(x, y) = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²
    /// </code>
    /// Source: E. M. L. Beale, "On an iterative method for finding a local minimum of a function of more than one variable",
    /// Princeton, 1958; start (1, 1) as in Moré, Garbow and Hillstrom, ACM TOMS 7 (1981), problem 5.
    /// </remarks>
    public static Function2D Beale { get; } = new(
        (x, y) =>
        {
            var (a, b, c) = (1.5 - x + (x * y), 2.25 - x + (x * y * y), 2.625 - x + (x * y * y * y));
            return (a * a) + (b * b) + (c * c);
        },
        (x, y) =>
        {
            var (a, b, c) = (1.5 - x + (x * y), 2.25 - x + (x * y * y), 2.625 - x + (x * y * y * y));
            return (
                2 * ((a * (y - 1)) + (b * ((y * y) - 1)) + (c * ((y * y * y) - 1))),
                2 * x * (a + (2 * y * b) + (3 * y * y * c)));
        })
    {
        Name = "Beale",
        Formula = "(1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2",
        DomainX = (-4.5, 4.5),
        DomainY = (-4.5, 4.5),
        CriticalPoints =
        [
            new(CriticalPointKind.GlobalMinimum, [3, 0.5], 0),
            new(CriticalPointKind.Saddle, [0, 1], 14.203125),
            new(CriticalPointKind.Saddle, [0.10053793732415836, -2.644513585023125], 9.86451228475556),
        ],
        Starts = [(1, 1)],
    };

    /// <summary>Himmelblau's function: four minima of equal depth 0, four saddles between them, a hill in the middle.</summary>
    /// <remarks>
    /// <code>
    /// f(x, y) = (x² + y − 11)² + (x + y² − 7)²
    /// ∂f/∂x = 4x (x² + y − 11) + 2 (x + y² − 7),   ∂f/∂y = 2 (x² + y − 11) + 4y (x + y² − 7)
    /// </code>
    /// Source: D. M. Himmelblau, "Applied Nonlinear Programming", 1972.
    /// </remarks>
    public static Function2D Himmelblau { get; } = new(
        (x, y) =>
        {
            var (a, b) = ((x * x) + y - 11, x + (y * y) - 7);
            return (a * a) + (b * b);
        },
        (x, y) =>
        {
            var (a, b) = ((x * x) + y - 11, x + (y * y) - 7);
            return ((4 * x * a) + (2 * b), (2 * a) + (4 * y * b));
        })
    {
        Name = "Himmelblau",
        Formula = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        DomainX = (-5, 5),
        DomainY = (-5, 5),
        CriticalPoints =
        [
            new(CriticalPointKind.GlobalMinimum, [3, 2], 0),
            new(CriticalPointKind.GlobalMinimum, [-2.805118086952745, 3.131312518250573], 0),
            new(CriticalPointKind.GlobalMinimum, [-3.779310253377747, -3.2831859912861696], 0),
            new(CriticalPointKind.GlobalMinimum, [3.5844283403304917, -1.8481265269644036], 0),
            new(CriticalPointKind.Saddle, [3.385154183607021, 0.07385187983774928], 13.31192627040559),
            new(CriticalPointKind.Saddle, [0.08667750455539636, 2.884254701174776], 67.71915008752615),
            new(CriticalPointKind.Saddle, [-3.0730257507643897, -0.08135304428796751], 104.0151629175581),
            new(CriticalPointKind.Saddle, [-0.12796134673068008, -1.9537149802445763], 178.33723920192747),
            new(CriticalPointKind.LocalMaximum, [-0.2708445906673476, -0.9230385564799815], 181.6165215225827),
        ],
        Starts = [(0, 0), (-1, 1), (-1, -2), (1, -1)],
    };

    /// <summary>Booth's function: a tilted bowl with f(1, 3) = 0 and condition number 9.</summary>
    /// <remarks>
    /// <code>
    /// f(x, y) = (x + 2y − 7)² + (2x + y − 5)²
    /// ∂f/∂x = 10x + 8y − 34,   ∂f/∂y = 8x + 10y − 38
    /// </code>
    /// Source: M. Jamil and X.-S. Yang, "A literature survey of benchmark functions", 2013.
    /// </remarks>
    public static Function2D Booth { get; } = new(
        (x, y) =>
        {
            var (a, b) = (x + (2 * y) - 7, (2 * x) + y - 5);
            return (a * a) + (b * b);
        },
        (x, y) => (10 * x) + (8 * y) - 34,
        (x, y) => (8 * x) + (10 * y) - 38)
    {
        Name = "Booth",
        Formula = "(x + 2y - 7)^2 + (2x + y - 5)^2",
        DomainX = (-10, 10),
        DomainY = (-10, 10),
        CriticalPoints = [new(CriticalPointKind.GlobalMinimum, [1, 3], 0)],
        Starts = [(-8, 8), (8, -8)],
    };

    /// <summary>Matyas's function: a long tilted trough with f(0, 0) = 0 and condition number 25.</summary>
    /// <remarks>
    /// <code>
    /// f(x, y) = 0.26 (x² + y²) − 0.48 xy
    /// ∂f/∂x = 0.52x − 0.48y,   ∂f/∂y = 0.52y − 0.48x
    /// </code>
    /// Source: M. Jamil and X.-S. Yang, "A literature survey of benchmark functions", 2013.
    /// </remarks>
    public static Function2D Matyas { get; } = new(
        (x, y) => (0.26 * ((x * x) + (y * y))) - (0.48 * x * y),
        (x, y) => (0.52 * x) - (0.48 * y),
        (x, y) => (0.52 * y) - (0.48 * x))
    {
        Name = "Matyas",
        Formula = "0.26\\,(x^2 + y^2) - 0.48\\,xy",
        DomainX = (-10, 10),
        DomainY = (-10, 10),
        CriticalPoints = [new(CriticalPointKind.GlobalMinimum, [0, 0], 0)],
        Starts = [(3, -2)],
    };

    /// <summary>The plain saddle x² − y², without a minimum: a descent that starts with y = 0 exactly ends in the saddle point.</summary>
    /// <remarks>
    /// <code>
    /// f(x, y) = x² − y²,   ∂f/∂x = 2x,   ∂f/∂y = −2y
    /// </code>
    /// </remarks>
    public static Function2D Saddle { get; } = new((x, y) => (x * x) - (y * y), (x, _) => 2 * x, (_, y) => -2 * y)
    {
        Name = "saddle",
        Formula = "x^2 - y^2",
        DomainX = (-2, 2),
        DomainY = (-2, 2),
        CriticalPoints = [new(CriticalPointKind.Saddle, [0, 0], 0)],
        Starts = [(-1.5, 0), (-1.5, 1e-3)],
    };

    /// <summary>A bowl that is κ times as curved along y as along x; f(0, 0) = 0.</summary>
    /// <remarks>
    /// <code>
    /// f(x, y) = ½ (x² + κ y²),   ∂f/∂x = x,   ∂f/∂y = κ y
    /// </code>
    /// In more variables: <see cref="Quadratic.WithCondition"/>.
    /// </remarks>
    /// <param name="conditionNumber">κ, finite, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">κ is below 1 or not finite.</exception>
    public static Function2D IllConditioned(double conditionNumber)
    {
        var κ = Require.AtLeastOne(conditionNumber, "condition number κ");
        return new((x, y) => ((x * x) + (κ * y * y)) / 2, (x, _) => x, (_, y) => κ * y)
        {
            Name = $"quadratic, κ = {κ}",
            Formula = $"\\tfrac{{1}}{{2}}\\left(x^2 + {κ}\\,y^2\\right)",
            DomainX = (-2, 2),
            DomainY = (-2, 2),
            CriticalPoints = [new(CriticalPointKind.GlobalMinimum, [0, 0], 0)],
            Starts = [(-1.5, 1)],
        };
    }
}

using System.Text.Json;
using Xunit;

namespace DescentLab.Tests.Optimizers;

/// <summary>Every reference path, at every step.</summary>
public class TrajectoryOracleTests
{
    private static readonly Dictionary<string, JsonElement> Cases = new[] { "A_trajectories_book.json", "A_trajectories_adaptive.json" }
        .SelectMany(file => Oracle.Load(file).GetProperty("cases").EnumerateArray())
        .ToDictionary(c => c.Id());

    public static TheoryData<string> Ids => [.. Cases.Keys];

    // Those of the library's rules: all but the variants that the library does not have.
    public static TheoryData<string> LibraryIds => [.. Cases.Values.Where(c => Optimizer<float>(c) is not null).Select(c => c.Id())];

    public static TheoryData<string> EdgeIds =>
        [.. Oracle.Load("A_trajectories_adaptive.json").GetProperty("edge_cases").EnumerateArray().Select(c => c.Id())];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Path_InDouble_IsTheReferenceAtEveryStep(string id)
    {
        var c = Cases[id];
        var truth = Positions(c, "positions");
        var path = PathOf(c);
        var tolerance = c.Number("tol_abs");
        Assert.Equal(truth.Length, path.Length);
        for (var k = 0; k < truth.Length; k++)
        {
            for (var i = 0; i < truth[k].Length; i++)
            {
                Assert.True(Math.Abs(path[k][i] - truth[k][i]) <= tolerance, $"{id}: x{k}[{i}] = {path[k][i]:R}, the reference has {truth[k][i]:R}.");
            }
        }
    }

    /// <summary>
    /// A float rounds 2²⁹ times as coarsely as a double. The reference's tolerance is at least ten times what rounding
    /// does to the path in double, so a tenth of it, times 2²⁹, is what float is allowed: about 1e-5 for a stable path.
    /// </summary>
    [Theory]
    [MemberData(nameof(LibraryIds))]
    public void Path_InFloat_StaysNearTheReference(string id)
    {
        var c = Cases[id];
        var optimizer = Optimizer<float>(c)!;
        var truth = Positions(c, "positions");
        var tolerance = c.Number("tol_abs") / 10 * (1 << 29);
        var path = Descent.Run(FunctionOf(c).In<float>(), optimizer, [.. c.Numbers("x0").Select(x => (float)x)], truth.Length - 1);
        for (var k = 0; k < truth.Length; k++)
        {
            for (var i = 0; i < truth[k].Length; i++)
            {
                Assert.True(
                    Math.Abs(path[k].X[i] - truth[k][i]) <= tolerance,
                    $"{id}: x{k}[{i}] = {path[k].X[i]:R} in float, the reference has {truth[k][i]:R}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(EdgeIds))]
    public void Path_ZeroGradientFromTheStart_TakesZeroSteps(string id)
    {
        var c = Oracle.Load("A_trajectories_adaptive.json").GetProperty("edge_cases").EnumerateArray().Single(e => e.Id() == id);
        var truth = Positions(c, "positions_safe_zero_step_when_accumulator_is_zero");
        var path = PathOf(c);
        for (var k = 0; k < truth.Length; k++)
        {
            for (var i = 0; i < truth[k].Length; i++)
            {
                Assert.Equal(truth[k][i], path[k][i], 1e-13);
            }
        }
    }

    // A rule whose name no longer fits would be left out of the tests above.
    [Fact]
    public void ReferencePaths_OfTheLibrarysRules_AreOfEveryRule() =>
        Assert.Equal(8, Cases.Values.Where(c => Optimizer<float>(c) is not null).Select(c => c.GetProperty("optimizer").GetString()).Distinct().Count());

    [Fact]
    public void FinalVelocity_OfMomentumPaths_IsTheReference()
    {
        var paths = Cases.Values.Where(c => c.TryGetProperty("final_velocity", out _) && Optimizer<double>(c) is not null).ToList();
        Assert.NotEmpty(paths);
        foreach (var c in paths)
        {
            var path = Descent.Run(FunctionOf(c), Optimizer<double>(c)!, c.Numbers("x0"), c.GetProperty("steps").GetInt32(), record: true);
            var v = c.Numbers("final_velocity");
            for (var i = 0; i < v.Length; i++)
            {
                Assert.Equal(v[i], path.State("v", i)[^1], c.Number("tol_abs"));
            }
        }
    }

    private static double[][] Positions(JsonElement c, string property) =>
        [.. c.GetProperty(property).EnumerateArray().Select(x => x.Numbers())];

    private static double[][] PathOf(JsonElement c)
    {
        var (η, μ) = (Hyper(c, "eta"), Hyper(c, "mu"));
        var (start, steps) = (c.Numbers("x0"), c.GetProperty("steps").GetInt32());
        return c.GetProperty("optimizer").GetString() switch
        {
            "gd_sequential" => Sequential((Function2D)FunctionOf(c), η, start, steps),
            "nesterov_partial" => PartialLookAhead((Function2D)FunctionOf(c), η, μ, start, steps),
            _ => [.. Descent.Run(FunctionOf(c), Optimizer<double>(c) ?? Variant(c), start, steps).Select(point => point.X.ToArray())],
        };
    }

    private static IOptimizer<T>? Optimizer<T>(JsonElement c)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        T H(string name) => T.CreateChecked(Hyper(c, name));
        var rate = Rate<T>(c);
        return c.GetProperty("optimizer").GetString() switch
        {
            "gd" => new GradientDescent<T>(rate),
            "momentum" => new Momentum<T>(rate, H("mu")),
            "nesterov" => new Nesterov<T>(rate, H("mu")),
            "rmsprop" => new RmsProp<T>(rate, H("gamma"), H("eps")),
            "rmsprop_nesterov" => new RmsPropNesterov<T>(rate, H("gamma"), H("mu"), H("eps")),
            "adagrad" => new Adagrad<T>(rate, H("eps"), H("initial_accumulator")),
            "adadelta" => new Adadelta<T>(H("gamma"), H("eps"), rate),
            "adam" => new Adam<T>(rate, H("beta1"), H("beta2"), H("eps")),
            _ => null,
        };
    }

    private static Schedule<T> Rate<T>(JsonElement c)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        var η = T.CreateChecked(Hyper(c, "eta"));
        return c.GetProperty("hyper").TryGetProperty("schedule", out var schedule)
            ? Schedule.Step(η, T.CreateChecked(schedule.Number("drop")), schedule.GetProperty("every").GetInt32())
            : η;
    }

    /// <summary>Rules that the library does not have, on purpose.</summary>
    private static ReadersRule Variant(JsonElement c)
    {
        var (η, μ, γ, ε) = (Rate<double>(c), Hyper(c, "mu"), Hyper(c, "gamma"), Hyper(c, "eps"));
        var (β1, β2) = (Hyper(c, "beta1"), Hyper(c, "beta2"));
        return c.GetProperty("optimizer").GetString() switch
        {
            "momentum_lr_outside" => new(["b"], (t, x, g, s) => x - (η.At(t - 1) * (s[0] = (μ * s[0]) + g))),
            "nesterov_torch" => new(["b"], (t, x, g, s) => x - (η.At(t - 1) * (g + (μ * (s[0] = (μ * s[0]) + g))))),
            "rmsprop_eps_inside" => new(["m"], (t, x, g, s) => x - (η.At(t - 1) * g / Math.Sqrt((s[0] = (γ * s[0]) + ((1 - γ) * g * g)) + ε))),
            "rmsprop_momentum" => new(["m", "v"], (t, x, g, s) =>
            {
                s[0] = (γ * s[0]) + ((1 - γ) * g * g);
                s[1] = (μ * s[1]) - (η.At(t - 1) * g / (Math.Sqrt(s[0]) + ε));
                return x + s[1];
            }),
            "adam_eps_hat" => new(["m", "v"], (t, x, g, s) =>
            {
                s[0] = (β1 * s[0]) + ((1 - β1) * g);
                s[1] = (β2 * s[1]) + ((1 - β2) * g * g);
                var α = η.At(t - 1) * Math.Sqrt(1 - Math.Pow(β2, t)) / (1 - Math.Pow(β1, t));
                return x - (α * s[0] / (Math.Sqrt(s[1]) + ε));
            }),
            "adam_no_bias" => new(["m", "v"], (t, x, g, s) =>
            {
                s[0] = (β1 * s[0]) + ((1 - β1) * g);
                s[1] = (β2 * s[1]) + ((1 - β2) * g * g);
                return x - (η.At(t - 1) * s[0] / (Math.Sqrt(s[1]) + ε));
            }),
            var other => throw new InvalidOperationException($"The references name an optimizer '{other}' that no test knows."),
        };
    }

    /// <summary>gd_multiple.py: y's partial derivative already sees the new x.</summary>
    private static double[][] Sequential(Function2D f, double η, double[] start, int steps)
    {
        var (x, y) = (start[0], start[1]);
        var path = new List<double[]> { start };
        for (var k = 0; k < steps; k++)
        {
            x -= η * f.PartialX(x, y);
            y -= η * f.PartialY(x, y);
            path.Add([x, y]);
        }

        return [.. path];
    }

    /// <summary>gd_nesterov.py: each partial derivative looks ahead along its own axis only; this printed Table 11-2.</summary>
    private static double[][] PartialLookAhead(Function2D f, double η, double μ, double[] start, int steps)
    {
        var (x, y, vx, vy) = (start[0], start[1], 0.0, 0.0);
        var path = new List<double[]> { start };
        for (var k = 0; k < steps; k++)
        {
            (vx, vy) = ((μ * vx) - (η * f.PartialX(x + (μ * vx), y)), (μ * vy) - (η * f.PartialY(x, y + (μ * vy))));
            (x, y) = (x + vx, y + vy);
            path.Add([x, y]);
        }

        return [.. path];
    }

    private static double Hyper(JsonElement c, string name) =>
        c.GetProperty("hyper").TryGetProperty(name, out var value) ? value.Number() : 0;

    private static IObjective<double> FunctionOf(JsonElement c) => c.GetProperty("function").GetString() switch
    {
        "parabola_11_2" => BookFunctions.Parabola,
        "quad2d_a" => BookFunctions.Bowl,
        "quad2d_b" => BookFunctions.Canyon,
        "two_gaussians_11_4" => BookFunctions.TwoWells,
        "matyas" => TestFunctions.Matyas,
        "quad3_diag" => new Quadratic([1, 5, 25], [1, -2, 0.5]),
        var other => throw new InvalidOperationException($"The references name a function '{other}' that no test knows."),
    };
}

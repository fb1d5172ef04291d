using CsCheck;
using DescentLab.Tests.Statistics;
using Xunit;

namespace DescentLab.Tests.Optimizers;

public class ScheduleTests
{
    // The numbers by hand have twelve digits; a rate may exceed its bound by the last bit (1e-12).
    private const double Rounding = 1e-10;

    private static readonly Gen<double> Rate = Gen.Double[1e-4, 10];

    private static readonly Gen<Schedule<double>> Falling = Gen.OneOf<Schedule<double>>(
        Rate.Select(η => (Schedule<double>)Schedule.Constant(η)),
        Gen.Select(Rate, Gen.Double[0.01, 1], Gen.Int[1, 50]).Select((η, d, n) => (Schedule<double>)Schedule.Step(η, d, n)),
        Gen.Select(Rate, Gen.Double[0.01, 1]).Select((η, γ) => (Schedule<double>)Schedule.Exponential(η, γ)),
        Gen.Select(Rate, Gen.Double[1e-4, 10]).Select((η, d) => (Schedule<double>)Schedule.InverseTime(η, d)),
        Gen.Select(Rate, Gen.Int[1, 300], Gen.Double[0, 1]).Select((η, n, part) => (Schedule<double>)Schedule.Cosine(η, n, η * part)));

    public static TheoryData<string, Schedule<double>, int, double> ByHand => new()
    {
        { "constant", Schedule.Constant(0.1), 1_000_000, 0.1 },
        { "step, first", Schedule.Step(0.02, 0.5, 5), 0, 0.02 },
        { "step, before the drop", Schedule.Step(0.02, 0.5, 5), 4, 0.02 },
        { "step, at the drop", Schedule.Step(0.02, 0.5, 5), 5, 0.01 },
        { "step, before the third drop", Schedule.Step(0.02, 0.5, 5), 14, 0.005 },
        { "exponential, first", Schedule.Exponential(0.1, 0.9), 0, 0.1 },
        { "exponential, third", Schedule.Exponential(0.1, 0.9), 2, 0.081 },
        { "inverse time, first", Schedule.InverseTime(0.1, 0.5), 0, 0.1 },
        { "inverse time, third", Schedule.InverseTime(0.1, 0.5), 2, 0.05 },
        { "cosine, first", Schedule.Cosine(0.1, 4, 0.02), 0, 0.1 },
        { "cosine, an eighth turn", Schedule.Cosine(0.1, 4, 0.02), 1, 0.0882842712475 },
        { "cosine, half way", Schedule.Cosine(0.1, 4, 0.02), 2, 0.06 },
        { "cosine, three quarters", Schedule.Cosine(0.1, 4, 0.02), 3, 0.0317157287525 },
        { "cosine, end", Schedule.Cosine(0.1, 4, 0.02), 4, 0.02 },
        { "cosine, past the end", Schedule.Cosine(0.1, 4, 0.02), 99, 0.02 },
        { "warm-up, first", Schedule.Warmup<double>(4, 0.1), 0, 0.02 },
        { "warm-up, last", Schedule.Warmup<double>(4, 0.1), 3, 0.08 },
        { "warm-up, after", Schedule.Warmup<double>(4, 0.1), 4, 0.1 },
        { "the longest warm-up, first", Schedule.Warmup<double>(int.MaxValue, 1), 0, 1 / 2147483648.0 },
        { "the longest warm-up, last", Schedule.Warmup<double>(int.MaxValue, 1), int.MaxValue - 1, 2147483647 / 2147483648.0 },
        { "warm-up then cosine, top", Schedule.Warmup(4, Schedule.Cosine(0.1, 4)), 4, 0.1 },
        { "warm-up then cosine, half way down", Schedule.Warmup(4, Schedule.Cosine(0.1, 4)), 6, 0.05 },
        { "warm-up then cosine, end", Schedule.Warmup(4, Schedule.Cosine(0.1, 4)), 8, 0 },
        { "one cycle, first", Schedule.OneCycle(1.0, 20), 0, 0.04 },
        { "one cycle, second", Schedule.OneCycle(1.0, 20), 1, 0.1316718427 },
        { "one cycle, peak", Schedule.OneCycle(1.0, 20), 5, 1 },
        { "one cycle, half way down", Schedule.OneCycle(1.0, 20), 12, 0.500002 },
        { "one cycle, last", Schedule.OneCycle(1.0, 20), 19, 4e-6 },
        { "one cycle, past the end", Schedule.OneCycle(1.0, 20), 500, 4e-6 },
    };

    [Theory]
    [MemberData(nameof(ByHand))]
    public void At_AStepComputedByHand_IsThatRate(string what, Schedule<double> schedule, int step, double rate)
    {
        Assert.NotEmpty(what);
        Assert.Equal(rate, schedule.At(step), Rounding);
    }

    [Fact]
    public void At_TheEnds_IsExact()
    {
        Assert.Equal(0.1, Schedule.Cosine(0.1, 7, 0.03).At(0));
        Assert.Equal(0.03, Schedule.Cosine(0.1, 7, 0.03).At(7));
        Assert.Equal(0, Schedule.Cosine(0.1f, 7).At(7));
        Assert.Equal(1, Schedule.OneCycle(1.0, 20).At(5));
    }

    [Fact]
    public void At_LaterSteps_NeverRisesOrFallsBelowZero() =>
        Gen.Select(Falling, Gen.Int[0, 400]).Sample((schedule, k) =>
            schedule.At(k + 1) <= schedule.At(k) * (1 + 1e-12) && schedule.At(k + 1) >= 0 && schedule.At(k) <= schedule.At(0) * (1 + 1e-12));

    [Fact]
    public void Cosine_BeforeItsEnd_StaysBetweenItsRates() =>
        Gen.Select(Rate, Gen.Int[1, 300], Gen.Double[0, 1], Gen.Int[0, 400]).Sample((η, n, part, k) =>
        {
            var cosine = Schedule.Cosine(η, n, η * part);
            return cosine.At(k) >= cosine.Final * (1 - 1e-12) && cosine.At(k) <= η * (1 + 1e-12) && (k < n || cosine.At(k) == cosine.Final);
        });

    [Fact]
    public void Warmup_OfAnySchedule_RisesByEqualStepsAndThenIsTheSchedule() =>
        Gen.Select(Falling, Gen.Int[1, 50], Gen.Int[0, 200]).Sample((then, n, k) =>
        {
            var warmup = Schedule.Warmup(n, then);
            var rise = warmup.At(0);
            return warmup.At(n + k) == then.At(k)
                && Enumerable.Range(0, n).All(i => Math.Abs(warmup.At(i) - ((i + 1) * rise)) <= 1e-12 * then.At(0));
        });

    [Fact]
    public void OneCycle_OfAnyShape_RisesToThePeakThenFallsToTheEnd() =>
        Gen.Select(Rate, Gen.Int[20, 300], Gen.Double[0.1, 0.9]).Sample((peak, n, rise) =>
        {
            var cycle = Schedule.OneCycle(peak, n, rise);
            var top = (rise * n) - 1;
            return Enumerable.Range(0, n + 5).All(k =>
                cycle.At(k) <= peak * (1 + 1e-12)
                && cycle.At(k) >= cycle.End * (1 - 1e-9)
                && (k + 1 <= top ? cycle.At(k + 1) >= cycle.At(k) * (1 - 1e-12) : k < top || cycle.At(k + 1) <= cycle.At(k) * (1 + 1e-9)));
        });

    [Fact]
    public void At_InFloat_IsTheDoubleRoundedToItsPrecision() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[0, 300]).Sample((n, k) =>
            Near(Schedule.Cosine(0.1, n).At(k), Schedule.Cosine(0.1f, n).At(k))
            && Near(Schedule.Exponential(0.1, 0.99).At(k), Schedule.Exponential(0.1f, 0.99f).At(k))
            && Near(Schedule.Step(0.1, 0.5, n).At(k), Schedule.Step(0.1f, 0.5f, n).At(k))
            && Near(Schedule.OneCycle(0.1, n + 10).At(k), Schedule.OneCycle(0.1f, n + 10).At(k)));

    [Theory]
    [InlineData("quad2d_a-momentum-schedule")]
    [InlineData("quad2d_b-gd-schedule")]
    public void Step_InADescent_FollowsTheReferencePath(string id)
    {
        var path = Oracle.Load("A_trajectories_book.json").GetProperty("cases").EnumerateArray().Single(c => c.Id() == id);
        var hyper = path.GetProperty("hyper");
        var drop = hyper.GetProperty("schedule");
        var schedule = Schedule.Step(hyper.Number("eta"), drop.Number("drop"), drop.GetProperty("every").GetInt32());
        var (f, optimizer) = hyper.TryGetProperty("mu", out var μ)
            ? (BookFunctions.Bowl, (IOptimizer<double>)new Momentum<double>(schedule, μ.GetDouble()))
            : (BookFunctions.Canyon, new GradientDescent<double>(schedule));

        var descent = Descent.Run(f, optimizer, path.Numbers("x0"), path.GetProperty("steps").GetInt32());

        foreach (var (expected, point) in path.GetProperty("positions").EnumerateArray().Zip(descent))
        {
            Assert.Equal(expected.Numbers()[0], point.X[0], path.Number("tol_abs"));
            Assert.Equal(expected.Numbers()[1], point.X[1], path.Number("tol_abs"));
        }

        Assert.Equal(path.GetProperty("positions").GetArrayLength(), descent.Count);
    }

    [Fact]
    public void Schedule_Printed_SaysWhatItDoes()
    {
        Assert.Equal("0.1", $"{Schedule.Constant(0.1)}");
        Assert.Equal("step 0.1 × 0.5 every 10 steps", $"{Schedule.Step(0.1, 0.5, every: 10)}");
        Assert.Equal("exponential 0.1 × 0.99 at each step", $"{Schedule.Exponential(0.1, 0.99)}");
        Assert.Equal("inverse time 0.1 / (1 + 0.01 k)", $"{Schedule.InverseTime(0.1, 0.01)}");
        Assert.Equal("warm-up over 5 steps, then cosine 0.1 → 0 over 100 steps", $"{Schedule.Warmup(5, Schedule.Cosine(0.1, steps: 100))}");
        Assert.Equal("one cycle 0.04 → 1 → 4E-06 over 100 steps", $"{Schedule.OneCycle(1.0, 100)}");
        Assert.Equal("one cycle 0.04 → 1 → 4E-06 over 100 steps, rise 0.4", $"{Schedule.OneCycle(1.0, 100, rise: 0.4)}");
    }

    [Fact]
    public void Schedule_Copied_EqualsANewOne()
    {
        Assert.Equal(Schedule.Step(0.2, 0.5, 10), Schedule.Step(0.1, 0.5, 10) with { Rate = 0.2 });
        Assert.Equal(Schedule.Warmup<double>(3, 0.1), Schedule.Warmup<double>(5, 0.1) with { Steps = 3 });
        Assert.Equal(Schedule.Cosine(0.1, 10), Schedule.Cosine(0.1, 10));
    }

    [Fact]
    public void Schedule_BadInput_IsRefusedWithNameAndValue()
    {
        void Refused(string name, string value, Func<object> make)
        {
            var error = Assert.ThrowsAny<ArgumentOutOfRangeException>(() => make());
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
            Assert.Contains(value, error.Message, StringComparison.Ordinal);
        }

        Refused("learning rate η", "0", () => Schedule.Step(0.0, 0.5, 5));
        Refused("drop d", "1.5", () => Schedule.Step(0.1, 1.5, 5));
        Refused("drop d", "0", () => Schedule.Step(0.1, 0, 5));
        Refused("steps between drops n", "0", () => Schedule.Step(0.1, 0.5, 0));
        Refused("steps between drops n", "-1", () => Schedule.Step(0.1, 0.5, 5) with { Every = -1 });
        Refused("decay γ", "NaN", () => Schedule.Exponential(0.1, double.NaN));
        Refused("decay d", "-0.1", () => Schedule.InverseTime(0.1, -0.1));
        Refused("steps n", "0", () => Schedule.Cosine(0.1, 0));
        Refused("final", "0.2", () => Schedule.Cosine(0.1, 10, 0.2));
        Refused("warm-up", "0", () => Schedule.Warmup<double>(0, 0.1));
        Refused("steps", "3", () => Schedule.OneCycle(0.1, 3));
        Refused("rise", "1", () => Schedule.OneCycle(0.1, 30, 1.0));
        Refused("startDivisor", "0.5", () => Schedule.OneCycle(0.1, 30, startDivisor: 0.5));
        Refused("step", "-1", () => Schedule.Cosine(0.1, 10).At(-1));
        Assert.Throws<ArgumentNullException>(() => Schedule.Warmup<double>(5, null!));
    }

    private static bool Near(double expected, float actual) => Math.Abs(expected - actual) <= 1e-5 * Math.Abs(expected) + 2e-8;
}

using System.Numerics;
using CsCheck;
using Xunit;

namespace DescentLab.Tests.Optimizers;

/// <summary>Tests the laws of every optimizer, from one list, in float and in double.</summary>
public class OptimizerLawTests
{
    private const int Steps = 7;

    public static TheoryData<int> All => [.. Enumerable.Range(0, Every<double>().Length)];

    /// <summary>The one list: every optimizer of the library, with rates that are not its defaults.</summary>
    internal static IOptimizer<T>[] Every<T>()
        where T : struct, IFloatingPointIeee754<T>
    {
        static T N(double value) => T.CreateChecked(value);
        return
        [
            new GradientDescent<T>(N(0.03)),
            new Momentum<T>(N(0.03), N(0.8)),
            new Nesterov<T>(N(0.03), N(0.8)),
            new RmsProp<T>(N(0.02), N(0.8)),
            new RmsPropNesterov<T>(N(0.02), N(0.8), N(0.7)),
            new Adagrad<T>(N(0.1)),
            new Adadelta<T>(N(0.9), N(1e-4)),
            new Adam<T>(N(0.05), N(0.8), N(0.99)),
        ];
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Update_OfALongVector_EqualsItsCoordinatesOneByOne(int which)
    {
        LongEqualsSingle(Every<double>()[which]);
        LongEqualsSingle(Every<float>()[which]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Update_ZeroGradientFromTheStart_TakesZeroSteps(int which)
    {
        var optimizer = Every<double>()[which];
        double[] x = [1.5, -2, 0, .. Enumerable.Repeat(3.25, 30)];
        double[] before = [.. x];
        var state = optimizer.Start(x.Length);
        for (var k = 0; k < Steps; k++)
        {
            optimizer.Update(x, new double[x.Length], state);
        }

        Assert.Equal(before, x);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Reuse_OfOneOptimizerForTwoRuns_LeaksNothing(int which)
    {
        var optimizer = Every<double>()[which];
        var first = Bits(Descent.Run(BookFunctions.Canyon, optimizer, [-0.5, 2.3], 20));
        Descent.Run(BookFunctions.Parabola, optimizer, [-0.9], 5);
        var second = Bits(Descent.Run(BookFunctions.Canyon, optimizer, [-0.5, 2.3], 20));
        Assert.Equal(first, second);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Runs_InTurns_DoNotDisturbEachOther(int which)
    {
        var optimizer = Every<double>()[which];
        var alone = Bits(Descent.Run(BookFunctions.Canyon, optimizer, [-0.5, 2.3], 12));
        var a = new Descent<double>(BookFunctions.Canyon, optimizer, [-0.5, 2.3]);
        var b = new Descent<double>(BookFunctions.Canyon, optimizer, [2.3, 2.3]);
        for (var k = 0; k < 12; k++)
        {
            a.Step();
            b.Step();
        }

        Assert.Equal(alone[^2..], a.X.ToArray().Select(BitConverter.DoubleToInt64Bits));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Step_OfALongVector_AllocatesNothing(int which)
    {
        var optimizer = Every<float>()[which];
        var (x, g) = (new float[25_260], new float[25_260]);
        Array.Fill(g, 0.5f);
        var state = optimizer.Start(x.Length);
        var at = new float[x.Length];
        for (var k = 0; k < 3; k++)
        {
            optimizer.LookAhead(x, state, at);
            optimizer.Update(x, g, state);
        }

        // A garbage collection in another test rounds the count up to a block: one undisturbed round of three is enough.
        Assert.Equal(0, Enumerable.Range(0, 3).Min(_ => Allocated()));

        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var k = 0; k < 50; k++)
            {
                optimizer.LookAhead(x, state, at);
                optimizer.Update(x, g, state);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Update_LengthsThatDiffer_IsRefused(int which)
    {
        var optimizer = Every<double>()[which];
        var error = Assert.Throws<ArgumentException>(() => optimizer.Update(new double[3], new double[2], optimizer.Start(3)));
        Assert.Contains("same length", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Update_WithAnotherOptimizersState_IsRefusedByItsNames(int which)
    {
        var optimizer = Every<double>()[which];
        foreach (var other in Every<double>().Append(new PerRange<double>((3, optimizer))).Where(other => !other.Start(3).Names.SequenceEqual(optimizer.StateNames) || other is PerRange<double>))
        {
            var error = Assert.Throws<ArgumentException>(() => optimizer.Update(new double[3], new double[3], other.Start(3)));
            Assert.Contains("another optimizer's", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Update_InAnOwnLoop_IsTheDescentToTheBit(int which)
    {
        var optimizer = Every<double>()[which];
        var path = Descent.Run(BookFunctions.Canyon, optimizer, [-0.5, 2.3], 12);
        double[] x = [-0.5, 2.3], memory = new double[2], gradient = new double[2];
        var state = optimizer.Start(2);
        for (var k = 0; k < 12; k++)
        {
            BookFunctions.Canyon.Gradient(optimizer.LookAhead(x, state, memory), gradient);
            optimizer.Update(x, gradient, state);
        }

        Assert.Equal(12, state.Step);
        Assert.Equal(path.Last.X, x);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Optimizers_WithEqualRates_AreEqual(int which)
    {
        Assert.Equal(Every<double>()[which], Every<double>()[which]);
        Assert.Equal(Every<double>()[which].GetHashCode(), Every<double>()[which].GetHashCode());
        Assert.All(Every<double>().Where((_, k) => k != which), other => Assert.NotEqual(other, Every<double>()[which]));
    }

    [Fact]
    public void Start_OnTheConcreteOptimizer_Compiles()
    {
        Assert.Equal(["m", "v"], new Adam<double>(0.1).Start(2).Names);
        Assert.Equal([0.5, 0.5], new Adagrad<double>(0.1, initialAccumulator: 0.5).Start(2)["s"].ToArray());
    }

    /// <summary>A reader's own rule, which reads the step that the descent has counted.</summary>
    private sealed record OwnRule(Schedule<double> Rate) : IOptimizer<double>
    {
        public IReadOnlyList<string> StateNames => [];

        public void Update(Span<double> x, ReadOnlySpan<double> gradient, OptimizerState<double> state) =>
            x[0] -= Rate.At(state.Step - 1) * gradient[0];
    }

    private sealed record OwnDerivedRule(Schedule<double> Rate, double Scale) : Optimizer<double>(Rate, "seen")
    {
        protected override void Step(Span<double> x, ReadOnlySpan<double> g, double η, OptimizerState<double> state)
        {
            state["seen"][0] = state.Step;
            x[0] -= η * Scale * g[0];
        }
    }

    [Fact]
    public void OwnRule_WithASchedule_FollowsItAsTheLibrarysRuleDoes()
    {
        var schedule = Schedule.Exponential(0.1, 0.8);
        var library = Bits(Descent.Run(BookFunctions.Parabola, new GradientDescent<double>(schedule), [-0.9], 20));
        Assert.Equal(library, Bits(Descent.Run(BookFunctions.Parabola, new OwnRule(schedule), [-0.9], 20)));
        var derived = new Descent<double>(BookFunctions.Parabola, new OwnDerivedRule(schedule, 1), [-0.9]);
        Assert.Equal(library, Bits(derived.Run(20)));
        Assert.Equal(20, derived.State["seen"][0]);
        Assert.Equal(20, derived.State.Step);
        Assert.Equal("OwnDerivedRule { Rate = exponential 0.1 × 0.8 at each step, Scale = 1 }", derived.Optimizer.ToString());
    }

    [Fact]
    public void OwnRules_InRanges_SeeTheirStepCounted()
    {
        var schedule = Schedule.Exponential(0.1, 0.8);
        var f = FunctionND.Auto(2, x => (x[0] * x[0]) + (x[1] * x[1]));
        var ranges = Descent.Run(f, new PerRange<double>((1, new OwnRule(schedule)), (1, new GradientDescent<double>(schedule))), [1, 1], 9);
        Assert.Equal(ranges.Last.X[0], ranges.Last.X[1]);
        Assert.Contains("2 parts", Assert.Throws<ArgumentException>(() =>
            new PerRange<double>((1, new Adam<double>()), (1, new Adam<double>())).Update([1, 1], [1, 1], new Adam<double>().Start(2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RatesInDouble_OfARuleInFloat_AreTheRatesInFloat()
    {
        Assert.Equal(new GradientDescent<float>(0.03f), new GradientDescent<float>(0.03));
        Assert.Equal(new Momentum<float>(0.1f, 0.8f), new Momentum<float>(0.1, mu: 0.8));
        Assert.Equal(new Nesterov<float>(0.1f), new Nesterov<float>(0.1));
        Assert.Equal(new RmsProp<float>(0.1f, 0.99f, 1e-8f), new RmsProp<float>(0.1, 0.99, 1e-8));
        Assert.Equal(new RmsPropNesterov<float>(0.1f, mu: 0.5f), new RmsPropNesterov<float>(0.1, mu: 0.5));
        Assert.Equal(new Adagrad<float>(0.1f, initialAccumulator: 0.1f), new Adagrad<float>(0.1, initialAccumulator: 0.1));
        Assert.Equal(new Adadelta<float>(0.9f, 1e-4f), new Adadelta<float>(0.9, 1e-4));
        Assert.Equal(new Adam<float>(0.001f, 0.8f, 0.99f, 1e-7f), new Adam<float>(0.001, 0.8, 0.99, 1e-7));
    }

    [Fact]
    public void RmsProp_GradientWhoseSquareUnderflows_TakesAZeroStep()
    {
        float[] x = [1, 2];
        var rule = new RmsProp<float>(0.01f);
        var state = rule.Start(2);
        rule.Update(x, [1e-25f, 1], state);
        Assert.Equal(1, x[0]);
        Assert.NotEqual(2, x[1]);
    }

    [Fact]
    public void Momentum_WithMuZero_IsGradientDescentToTheBit() =>
        RatesAndStarts.Sample((η, x, y) =>
            Assert.Equal(
                Bits(Descent.Run(BookFunctions.TwoWells, new GradientDescent<double>(η), [x, y], 30)),
                Bits(Descent.Run(BookFunctions.TwoWells, new Momentum<double>(η, 0), [x, y], 30))));

    [Fact]
    public void Nesterov_WithMuZero_IsGradientDescentToTheBit() =>
        RatesAndStarts.Sample((η, x, y) =>
            Assert.Equal(
                Bits(Descent.Run(BookFunctions.TwoWells, new GradientDescent<double>(η), [x, y], 30)),
                Bits(Descent.Run(BookFunctions.TwoWells, new Nesterov<double>(η, 0), [x, y], 30))));

    [Fact]
    public void RmsPropNesterov_WithMuZero_IsRmsProp() =>
        RatesAndStarts.Sample((η, x, y) =>
            Assert.Equal(
                Bits(Descent.Run(BookFunctions.TwoWells, new RmsProp<double>(η), [x, y], 30)),
                Bits(Descent.Run(BookFunctions.TwoWells, new RmsPropNesterov<double>(η, mu: 0), [x, y], 30))));

    [Fact]
    public void Adam_FirstStep_IsMinusRateTimesSign() =>
        Gen.Select(Gen.Double[1e-4, 1], Gen.Double[-1e3, 1e3].Where(g => Math.Abs(g) > 1e-2)).Sample((η, g) =>
        {
            IOptimizer<double> adam = new Adam<double>(η);
            double[] x = [0];
            adam.Update(x, [g], adam.Start(1));
            // |g| / (|g| + ε) differs from 1 by ε/|g| ≤ 1e-6.
            Assert.Equal(-η * Math.Sign(g), x[0], 1.1e-6 * η);
        });

    [Fact]
    public void With_ADifferentRate_BehavesAsANewOne()
    {
        Assert.Equal(new Momentum<double>(0.1, 0.5), new Momentum<double>(0.2, 0.5) with { LearningRate = 0.1 });
        Assert.Equal(new Adam<double>(0.1, 0.5), new Adam<double>(0.1) with { Beta1 = 0.5 });
        Assert.Equal(
            Bits(Descent.Run(BookFunctions.Bowl, new Adam<double>(0.1, 0.5), [1.5, -0.8], 10)),
            Bits(Descent.Run(BookFunctions.Bowl, new Adam<double>(0.1) with { Beta1 = 0.5 }, [1.5, -0.8], 10)));
    }

    [Fact]
    public void With_ARateOutsideItsRange_IsRefused()
    {
        var momentum = new Momentum<double>(0.1);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => momentum with { Mu = 1 });
        Assert.Contains("[0, 1)", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Action, string, string> BadRates => new()
    {
        { () => _ = new GradientDescent<double>(0), "rate", "learning rate η" },
        { () => _ = new GradientDescent<double>(-0.1), "rate", "learning rate η" },
        { () => _ = new GradientDescent<double>(double.NaN), "rate", "learning rate η" },
        { () => _ = new GradientDescent<double>(double.PositiveInfinity), "rate", "learning rate η" },
        { () => _ = new GradientDescent<double>(null!), "learningRate", "is null" },
        { () => _ = new Momentum<double>(0.1, 1), "mu", "momentum μ" },
        { () => _ = new Momentum<double>(0.1, -0.1), "mu", "momentum μ" },
        { () => _ = new Nesterov<double>(0.1, double.NaN), "mu", "momentum μ" },
        { () => _ = new RmsProp<double>(0.1, 1), "gamma", "decay γ" },
        { () => _ = new RmsProp<double>(0.1, 0.9, -1), "epsilon", "ε" },
        { () => _ = new RmsPropNesterov<double>(0.1, 0.9, 2), "mu", "momentum μ" },
        { () => _ = new Adagrad<double>(0.1, initialAccumulator: -1), "initialAccumulator", "initial accumulator" },
        { () => _ = new Adadelta<double>(epsilon: 0), "epsilon", "ε" },
        { () => _ = new Adam<double>(0.1, beta1: 1), "beta1", "decay β1" },
        { () => _ = new Adam<double>(0.1, beta2: -1), "beta2", "decay β2" },
    };

    [Theory]
    [MemberData(nameof(BadRates))]
    public void Rate_OutsideItsRange_IsRefusedByName(Action make, string parameter, string what)
    {
        var error = Assert.ThrowsAny<ArgumentException>(make);
        Assert.Equal(parameter, error.ParamName);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_AreTheChapters()
    {
        Assert.Equal(0.9, new Momentum<double>(0.1).Mu);
        Assert.Equal(0.9, new RmsProp<double>(0.1).Gamma);
        Assert.Equal(new Adam<double>(0.001, 0.9, 0.999, 1e-8), new Adam<double>());
        Assert.Equal(new Adadelta<double>(0.95, 1e-6, 1), new Adadelta<double>());
    }

    [Fact]
    public void Optimizer_Printed_NamesItsRatesAndNothingElse() =>
        Assert.Equal("Momentum { LearningRate = 0.1, Mu = 0.9 }", new Momentum<double>(0.1).ToString());

    private sealed record Clipped(double Limit) : Optimizer<double>(0.5)
    {
        public bool ByNorm { get; init; }

        protected override void Step(Span<double> x, ReadOnlySpan<double> g, double η, OptimizerState<double> state) => x[0] -= η;
    }

    // Experiments and checkpoints tell settings apart by this text.
    [Fact]
    public void OwnRule_Printed_NamesAlsoWhatItsConstructorDoesNotTake()
    {
        Assert.Equal("Clipped { Limit = 2, ByNorm = False, LearningRate = 0.5 }", $"{new Clipped(2)}");
        Assert.Equal("Clipped { Limit = 2, ByNorm = True, LearningRate = 0.1 }", $"{new Clipped(2) { ByNorm = true, LearningRate = 0.1 }}");
        Assert.Equal("OwnDerivedRule { Rate = 0.1, Scale = 1, LearningRate = 0.2 }", $"{new OwnDerivedRule(0.1, 1) with { LearningRate = 0.2 }}");
    }

    [Fact]
    public void State_AfterAStep_PrintsItself()
    {
        var descent = new Descent<double>(BookFunctions.Parabola, new Momentum<double>(0.09, 0.8), [0.75]);
        descent.Step();
        Assert.Equal("step 1, v = [0.27]", descent.State.ToString());
        Assert.Equal(0.27, descent.State["v"][0], 1e-15);
        Assert.Throws<ArgumentException>(() => descent.State["m"][0]);
    }

    private static Gen<(double η, double X, double Y)> RatesAndStarts =>
        Gen.Select(Gen.Double[1e-3, 0.5], Gen.Double[-2, 2], Gen.Double[-2, 2]);

    private static void LongEqualsSingle<T>(IOptimizer<T> optimizer)
        where T : struct, IFloatingPointIeee754<T>
    {
        for (var length = 1; length <= 67; length++)
        {
            var random = new Random(length);
            T[] x = [.. Enumerable.Range(0, length).Select(_ => T.CreateChecked(random.NextDouble() - 0.5))];
            var singles = x.Select(value => (X: new[] { value }, State: optimizer.Start(1))).ToArray();
            var state = optimizer.Start(length);
            var memory = new T[length];
            for (var k = 0; k < Steps; k++)
            {
                // Every third gradient is zero: rules without ε meet 0/0 inside a register.
                T[] g = [.. Enumerable.Range(0, length).Select(i => i % 3 == 2 ? T.Zero : T.CreateChecked((random.NextDouble() - 0.5) * 4))];
                T[] at = [.. optimizer.LookAhead(x, state, memory)];
                optimizer.Update(x, g, state);
                for (var i = 0; i < length; i++)
                {
                    Assert.Equal(optimizer.LookAhead(singles[i].X, singles[i].State, new T[1])[0], at[i]);
                    optimizer.Update(singles[i].X, [g[i]], singles[i].State);
                    Assert.Equal(singles[i].X[0], x[i]);
                }
            }
        }
    }

    private static long[] Bits(Trajectory<double> path) =>
        [.. path.SelectMany(point => point.X).Select(BitConverter.DoubleToInt64Bits)];
}

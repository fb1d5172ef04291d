namespace DescentLab.Notebooks.Tests.Collection;

/// <summary>Tests that typical first cells of a reader compile and run after the setup cell.</summary>
public sealed class FirstCellsTests : IDisposable
{
    private readonly LibraryCells cells = new();

    public void Dispose() => cells.Dispose();

    [Fact]
    public async Task OwnFunction_WithTheFunctionsOfMathAndOfDualMath_IsDescended()
    {
        var shown = await cells.RunAsync(
            """
            var f = Function1D.Auto(x => Math.Sin(x) * Math.Exp(-x * x / 10)) with { Name = "wave", Domain = (-4, 4) };
            var g = Function2D.Auto((x, y) => Sin(x) * Sin(x) + Pow(y, 2) + Max(x, 0) - Sqrt(1 + x * x));
            var path = Descent.Run(f, new GradientDescent<double>(0.1), [1.0], 100);
            Descent.Run(g, new Adam<double>(0.1), [1, 1], 10);
            """,
            "path");
        Assert.Contains("Took 100 steps.", shown!["text/plain"], StringComparison.Ordinal);
        Assert.Contains("application/vnd.plotly.v1+json", (await cells.RunAsync("path.Plot()"))!.Select(entry => entry.Key));
        Assert.Contains("Diverged", (await cells.RunAsync("Descent.Run(Function1D.Auto(x => 1 / x), new GradientDescent<double>(0.1), [0.0], 5)"))!["text/plain"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnOptimizer_WithASchedule_FollowsIt()
    {
        var shown = await cells.RunAsync(
            """
            record Signs(Schedule<double> Rate) : Optimizer<double>(Rate)
            {
                protected override void Step(Span<double> x, ReadOnlySpan<double> g, double η, OptimizerState<double> state)
                {
                    for (int i = 0; i < x.Length; i++)
                        x[i] -= η * Math.Sign(g[i]);
                }
            }
            record Plain(Schedule<double> Rate) : IOptimizer<double>
            {
                public System.Collections.Generic.IReadOnlyList<string> StateNames => [];
                public void Update(Span<double> x, ReadOnlySpan<double> gradient, OptimizerState<double> state)
                {
                    for (int i = 0; i < x.Length; i++)
                        x[i] -= Rate.At(state.Step) * gradient[i];
                }
            }
            """,
            """
            var halves = Schedule.Exponential(1.0, 0.5);
            Descent.Run(BookFunctions.Bowl, new Signs(halves), [0.5, 0.5], 3).Last.X[0] + " "
                + Descent.Run(Function1D.Auto(x => x), new Plain(halves), [0.0], 3).Last.X[0] + " "
                + string.Join(",", new Adam<double>(0.1).Start(2).Names)
            """);
        Assert.Equal("1 -0.875 m,v", shown!["text/plain"]);
    }

    [Fact]
    public async Task OwnNetwork_InFloatAndInDouble_Trains()
    {
        var shown = await cells.RunAsync(
            """
            var data = FashionMnist.Load(14).TrainOn(1000, seed: 1);
            var net = new Network<float>(14 * 14).FullyConnected(10).Sigmoid();
            var run = Training.Run(net, data, new Adam<float>(0.001), new() { Minibatches = 20 });
            var run64 = Training.Run(new Network<double>(14 * 14).FullyConnected(10).Sigmoid(), data, new Momentum<double>(0.2, 0.9), new() { Minibatches = 20 });
            """,
            "$\"{run.Steps} {run64.Steps}\"");
        Assert.Equal("20 20", shown!["text/plain"]);
    }

    [Fact]
    public async Task TwoSamples_OfFloatsAndOfInts_AreCompared()
    {
        var shown = await cells.RunAsync(
            """
            float[] a = [0.81f, 0.84f, 0.83f, 0.86f];
            float[] b = [0.79f, 0.78f, 0.80f, 0.77f];
            var t = TTest.Welch(a, b);
            var u = MannWhitney.Test(a, b);
            var ints = Sample.Mean(new[] { 1, 2, 4 });
            var interval = ConfidenceInterval.Bootstrap(a.Select(x => (double)x), Sample.Median);
            """,
            "t");
        Assert.Contains("Welch", shown!["text/plain"], StringComparison.Ordinal);
        Assert.StartsWith("<table", shown["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnExperiment_Small_GivesRows()
    {
        var shown = await cells.RunAsync(
            """
            var mine = new Experiment("mine")
            {
                Arms = [new("plain", new GradientDescent<float>(0.5)), new("momentum", new Momentum<float>(0.2, 0.9))],
                Repeats = 2,
                Minibatches = 20,
                Data = DataSource.FashionMnist(14).TrainOn(1000, seed: 1),
            };
            var log = mine.Run();
            """,
            "log");
        Assert.Contains("4 of 4 trainings", shown!["text/plain"], StringComparison.Ordinal);
        Assert.Contains("<td", shown["text/html"], StringComparison.Ordinal);
        Assert.Contains("application/vnd.plotly.v1+json", (await cells.RunAsync("log.Plot()"))!.Select(entry => entry.Key));
    }
}

using System.Text.RegularExpressions;

namespace DescentLab.Notebooks.Tests.Collection;

/// <summary>Tests what a cell shows when it ends in an object of the library.</summary>
public sealed partial class DisplayTests : IClassFixture<LibraryCells>
{
    private const string Objects = """
        var path = Descent.Run(BookFunctions.TwoWells, new Momentum<double>(0.1, 0.8), [0.7, -0.2], 100);
        var descent = new Descent<double>(BookFunctions.Parabola, new Adam<double>(0.1), [-0.9]);
        descent.Step();
        var net = new Network<float>(new Shape(14, 14, 1)).FullyConnected(100).Sigmoid().FullyConnected(10).Softmax();
        var data = FashionMnist.Load(14).TrainOn(1000, seed: 1);
        var run = Training.Run(net, data, new Adam<float>(0.001), new() { Minibatches = 40, LossEvery = 1, EvaluateEvery = 20 });
        double[] a = [1, 2, 4, 3], b = [2, 3, 6, 4];
        """;

    private readonly LibraryCells cells;

    public DisplayTests(LibraryCells cells) => this.cells = cells;

    public static TheoryData<string, string> Shown => new()
    {
        { "path", "Took 100 steps. x100 =" },
        { "path.Last", "x100 =" },
        { "descent", "Adam { LearningRate = 0.1" },
        { "descent.State", "Optimizer state after step 1" },
        { "new PerRange<double>((1, new Adam<double>()), (2, new GradientDescent<double>(0.1))).Start(3)", "Optimizer state after step 0" },
        { "new GradientDescent<double>(0.03)", "x ← x − η ∇f(x)" },
        { "new Momentum<float>(0.1)", "v ← μ v − η ∇f(x)" },
        { "new Nesterov<double>(0.1)", "∇f(x + μ v)" },
        { "new RmsProp<double>(0.1)", "√m" },
        { "new RmsPropNesterov<double>(0.1)", "√m" },
        { "new Adagrad<double>(0.1)", "√s" },
        { "new Adadelta<double>()", "E[Δx²]" },
        { "new Adam<double>(Schedule.Cosine(0.1, 10))", "cosine 0.1 → 0 over 10 steps" },
        { "new PerRange<double>((1, new Adam<double>()), (2, new GradientDescent<double>(0.1)))", "GradientDescent { LearningRate = 0.1 }" },
        { "Schedule.Warmup(5, Schedule.Cosine(0.1, 100))", "η(k)" },
        { "(Schedule<double>)0.1", "0.1" },
        { "BookFunctions.Parabola", "global minimum" },
        { "BookFunctions.TwoWells", "saddle" },
        { "TestFunctions.Rosenbrock", "global minimum" },
        { "FunctionND.Auto(3, x => x[0])", "f of 3 variables" },
        { "new Rosenbrock(10)", "Rosenbrock in 10 variables" },
        { "new Quadratic([1, 100])", "condition number 100" },
        { "new NoisyGradient(BookFunctions.Bowl, 0.1, 1)", "gradient noise" },
        { "new Drifting(BookFunctions.Parabola, k => [0.1 * k])", "drifting parabola" },
        { "BookFunctions.Bowl.CriticalPoints[0]", "global minimum" },
        { "GradientCheck.Of(BookFunctions.Bowl, [0.5, 0.5])", "relative error" },
        { "new Interval(-1, 3)", "[-1, 3]" },
        { "net", "20,710" },
        { "net.Layers[0]", "FullyConnected" },
        { "net.Layers[1]", "Sigmoid" },
        { "net.Loss", "SoftmaxCrossEntropy" },
        { "run", "Took 40 steps." },
        { "run.Losses[0]", "step 1" },
        { "run.Evaluations[0]", "step 20" },
        { "run.Settings", "Minibatches = 40" },
        { "run.Confusion", "accuracy" },
        { "data", "Ankle boot" },
        { "data.Test", "10000 samples" },
        { "DataSource.FashionMnist(14)", "Fashion-MNIST 14×14" },
        { "RunLog.Read(\"momentum\")", "trainings" },
        { "Experiments.Momentum", "momentum" },
        { "Sampling.RandomDraws", "random" },
        { "Initialiser.He", "He" },
        { "TTest.Welch(a, b)", "Welch" },
        { "MannWhitney.Test(a, b)", "Mann" },
        { "Anova.OneWay([(\"a\", a), (\"b\", b)])", "F" },
        { "Summary.Of(a)", "+/-" },
        { "ConfidenceInterval.OfMean(a)", "95% interval" },
        { "Histogram.Of(a, 3)", "[1, 2)" },
        { "new EffectSize(\"Cohen's d\", 2)", "Cohen" },
        { "new RandomSource(1)", "RandomState" },
    };

    [Theory]
    [MemberData(nameof(Shown))]
    public async Task Object_AtTheEndOfACell_ShowsItselfAsHtmlAndAsText(string expression, string says)
    {
        await cells.RunAsync("if (true) { }");
        var shown = await cells.RunAsync(cells.Once(Objects) ? Objects : "", expression);
        Assert.NotNull(shown);
        var (html, text) = (shown["text/html"], shown["text/plain"]);
        Assert.NotNull(html);
        Assert.NotNull(text);
        var words = System.Net.WebUtility.HtmlDecode(Tag().Replace(html, " "));
        foreach (var one in new[] { words, text })
        {
            Assert.True(one.Contains(says, StringComparison.Ordinal) || one.Replace(",", "", StringComparison.Ordinal).Contains(says.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal), one);
        }

        Assert.True(html.Length < 16_000, $"{html.Length} characters of HTML");
        Assert.DoesNotContain("dni-", html, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("`", text, StringComparison.Ordinal);
        var object_ = await cells.RunAsync($"({expression}) is var o && o.GetType().GetMethod(\"ToHtml\") is {{ }} m ? (string)m.Invoke(o, null) : \"\"");
        Assert.True(object_!["text/plain"] is "" || object_["text/plain"] == html);
    }

    [Theory]
    [InlineData("path.Plot()")]
    [InlineData("Descent.Run(BookFunctions.Parabola, new GradientDescent<double>(0.03), [-0.9], 15).Plot()")]
    [InlineData("Descent.Run(BookFunctions.Parabola, new GradientDescent<double>(1), [0.75], 1000).Plot()")]
    [InlineData("Descent.Run(BookFunctions.TwoWells.In<float>(), new Adam<float>(0.1), [0.7f, -0.2f], 15).Plot()")]
    [InlineData("Descent.Run(new Rosenbrock(4), new Adam<double>(0.1), [0, 0, 0, 0], 15).Plot()")]
    [InlineData("Descent.Run(new NoisyGradient(BookFunctions.Bowl, 0.1, 1), new Adam<double>(0.1), [0, 0], 15).Plot()")]
    [InlineData("run.Plot()")]
    [InlineData("RunLog.Read(\"momentum\").Plot()")]
    public async Task Plot_OfAnObject_IsAFigure(string expression)
    {
        var shown = await cells.RunAsync(cells.Once(Objects) ? Objects : "", expression);
        Assert.NotNull(shown!["application/vnd.plotly.v1+json"]);
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}

using System.Text.Json.Nodes;

namespace DescentLab.Charts;

/// <content>The reader's own hill, with every rule.</content>
internal sealed partial class PlotlyCharts
{
    /// <inheritdoc/>
    public Figure Hill(
        Func<Dual, Dual, Dual> f,
        (double X, double Y) start,
        Interval x,
        Interval y,
        double eta = 0.1,
        double mu = 0.9,
        int steps = 60,
        string formula = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var hill = Function2D.Auto(f) with { Name = "f", DomainX = Finite(x, nameof(x)), DomainY = Finite(y, nameof(y)) };
        var map = Contour(hill);
        (string Name, IOptimizer<double> Rule)[] rules =
        [
            ("gradient descent", new GradientDescent<double>(eta)),
            ("momentum", new Momentum<double>(eta, mu)),
            ("Nesterov", new Nesterov<double>(eta, mu)),
            ("RMSprop", new RmsProp<double>(eta)),
            ("RMSprop-Nesterov", new RmsPropNesterov<double>(eta, mu: mu)),
            ("Adagrad", new Adagrad<double>(eta)),
            ("Adadelta", new Adadelta<double>(learningRate: eta)),
            ("Adam", new Adam<double>(eta)),
        ];
        var paths = Array.ConvertAll(rules, rule => Descent.Run(hill, rule.Rule, [start.X, start.Y], steps));
        var states = Array.ConvertAll(paths, path => (map + Path(path, "ball")).WithRange(x, y));
        var moving = Motion.Explore("rule: ", [.. rules.Select(rule => rule.Name)], states, 0, play: true);

        // The first settings of the report's script (hill.js).
        var plot = JsonNode.Parse(moving.ToJson())!.AsObject();
        plot["layout"]!["meta"] = new JsonObject
        {
            ["hill"] = new JsonObject
            {
                ["formula"] = Body(formula),
                ["x"] = new JsonArray(x.Min, x.Max),
                ["y"] = new JsonArray(y.Min, y.Max),
                ["start"] = new JsonArray(start.X, start.Y),
                ["rule"] = rules[0].Name,
                ["eta"] = eta,
                ["mu"] = mu,
                ["steps"] = steps,
            },
        };
        var ends = string.Join(" ", paths.Select((path, k) => Words.Of(path, rules[k].Name)));
        return new(
            plot.ToJsonString(),
            $"{map.Description} One ball, eight rules at η = {Words.Of(eta)}, μ = {Words.Of(mu)}; a slider chooses the rule. {ends}");
    }

    /// <summary>Gets the right side of a lambda's text, on one line.</summary>
    private static string Body(string lambda)
    {
        var arrow = lambda.IndexOf("=>", StringComparison.Ordinal);
        return string.Join(' ', (arrow < 0 ? lambda : lambda[(arrow + 2)..]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}

using System.Text.Json.Nodes;

namespace DescentLab.Charts;

/// <summary>Joins several figures as panels of one figure, each with its own axes. Each starts with the first colour, so that a name has the same colour in all of them.</summary>
internal static class Panels
{
    /// <summary>The margin above panels with headings: for the title, and the headings below it.</summary>
    public const int TitleHeight = 72;

    // Space for the tick labels and the title of the next panel's axis.
    private const double GapAcross = 0.16;
    private const double GapBelow = 0.12;

    // In a grid, the headings of the next row need this space too.
    private const double GapInGrid = 0.2;

    private static readonly string[] Look = ["type", "mode", "line", "marker"];

    public static Figure Join(IReadOnlyList<Figure> figures, int columns)
    {
        var across = columns > 1;
        var plots = figures.Select(figure => JsonNode.Parse(figure.ToJson())!.AsObject()).ToArray();
        var layout = new JsonObject { ["template"] = plots[0]["layout"]?["template"]?.DeepClone() };
        if (across)
        {
            layout["meta"] = new JsonObject { ["panels"] = plots.Length > columns ? "grid" : "row" };
            if (plots.All(plot => plot["layout"]?["meta"]?["small"] is not null))
            {
                // At the very top: the headings of the panels are close below.
                layout["title"] = new JsonObject { ["yref"] = "container", ["y"] = 0.985, ["yanchor"] = "top" };
            }
        }

        var (data, shapes, annotations) = (new JsonArray(), new JsonArray(), new JsonArray());
        var heights = plots.Select(plot => plot["layout"]?["height"]?.GetValue<double>() ?? Style.Height).ToArray();
        // Side by side, all have the same width; stacked, each row has the height of its highest panel.
        var rows = heights.Chunk(columns).Select(row => row.Max()).ToArray();
        var wide = Domains([.. Enumerable.Repeat(1.0, columns)], GapAcross);
        var high = Domains([.. rows.Reverse()], across ? GapInGrid : GapBelow);
        for (var k = 0; k < plots.Length; k++)
        {
            var panel = new Panel(
                plots[k], k, across ? wide[k % columns] : null, rows.Length > 1 ? high[rows.Length - 1 - (k / columns)] : null);
            panel.Add(layout, data, shapes, annotations);
        }

        OneLegendEntryPerName(data);
        NoLegendEntriesThatLookAlike(data);
        layout["legend"] = new JsonObject { ["orientation"] = "h", ["y"] = across && rows.Length > 1 ? -0.12 : -0.18, ["yanchor"] = "top" };
        if (across && rows.Length > 1)
        {
            layout["margin"] = new JsonObject { ["t"] = TitleHeight };
        }

        layout["height"] = rows.Length == 1 ? rows[0] : Math.Round(0.85 * rows.Sum());
        if (shapes.Count > 0)
        {
            layout["shapes"] = shapes;
        }

        if (annotations.Count > 0)
        {
            layout["annotations"] = annotations;
        }

        if (plots.Any(plot => plot["layout"]?["barmode"] is not null))
        {
            layout["barmode"] = "overlay";
        }

        var joined = new JsonObject { ["data"] = data, ["layout"] = layout, ["config"] = plots[0]["config"]?.DeepClone() };
        var descriptions = figures.Select((figure, k) => $"Panel {k + 1} of {figures.Count}: {figure.Description}");
        return new(joined.ToJsonString(), string.Join(" ", descriptions));
    }

    /// <summary>Gets the extent of each panel, from 0 to 1, with gaps between.</summary>
    private static (double From, double To)[] Domains(double[] sizes, double gap)
    {
        var scale = (1 - (gap * (sizes.Length - 1))) / sizes.Sum();
        return [.. sizes.Select((size, k) => sizes[..k].Sum() * scale + (k * gap)).Zip(sizes, (from, size) =>
            (Math.Round(from, 4), Math.Round(from + (size * scale), 4)))];
    }

    private static void OneLegendEntryPerName(JsonArray data)
    {
        var seen = new HashSet<string>();
        foreach (var trace in InLegend(data))
        {
            var name = trace["name"]!.GetValue<string>();
            trace["legendgroup"] = name;
            if (!seen.Add(name))
            {
                trace["showlegend"] = false;
            }
        }
    }

    /// <summary>Panels with one line each all have the first colour: no legend can tell them apart, headings and axes do.</summary>
    private static void NoLegendEntriesThatLookAlike(JsonArray data)
    {
        var alike = InLegend(data)
            .Where(trace => trace["line"]?["color"] is not null || trace["marker"]?["color"] is not null)
            .GroupBy(trace => string.Join(' ', Look.Select(part => trace[part]?.ToJsonString())))
            .Where(entries => entries.Count() > 1);
        foreach (var trace in alike.SelectMany(entries => entries))
        {
            trace["showlegend"] = false;
        }
    }

    private static IEnumerable<JsonNode> InLegend(JsonArray data) =>
        data.OfType<JsonNode>().Where(trace => trace["name"] is not null && trace["showlegend"]?.GetValue<bool>() != false);

    /// <summary>The k-th figure, with its axes x and y renamed to x2 and y2, x3 and y3, ….</summary>
    private sealed class Panel(JsonObject plot, int k, (double From, double To)? wide, (double From, double To)? high)
    {
        private readonly string number = k == 0 ? "" : $"{k + 1}";
        private readonly JsonObject inner = plot["layout"]?.AsObject() ?? [];

        public void Add(JsonObject layout, JsonArray data, JsonArray shapes, JsonArray annotations)
        {
            if (inner["scene"] is not null || inner["sliders"] is not null)
            {
                throw new ArgumentException("A 3D figure or a figure with a slider cannot be a panel. Show it in a separate cell.");
            }

            if (inner["xaxis2"] is not null)
            {
                throw new ArgumentException("A figure of several panels cannot be a panel of another. Give all panels to one Plot.Grid(across, …).");
            }

            layout[$"xaxis{number}"] = Axis("x", "y", wide);
            layout[$"yaxis{number}"] = Axis("y", "x", high);
            foreach (var trace in plot["data"]!.AsArray())
            {
                data.Add(Trace(trace!.DeepClone().AsObject()));
            }

            Placed("shapes", shapes);
            Placed("annotations", annotations);
            if (inner["title"]?["text"]?.GetValue<string>() is { Length: > 0 } title)
            {
                annotations.Add(Heading(title));
            }
        }

        private JsonObject Axis(string letter, string other, (double From, double To)? domain)
        {
            var axis = inner[$"{letter}axis"]?.DeepClone().AsObject() ?? [];
            axis["anchor"] = other + number;
            if (domain is { } part)
            {
                axis["domain"] = new JsonArray(part.From, part.To);
            }

            if (axis["scaleanchor"] is not null)
            {
                axis["scaleanchor"] = other + number;
            }

            return Axes.Decades(axis);
        }

        private JsonObject Trace(JsonObject trace)
        {
            trace["xaxis"] = $"x{number}";
            trace["yaxis"] = $"y{number}";
            if (trace["type"]?.GetValue<string>() is "heatmap")
            {
                trace["showscale"] = false;
            }

            return trace;
        }

        private void Placed(string kind, JsonArray into)
        {
            foreach (var item in inner[kind]?.AsArray() ?? [])
            {
                var placed = item!.DeepClone().AsObject();
                placed["xref"] = placed["xref"]?.GetValue<string>() == "paper" ? $"x{number} domain" : $"x{number}";
                placed["yref"] = placed["yref"]?.GetValue<string>() == "paper" ? $"y{number} domain" : $"y{number}";
                into.Add((JsonNode)placed);
            }
        }

        private JsonObject Heading(string title) => new()
        {
            ["text"] = title,
            ["showarrow"] = false,
            ["font"] = new JsonObject { ["size"] = 15 },
            ["xref"] = $"x{number} domain",
            ["yref"] = $"y{number} domain",
            ["x"] = 0,
            ["y"] = 1.02,
            ["xanchor"] = "left",
            ["yanchor"] = "bottom",
        };
    }
}

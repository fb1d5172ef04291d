using System.Text.Json.Nodes;

namespace DescentLab.Charts;

/// <summary>Figures drawn beforehand, with a slider that goes through them.</summary>
/// <remarks>
/// The slider itself carries what each of its steps changes. plotly.js has frames for this, but VS Code's renderer hands
/// it data and layout only, and drops the frames.
/// </remarks>
internal static class Motion
{
    /// <summary>Longer paths are thinned, since each frame holds the whole path so far.</summary>
    public const int MostPoints = 120;

    /// <summary>More frames than this are thinned too.</summary>
    public const int MostFrames = 48;

    private const int MillisecondsPerFrame = 150;

    /// <summary>A figure with a slider over variants of it.</summary>
    /// <param name="name">What the slider sets.</param>
    /// <param name="labels">Its positions.</param>
    /// <param name="figures">The figure at each position: the same traces, with other numbers.</param>
    /// <param name="first">The position shown first.</param>
    public static Figure Slider(string name, IReadOnlyList<string> labels, IReadOnlyList<Figure> figures, int first)
    {
        var variants = Parsed(figures);
        var shown = variants[first].DeepClone().AsObject();
        foreach (var axis in (ReadOnlySpan<string>)["xaxis", "yaxis"])
        {
            Widen(shown, variants, axis);
        }

        var changes = new Changes(variants);
        var steps = variants.Select((variant, k) => Step(labels[k], changes.Restyle(variant), changes.Relayout(variant), changes.Traces));
        Attach(shown, Control($"{name} = ", first, steps));
        return new(shown.ToJsonString(), figures[first].Description);
    }

    /// <summary>A figure whose last traces grow, with buttons to play and a slider to scrub.</summary>
    /// <param name="whole">The figure at the end.</param>
    /// <param name="frames">Its last traces at each position.</param>
    /// <param name="labels">The positions: steps.</param>
    public static Figure Play(Figure whole, IReadOnlyList<Figure> frames, IReadOnlyList<string> labels)
    {
        var shown = JsonNode.Parse(whole.ToJson())!.AsObject();
        var variants = Parsed(frames);
        var changes = new Changes(variants, shown["data"]!.AsArray().Count - variants[0]["data"]!.AsArray().Count);
        var steps = variants.Select((variant, k) => Step(labels[k], changes.Restyle(variant), [], changes.Traces));
        Attach(shown, Control("step ", variants.Length - 1, steps));
        var moves = variants.Select((variant, k) => (JsonNode)new JsonObject
        {
            ["data"] = changes.Data(variant),
            ["traces"] = changes.Traces,
            ["layout"] = FrameLayout(shown["layout"]!, k),
        });
        shown["layout"]!["updatemenus"] = new JsonArray(Buttons([.. moves]));
        return new(shown.ToJsonString(), whole.Description);
    }

    /// <summary>A frame moves the slider along.</summary>
    private static JsonObject FrameLayout(JsonNode layout, int frame)
    {
        var change = new JsonObject { ["sliders[0].active"] = frame };
        // Between two frames plotly.js takes away all traces that it cannot animate, contours among them, until it has
        // redrawn everything: they would blink. It does not where an axis changes: so one does, by less than a pixel.
        if (layout["xaxis"]?["range"] is JsonArray range)
        {
            double from = range[0]!.GetValue<double>(), to = range[1]!.GetValue<double>();
            change["xaxis.range"] = new JsonArray(from, to + ((to - from) * 1e-6 * (frame + 1)));
        }

        return change;
    }

    private static JsonObject[] Parsed(IReadOnlyList<Figure> figures)
    {
        var plots = figures.Select(figure => JsonNode.Parse(figure.ToJson())!.AsObject()).ToArray();
        var kinds = plots.Select(plot => string.Join(", ", plot["data"]!.AsArray().Select(trace => trace!["type"]))).Distinct().ToArray();
        return kinds.Length == 1
            ? plots
            : throw new ArgumentException(
                $"The figures of a slider must all have the same traces; these have ({string.Join(") and (", kinds)}). Draw the same charts for each value.",
                nameof(figures));
    }

    /// <summary>An axis that holds all variants does not jump.</summary>
    private static void Widen(JsonObject shown, JsonObject[] variants, string axis)
    {
        var ranges = variants.Select(variant => variant["layout"]?[axis]?["range"] as JsonArray).ToArray();
        if (ranges.All(range => range is not null))
        {
            shown["layout"]![axis]!["range"] = new JsonArray(
                ranges.Min(range => range![0]!.GetValue<double>()), ranges.Max(range => range![1]!.GetValue<double>()));
        }
    }

    private static JsonObject Step(string label, JsonObject restyle, JsonObject relayout, JsonArray traces) => new JsonObject
    {
        ["method"] = "update",
        ["label"] = label,
        ["args"] = new JsonArray(restyle, relayout, traces),
    };

    private static JsonObject Control(string prefix, int active, IEnumerable<JsonObject> steps) => new()
    {
        ["active"] = active,
        ["currentvalue"] = new JsonObject { ["prefix"] = prefix, ["font"] = new JsonObject { ["size"] = 15 } },
        ["pad"] = new JsonObject { ["t"] = 58, ["b"] = 4 },
        ["bgcolor"] = "rgba(128,128,128,0.35)",
        ["bordercolor"] = "rgba(128,128,128,0.5)",
        ["tickcolor"] = Style.Faint,
        ["steps"] = new JsonArray([.. steps]),
    };

    private static void Attach(JsonObject plot, JsonObject slider)
    {
        var layout = plot["layout"]!;
        layout["sliders"] = new JsonArray(slider);
        layout["height"] = (layout["height"]?.GetValue<double>() ?? Style.Height) + 100;
    }

    private static JsonObject Buttons(JsonNode[] moves) => new JsonObject
    {
        ["type"] = "buttons",
        ["direction"] = "left",
        ["showactive"] = false,
        ["x"] = 0,
        ["xanchor"] = "left",
        ["y"] = 1,
        ["yanchor"] = "bottom",
        ["pad"] = new JsonObject { ["b"] = 8 },
        ["bgcolor"] = "rgba(128,128,128,0.15)",
        ["bordercolor"] = "rgba(128,128,128,0.5)",
        ["buttons"] = new JsonArray(
            Button("▶ Play", new JsonArray(moves), MillisecondsPerFrame),
            Button("❚❚ Pause", new JsonArray((JsonNode?)null), 0)),
    };

    private static JsonObject Button(string label, JsonArray frames, int milliseconds) => new JsonObject
    {
        ["label"] = label,
        ["method"] = "animate",
        ["args"] = new JsonArray(frames, new JsonObject
        {
            ["mode"] = "immediate",
            ["frame"] = new JsonObject { ["duration"] = milliseconds, ["redraw"] = true },
            ["transition"] = new JsonObject { ["duration"] = 0 },
        }),
    };
}

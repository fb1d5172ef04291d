using System.Text.Json.Nodes;

namespace DescentLab.Charts;

/// <summary>Creates explorers: figures drawn in advance, with a slider and buttons that show their states.</summary>
/// <remarks>
/// <para>
/// The slider and the buttons contain the changes of each state. plotly.js has frames for this, but VS Code's renderer
/// passes it data and layout only, and drops the frames. The part that all states share is stored once (<see cref="Changes"/>).
/// </para>
/// <para>
/// The axes cover all states, so that nothing jumps. The keyboard, the narrow layout and the picture of four states come from
/// the slider: reports and pictures find it in <c>layout.sliders</c>.
/// </para>
/// </remarks>
internal static class Motion
{
    /// <summary>The maximum number of points; longer paths are thinned, since each frame holds the path up to its step.</summary>
    public const int MostPoints = 120;

    /// <summary>The maximum number of frames; more are thinned too.</summary>
    public const int MostFrames = 48;

    private const int MillisecondsPerFrame = 150;
    private const int SliderHeight = 150;
    private const int LegendHeight = 40;
    private const int MenuHeight = 44;
    private const int AirForNames = 24;
    private const int AirBelowTitle = 16;
    private const int LongTitle = 20;
    private const string Face = "rgba(128,128,128,0.15)";
    private const string Edge = "rgba(128,128,128,0.5)";

    private static readonly string[] AxisParts = ["range", "tickvals", "ticktext"];

    /// <summary>Creates a figure with a slider over its states.</summary>
    /// <param name="prefix">The text before the slider's value: "η = ", "step ".</param>
    /// <param name="labels">Its positions.</param>
    /// <param name="figures">The figure in each state: the same traces, with different numbers; decorations may be missing in some.</param>
    /// <param name="first">The state shown first.</param>
    /// <param name="play">Whether buttons play all states in turn.</param>
    public static Figure Explore(string prefix, IReadOnlyList<string> labels, IReadOnlyList<Figure> figures, int first, bool play)
    {
        var states = Parsed(figures, Decorations.Completed);
        var shown = states[first].DeepClone().AsObject();
        foreach (var axis in shown["layout"]!.AsObject().Select(pair => pair.Key).Where(IsAxis).ToArray())
        {
            Widen(shown, states, axis);
        }

        var changes = new Changes(states);
        var layout = shown["layout"]!.AsObject();
        // The buttons begin where the last of several panels has the title of its axis, and where a long title ends;
        // upright names below an axis reach even lower.
        var upright = layout["xaxis"]?["tickangle"] is not null;
        var shortest = layout["meta"]?["panels"] is not null ? 1 : play ? LongTitle + 1 : int.MaxValue;
        var titled = states.Any(state => state["layout"]!.AsObject().Any(
            pair => pair.Key.StartsWith("xaxis", StringComparison.Ordinal) && pair.Value?["title"]?["text"]?.GetValue<string>().Length >= shortest));
        var air = upright ? AirForNames : titled ? AirBelowTitle : 0;
        layout["sliders"] = new JsonArray(Control(prefix, first, air, states.Select((state, k) =>
            Step(labels[k], changes.Restyle(state), changes.Relayout(state), changes.Traces))));
        layout["height"] = (layout["height"]?.GetValue<double>() ?? Style.Height) + 100 + air;
        if (layout["meta"]?["panels"] is not null && layout["annotations"] is not null && layout["margin"] is null)
        {
            // A row of panels: its title must not touch their headings.
            layout["margin"] = new JsonObject { ["t"] = Panels.TitleHeight };
            layout["height"] = layout["height"]!.GetValue<double>() + Panels.TitleHeight - Style.Top;
        }

        if (layout["legend"]?["orientation"]?.GetValue<string>() == "h")
        {
            // Panels have their legend below; the slider comes between.
            layout["height"] = layout["height"]!.GetValue<double>() + LegendHeight;
            var margin = layout["margin"] as JsonObject ?? [];
            margin["b"] = SliderHeight + LegendHeight + air;
            layout["margin"] = margin;
            layout["legend"] = new JsonObject { ["orientation"] = "h", ["yref"] = "container", ["y"] = 0, ["yanchor"] = "bottom" };
        }

        if (play)
        {
            layout["updatemenus"] = new JsonArray(Buttons(air, [.. states.Select((state, k) => (JsonNode)new JsonObject
            {
                ["data"] = changes.Data(state),
                ["traces"] = changes.Traces,
                ["layout"] = FrameLayout(layout, changes.Relayout(state), k),
            })]));
        }

        return new(shown.ToJsonString(), figures[first].Description);
    }

    /// <summary>Creates a figure with a menu of explorers.</summary>
    /// <param name="names">The menu's entries.</param>
    /// <param name="explorers">The figure of each entry: the same traces, with its own slider.</param>
    public static Figure Choose(IReadOnlyList<string> names, IReadOnlyList<Figure> explorers)
    {
        // Their sliders name traces by their numbers: none can be added.
        var states = Parsed(explorers, plots => plots);
        if (Array.FindIndex(states, state => state["layout"]?["sliders"] is null) is var still and >= 0)
        {
            throw new ArgumentException($"'{names[still]}' has no slider: the choices of a menu are explorers, such as Plot.Slider or Plot.Race.", nameof(explorers));
        }

        var changes = new Changes(states);
        var shown = states[0].DeepClone().AsObject();
        var layout = shown["layout"]!.AsObject();
        var menus = layout["updatemenus"] as JsonArray ?? [];
        layout["updatemenus"] = menus;
        menus.Add((JsonNode)Menu(states.Select((state, k) => Step(names[k], changes.Restyle(state), Controls(state, changes), changes.Traces))));
        layout["height"] = layout["height"]!.GetValue<double>() + MenuHeight;
        var margin = layout["margin"] as JsonObject ?? [];
        margin["t"] = 56 + MenuHeight; // the title, and the menu below it
        layout["margin"] = margin;
        return new(shown.ToJsonString(), explorers[0].Description);
    }

    /// <summary>Gets an explorer's slider, buttons and axes, and the other changes of the layout.</summary>
    private static JsonObject Controls(JsonObject state, Changes changes)
    {
        var (change, layout) = (changes.Relayout(state), state["layout"]!.AsObject());
        change["sliders"] = layout["sliders"]!.DeepClone();
        if (layout["updatemenus"]?[0]?["buttons"] is { } buttons)
        {
            change["updatemenus[0].buttons"] = buttons.DeepClone();
        }

        foreach (var (axis, value) in layout.Where(pair => IsAxis(pair.Key)))
        {
            foreach (var name in AxisParts.Where(name => value?[name] is not null))
            {
                change[$"{axis}.{name}"] = value![name]!.DeepClone();
            }
        }

        return change;
    }

    /// <summary>Gets the layout of a frame, which also moves the slider.</summary>
    private static JsonObject FrameLayout(JsonObject layout, JsonObject change, int frame)
    {
        change["sliders[0].active"] = frame;
        // Between two frames plotly.js removes all traces that it cannot animate, such as contours, until it has
        // redrawn everything, and they would blink. It does not if an axis changes, so one changes by less than a pixel.
        if (layout["xaxis"]?["range"] is JsonArray range)
        {
            double from = range[0]!.GetValue<double>(), to = range[1]!.GetValue<double>();
            change["xaxis.range"] = new JsonArray(from, to + ((to - from) * 1e-6 * (frame + 1)));
        }

        return change;
    }

    private static JsonObject[] Parsed(IReadOnlyList<Figure> figures, Func<JsonObject[], JsonObject[]?> complete)
    {
        var plots = figures.Select(figure => JsonNode.Parse(figure.ToJson())!.AsObject()).ToArray();
        var kinds = Kinds(plots);
        return kinds.Length == 1
            ? plots
            : complete(plots) is { } completed && Kinds(completed).Length == 1
                ? completed
                : throw new ArgumentException(
                    $"The figures of a slider must all have the same traces; these have ({string.Join(") and (", kinds)}). Draw the same charts for each value.",
                    nameof(figures));
    }

    private static string[] Kinds(JsonObject[] plots) =>
        [.. plots.Select(plot => string.Join(", ", plot["data"]!.AsArray().Select(trace => trace!["type"]))).Distinct()];

    private static bool IsAxis(string name) =>
        name.StartsWith("xaxis", StringComparison.Ordinal) || name.StartsWith("yaxis", StringComparison.Ordinal);

    /// <summary>Widens an axis to cover all states, so that it does not jump.</summary>
    private static void Widen(JsonObject shown, JsonObject[] states, string axis)
    {
        var ranges = states.Select(state => state["layout"]?[axis]?["range"] as JsonArray).ToArray();
        if (ranges.All(range => range is not null))
        {
            var wide = shown["layout"]![axis]!.AsObject();
            // The range of an axis may be reversed: then its first end is the larger.
            var down = ranges[0]![0]!.GetValue<double>() > ranges[0]![1]!.GetValue<double>();
            var (from, to) = (ranges.Select(range => range![0]!.GetValue<double>()), ranges.Select(range => range![1]!.GetValue<double>()));
            wide["range"] = down ? new JsonArray(from.Max(), to.Min()) : new JsonArray(from.Min(), to.Max());
            Axes.Decades(wide);
        }
    }

    private static JsonObject Step(string label, JsonObject restyle, JsonObject relayout, JsonArray traces) => new JsonObject
    {
        ["method"] = "update",
        ["label"] = label,
        ["args"] = new JsonArray(restyle, relayout, traces),
    };

    private static JsonObject Control(string prefix, int active, int air, IEnumerable<JsonObject> steps) => new()
    {
        ["active"] = active,
        ["currentvalue"] = new JsonObject { ["prefix"] = prefix, ["font"] = new JsonObject { ["size"] = 15 } },
        ["pad"] = new JsonObject { ["t"] = 66 + air, ["b"] = 4 },
        ["bgcolor"] = "rgba(128,128,128,0.35)",
        ["bordercolor"] = Edge,
        ["tickcolor"] = Style.Faint,
        ["steps"] = new JsonArray([.. steps]),
    };

    private static JsonObject Menu(IEnumerable<JsonObject> entries) => new()
    {
        ["type"] = "dropdown",
        // Above the chart, below its title.
        ["x"] = 0,
        ["xanchor"] = "left",
        ["y"] = 1,
        ["yanchor"] = "bottom",
        ["pad"] = new JsonObject { ["b"] = 8 },
        ["bgcolor"] = Face,
        ["bordercolor"] = Edge,
        ["buttons"] = new JsonArray([.. entries]),
    };

    private static JsonObject Buttons(int air, JsonNode[] moves) => new JsonObject
    {
        ["type"] = "buttons",
        ["direction"] = "left",
        ["showactive"] = false,
        // On the same line as the slider's current value.
        ["x"] = 1,
        ["xanchor"] = "right",
        ["y"] = 0,
        ["yanchor"] = "top",
        ["pad"] = new JsonObject { ["t"] = 50 + air },
        ["bgcolor"] = Face,
        ["bordercolor"] = Edge,
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

using System.Text.Json;
using System.Globalization;
using System.Text.Json.Nodes;

namespace DescentLab;

/// <summary>The changes of a figure on less than 560 pixels, as on a phone.</summary>
/// <remarks>
/// Plotly has no rules for this. The figure stores the changes in <c>layout.meta.narrow</c>: <c>layout</c> holds
/// values by their path in the layout, <c>traces</c> holds (index, path, value). Reports, and pages that draw a figure's HTML,
/// apply them before they draw. Titles break into lines, panels side by side are stacked, legends move below,
/// axes have fewer ticks, numbers in tiles are smaller.
/// </remarks>
internal static class Narrow
{
    private const int LineLength = 40;
    private const int MostWrapped = 5;
    private const int PanelHeight = 340;
    private const int PanelHeightInGrid = 364; // with space between the title of an axis and the heading below it
    private const int NamesHeight = 24;
    private const int DefaultHeight = 420;
    private const int SliderHeight = 150;
    private const int MenuHeight = 44;

    /// <summary>Puts the changes into a figure's layout.</summary>
    public static void Attach(JsonObject plot)
    {
        if (plot["layout"] is not JsonObject layout || layout["template"] is null)
        {
            return; // a figure from another program
        }

        var meta = layout["meta"] as JsonObject ?? [];
        meta.Remove("narrow");
        var changes = new JsonObject { ["layout"] = Layout(layout, plot["data"]!.AsArray()) };
        if (Traces(plot["data"]!.AsArray()) is { Count: > 0 } traces)
        {
            changes["traces"] = traces;
        }

        meta["narrow"] = changes;
        layout["meta"] ??= meta;
    }

    /// <summary>Breaks a text into lines.</summary>
    public static string Wrapped(string text, int length = LineLength)
    {
        if (text.Length <= length || text.Contains('<', StringComparison.Ordinal))
        {
            return text;
        }

        List<string> lines = [""];
        foreach (var word in text.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + word.Length >= length)
            {
                lines.Add(word);
            }
            else
            {
                lines[^1] = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
            }
        }

        return string.Join("<br>", lines);
    }

    private static JsonObject Layout(JsonObject layout, JsonArray data)
    {
        var title = Wrapped(layout["title"]?["text"]?.GetValue<string>() ?? "");
        var lines = title.Length == 0 ? 0 : title.Split("<br>").Length;
        var axes = layout.Select(pair => pair.Key).Where(key => key.StartsWith("xaxis", StringComparison.Ordinal)).ToArray();
        var panels = (layout["meta"] as JsonObject)?["panels"]?.GetValue<string>();
        var row = panels is "row" or "grid";
        var legend = LegendHeight(data);
        var menu = (layout["updatemenus"] as JsonArray ?? []).Any(menu => menu?["type"]?.GetValue<string>() == "dropdown") ? MenuHeight : 0;
        var height = row ? axes.Length * (panels == "grid" ? PanelHeightInGrid : PanelHeight) : Number(layout["height"]) ?? DefaultHeight;
        // A map is as wide as the page and keeps its scale: a greater height would stay empty.
        var isMap = layout["yaxis"]?["scaleanchor"] is not null && layout["yaxis2"] is null;
        height = isMap ? Math.Min(height, layout["sliders"] is null ? 400 : 520) : height;
        var changes = new JsonObject
        {
            ["font.size"] = 12,
            ["width"] = null,
            ["height"] = height + legend + (22 * Math.Max(0, lines - 1)) + menu,
            ["margin.l"] = 52,
            ["margin.r"] = 14,
            ["margin.t"] = 22 + (22 * lines) + (layout["annotations"] is null ? 0 : 22) + menu,
            ["legend.orientation"] = "h",
            ["legend.yref"] = "container",
            ["legend.y"] = 0,
            ["legend.yanchor"] = "bottom",
            ["legend.x"] = 0,
            ["legend.xref"] = "container",
        };
        if (layout["sliders"] is not null)
        {
            var names = row && layout["xaxis"]?["tickangle"] is not null ? NamesHeight : 0;
            changes["margin.b"] = SliderHeight + legend + names; // the slider, and the legend below it
        }

        if (lines > 0)
        {
            changes["title.text"] = title;
            changes["title.font.size"] = 15;
            changes["title.x"] = 0.02;
            changes["title.xref"] = "container";
            if (row && lines > 1)
            {
                // At the very top: the second line would touch the first heading.
                changes["title.yref"] = "container";
                changes["title.y"] = 0.99;
                changes["title.yanchor"] = "top";
            }
        }

        if (row)
        {
            Stack(changes, Downwards(layout, axes), panels == "grid" ? 0.4 : 0.3);
            // Upright names would reach into the panel below: the last panel has them for all.
            foreach (var key in axes[..^1].Where(key => layout[key]?["tickangle"] is not null))
            {
                changes[$"{key}.showticklabels"] = false;
            }
        }

        foreach (var (key, axis) in layout.Where(pair => pair.Key.StartsWith("xaxis", StringComparison.Ordinal) || pair.Key.StartsWith("yaxis", StringComparison.Ordinal)))
        {
            if (axis?["type"]?.GetValue<string>() != "category" && axis?["tickvals"] is null && axis?["dtick"] is null)
            {
                changes[$"{key}.nticks"] = key[0] == 'x' ? 5 : 6;
            }
        }

        foreach (var (axis, names) in Categories(data))
        {
            changes[$"{axis}.tickvals"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]);
            changes[$"{axis}.ticktext"] = new JsonArray([.. names.Select(name => JsonValue.Create(Wrapped(name, 60 / names.Length)))]);
            changes[$"{axis}.tickangle"] = 0;
        }

        foreach (var (index, annotation) in (layout["annotations"]?.AsArray() ?? []).Index())
        {
            if (annotation!["text"]?.GetValue<string>() is { Length: > LineLength } text)
            {
                changes[$"annotations[{index}].text"] = Wrapped(text);
            }
        }

        return changes;
    }

    /// <summary>The names below bars, points and boxes, by axis, where they are few enough to break into lines instead of being turned.</summary>
    private static IEnumerable<(string Axis, string[] Names)> Categories(JsonArray data) => data
        .Where(trace => trace!["type"]?.GetValue<string>() is "bar" or "scatter" or "box" && trace["mode"]?.GetValue<string>() != "text")
        .GroupBy(trace => $"xaxis{trace!["xaxis"]?.GetValue<string>()[1..]}")
        .Select(axis => (axis.Key, Names: axis.SelectMany(Names).Distinct().ToArray()))
        .Where(axis => axis.Names.Length is > 1 and <= MostWrapped && axis.Names.Any(name => name.Length > 60 / axis.Names.Length));

    private static IEnumerable<string> Names(JsonNode? trace) => trace!["type"]!.GetValue<string>() == "box"
        ? [trace["name"]?.GetValue<string>() ?? ""]
        : (trace["x"] as JsonArray ?? []).OfType<JsonValue>().Select(x => x.TryGetValue(out string? name) ? name : null).OfType<string>();

    /// <summary>Gets the numbers of the panels' axes ("", "2", "3", …) from top to bottom.</summary>
    /// <remarks>A grid that has headings in its first row only is a row of columns: each heading stays with its column.</remarks>
    private static string[] Downwards(JsonObject layout, string[] axes)
    {
        var numbers = Array.ConvertAll(axes, axis => axis["xaxis".Length..]);
        var headings = (layout["annotations"] as JsonArray ?? []).Select(text => text!["xref"]?.GetValue<string>()).ToHashSet();
        var columns = axes.Select(axis => layout[axis]?["domain"]?[0]?.ToJsonString()).Distinct().Count();
        return numbers.Index().All(panel => panel.Index < columns == headings.Contains($"x{panel.Item} domain"))
            ? [.. numbers.Index().OrderBy(panel => panel.Index % columns).Select(panel => panel.Item)]
            : numbers;
    }

    /// <summary>Stacks panels that are side by side.</summary>
    /// <param name="changes">Receives the places.</param>
    /// <param name="numbers">The numbers of the panels' axes, from top to bottom.</param>
    /// <param name="gap">The space for an axis and the next heading, as a share of a panel's height.</param>
    private static void Stack(JsonObject changes, string[] numbers, double gap)
    {
        var height = 1 / (numbers.Length + (gap * (numbers.Length - 1)));
        foreach (var (k, number) in numbers.Index())
        {
            var top = 1 - (k * height * (1 + gap));
            changes[$"xaxis{number}.domain"] = new JsonArray(0, 1);
            changes[$"yaxis{number}.domain"] = new JsonArray(Math.Round(Math.Max(0, top - height), 4), Math.Round(top, 4));
        }
    }

    private static double LegendHeight(JsonArray data)
    {
        var names = data.Where(trace => trace!["showlegend"]?.GetValue<bool>() != false)
            .Select(trace => trace!["name"]?.GetValue<string>()).OfType<string>().Distinct().ToArray();
        if (names.Length < 2)
        {
            return 0;
        }

        // All entries of a horizontal legend are as wide as the widest: a symbol, and about 6 pixels a letter.
        var across = Math.Max(1, 360 / (50 + (6 * names.Max(name => name.Length))));
        return 24 * Math.Ceiling((double)names.Length / across);
    }

    private static JsonArray Traces(JsonArray data)
    {
        var changes = new JsonArray();
        foreach (var (index, trace) in data.Index())
        {
            if (trace!["colorbar"] is not null)
            {
                changes.Add((JsonNode)new JsonArray(index, "showscale", false));
            }

            if (trace["mode"]?.GetValue<string>() == "text" && trace["textfont"]?["size"]?.GetValue<double>() is > 10)
            {
                var across = (trace["x"] as JsonArray ?? []).Select(x => x?.ToJsonString()).Distinct().Count();
                changes.Add((JsonNode)new JsonArray(index, "textfont.size", across > 6 ? 9 : 10));
            }
        }

        return changes;
    }

    // A number that code put into the layout may be an int, which GetValue<double> refuses.
    private static double? Number(JsonNode? node) => node?.Deserialize<double>();
}

using System.Text.Json.Nodes;
using Newtonsoft.Json;
using Plotly.NET;

namespace DescentLab.Charts;

/// <summary>Plotly.NET from C#: its objects with their properties by the names that plotly.js gives them.</summary>
/// <remarks>Plotly.NET's own constructors take up to 80 F# options, most of them generic; C# infers none of those.</remarks>
internal static class Plotly
{
    /// <summary>Sets a property, unless the value is null.</summary>
    public static T With<T>(this T target, string property, object? value)
        where T : DynamicObj.DynamicObj
    {
        if (value is not null)
        {
            target.SetProperty(property, value);
        }

        return target;
    }

    /// <summary>An object without a type of its own in Plotly.NET.</summary>
    public static DynamicObj.DynamicObj Object() => new();

    /// <summary>A figure from traces and a layout.</summary>
    public static Figure Figure(string description, Layout layout, params IReadOnlyList<Trace> traces)
    {
        var figure = Object()
            .With("data", traces)
            .With("layout", layout.With("template", Style.Template))
            .With("config", Style.Config);
        var plot = JsonNode.Parse(JsonConvert.SerializeObject(figure, Globals.JSON_CONFIG))!;
        foreach (var trace in plot["data"]?.AsArray() ?? [])
        {
            Slots.Move(trace!, 0);
        }

        return new(plot.ToJsonString(), description);
    }

    /// <summary>Gives a trace its place among the curves and paths of the figure, from which the named properties follow.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="slot">0 for the first of this figure; null for a trace whose looks are given, which takes no place.</param>
    /// <param name="auto">What follows from the place, such as <c>line.color</c>.</param>
    public static T Slot<T>(this T trace, int? slot, params IReadOnlyList<string?> auto)
        where T : Trace =>
        trace.With("meta", slot is null ? null : Meta(slot, auto));

    /// <summary>The same for what belongs to another trace and has no numbers of its own: heads, borders, names.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="slot">The place of the trace that it belongs to; null for none.</param>
    /// <param name="once">Whether one entry in the legend is enough for all of its name.</param>
    /// <param name="auto">What follows from the place.</param>
    public static T Decoration<T>(this T trace, int? slot = null, bool once = false, params IReadOnlyList<string?> auto)
        where T : Trace =>
        trace.With("meta", Meta(slot, auto).With("decoration", true).With("once", once ? true : null)).With("hoverinfo", "skip");

    private static DynamicObj.DynamicObj Meta(int? slot, IReadOnlyList<string?> auto) => Object()
        .With("slot", slot)
        .With("auto", auto.OfType<string>().ToArray() is { Length: > 0 } paths ? paths : null);
}

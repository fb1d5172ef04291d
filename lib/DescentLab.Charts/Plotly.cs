using System.Text.Json.Nodes;
using Newtonsoft.Json;
using Plotly.NET;

namespace DescentLab.Charts;

/// <summary>Makes Plotly.NET usable from C#: sets the properties of its objects by their names in plotly.js.</summary>
/// <remarks>Plotly.NET's own constructors take up to 80 F# options, most of them generic, which C# cannot infer.</remarks>
internal static class Plotly
{
    // To look for loops, the serializer compares each object with those around it. By their contents, as Plotly.NET's objects compare
    // themselves, that walks through every number of a figure again and again.
    private static readonly JsonSerializerSettings Json = new(Globals.JSON_CONFIG) { EqualityComparer = ReferenceEqualityComparer.Instance };

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

    /// <summary>Creates an object that has no type in Plotly.NET.</summary>
    public static DynamicObj.DynamicObj Object() => new();

    /// <summary>Creates a figure from traces and a layout.</summary>
    public static Figure Figure(string description, Layout layout, params IReadOnlyList<Trace> traces)
    {
        var figure = Object()
            .With("data", traces)
            .With("layout", layout.With("template", Style.Template))
            .With("config", Style.Config);
        var plot = JsonNode.Parse(JsonConvert.SerializeObject(figure, Json))!;
        foreach (var trace in plot["data"]?.AsArray() ?? [])
        {
            Slots.Move(trace!, 0);
        }

        return new(plot.ToJsonString(), description);
    }

    /// <summary>Sets the slot of a trace among the curves and paths of the figure, which determines the given properties.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="slot">0 for the first of this figure; null for a trace with a given style, which uses no slot.</param>
    /// <param name="auto">The properties that the slot determines, such as <c>line.color</c>.</param>
    public static T Slot<T>(this T trace, int? slot, params IReadOnlyList<string?> auto)
        where T : Trace =>
        trace.With("meta", slot is null ? null : Meta(slot, auto));

    /// <summary>Sets the slot of a decoration, which belongs to another trace and has no data: arrowheads, borders, labels.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="slot">The slot of the trace that it belongs to; null for none.</param>
    /// <param name="once">Whether all decorations of the same name share one legend entry.</param>
    /// <param name="auto">The properties that the slot determines.</param>
    public static T Decoration<T>(this T trace, int? slot = null, bool once = false, params IReadOnlyList<string?> auto)
        where T : Trace =>
        trace.With("meta", Meta(slot, auto).With("decoration", true).With("once", once ? true : null)).With("hoverinfo", "skip");

    private static DynamicObj.DynamicObj Meta(int? slot, IReadOnlyList<string?> auto) => Object()
        .With("slot", slot)
        .With("auto", auto.OfType<string>().ToArray() is { Length: > 0 } paths ? paths : null);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace DescentLab;

/// <summary>A chart: its Plotly JSON, and its description for screen readers. Immutable.</summary>
/// <remarks>
/// Figures overlay with <c>+</c>. The traces of the right one are on top; the layout of the left one is kept, except that
/// axis ranges grow to include both, and lines and labels across the chart are kept from both. Overlaying is associative.
/// </remarks>
[TypeFormatterSource(typeof(FigureFormatterSource), PreferredMimeTypes = [FigureFormatterSource.Plotly, "text/html", "text/plain"])]
public sealed class Figure : IHtml
{
    private static readonly JsonSerializerOptions Compact = new()
    {
        // Letters such as η stay readable; <, > and & are escaped all the same, so that a script tag can hold it.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    private readonly JsonObject plot;
    private readonly Lazy<string> json;
    private readonly Lazy<string> packed;

    /// <summary>A figure from Plotly JSON.</summary>
    /// <param name="json">An object with <c>data</c> (the traces), <c>layout</c>, <c>config</c> and <c>frames</c>; all but data may be missing.</param>
    /// <param name="description">A description of the figure for readers who cannot see it.</param>
    /// <exception cref="ArgumentException">The text is not such an object, or it names a property twice.</exception>
    public Figure(string json, string description)
        : this(Parse(json), description)
    {
    }

    private Figure(JsonObject plot, string description)
    {
        this.plot = plot;
        Description = description;
        json = new(() => Whole().ToJsonString(Compact));
        packed = new(() => Packing.Pack(Whole()).ToJsonString(Compact));
    }

    /// <summary>The title; empty if it has none.</summary>
    public string Title => plot["layout"]?["title"]?["text"]?.GetValue<string>() ?? "";

    /// <summary>The description of the figure.</summary>
    public string Description { get; }

    /// <summary>Draws the right figure over the left one.</summary>
    /// <param name="left">The lower one; its axes stay.</param>
    /// <param name="right">The upper one.</param>
    public static Figure operator +(Figure left, Figure right) =>
        Require.NotNull(left, "left figure").Over(Require.NotNull(right, "right figure"));

    /// <summary>Draws another figure over this one, as with <c>+</c>.</summary>
    /// <param name="right">The upper one.</param>
    public Figure Add(Figure right) => this + right;

    /// <summary>Returns the figure with a title.</summary>
    /// <param name="title">The title.</param>
    public Figure WithTitle(string title) => With(layout => Child(layout, "title")["text"] = Typography.Printed(title));

    /// <summary>Returns the figure with another description.</summary>
    /// <param name="description">What the figure shows.</param>
    public Figure WithDescription(string description) => new(plot, description);

    /// <summary>Returns the figure in another size.</summary>
    /// <param name="width">In pixels; by default as wide as the page.</param>
    /// <param name="height">In pixels; by default unchanged.</param>
    public Figure WithSize(int? width = null, int? height = null) => With(layout =>
    {
        Set(layout, "width", width);
        Set(layout, "height", height);
    });

    /// <summary>Returns the figure with other axis titles.</summary>
    /// <param name="x">The title of the horizontal axis; by default unchanged.</param>
    /// <param name="y">The title of the vertical axis; by default unchanged.</param>
    public Figure WithAxes(string? x = null, string? y = null) => With(layout =>
    {
        Set(Child(Child(layout, "xaxis"), "title"), "text", x is null ? null : Typography.Printed(x));
        Set(Child(Child(layout, "yaxis"), "title"), "text", y is null ? null : Typography.Printed(y));
    });

    /// <summary>Returns the figure with other axis ranges, in the units of the data.</summary>
    /// <param name="x">The horizontal axis; by default unchanged.</param>
    /// <param name="y">The vertical axis; by default unchanged.</param>
    /// <exception cref="ArgumentOutOfRangeException">An end is not finite, or not above 0 on a logarithmic axis.</exception>
    public Figure WithRange(Interval? x = null, Interval? y = null) => With(layout =>
    {
        Axes.SetRange(Child(layout, "xaxis"), x, nameof(x));
        Axes.SetRange(Child(layout, "yaxis"), y, nameof(y));
    });

    /// <summary>Returns the figure with logarithmic axes.</summary>
    /// <param name="x">Whether the horizontal axis is logarithmic.</param>
    /// <param name="y">Whether the vertical axis is logarithmic.</param>
    public Figure WithLog(bool x = false, bool y = false) => With(layout =>
    {
        if (x)
        {
            Axes.SetLog(Child(layout, "xaxis"), Numbers("x"));
        }

        if (y)
        {
            Axes.SetLog(Child(layout, "yaxis"), Numbers("y"));
        }
    });

    /// <summary>The figure as JSON for plotly.js: an object with data, layout, config and, if it moves, frames.</summary>
    public string ToJson() => json.Value;

    /// <summary>The same, with long arrays as plotly.js's typed arrays: the form that a notebook stores.</summary>
    public string ToPackedJson() => packed.Value;

    /// <summary>The figure as a fragment of HTML: its description, which a script replaces by the chart.</summary>
    public string ToHtml() => FigureHtml.Fragment(this);

    /// <summary>The description of the figure.</summary>
    public override string ToString() => Description;

    private JsonObject Whole()
    {
        var whole = plot.DeepClone().AsObject();
        Narrow.Attach(whole);
        return whole;
    }

    private static JsonObject Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The figure is not JSON: {e.Message} Give an object with data and layout.", nameof(json), e);
        }

        if (node is not JsonObject plot || plot["data"] is not JsonArray data || !data.All(trace => trace is JsonObject) || plot["layout"] is not (null or JsonObject))
        {
            throw new ArgumentException("The JSON of a figure must be an object with an array of objects called data, and an object called layout or none.", nameof(json));
        }

        // Plotly takes a title that is only a text.
        if (plot["layout"]?["title"] is JsonValue title)
        {
            plot["layout"]!["title"] = new JsonObject { ["text"] = title.DeepClone() };
        }

        return plot;
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
        {
            parent[name] = child = [];
        }

        return child;
    }

    private static void Set<T>(JsonObject parent, string name, T? value)
    {
        if (value is not null)
        {
            parent[name] = JsonValue.Create(value);
        }
    }

    private IEnumerable<double> Numbers(string coordinate) => plot["data"]!.AsArray()
        .SelectMany(trace => trace![coordinate] as JsonArray ?? [])
        .Select(number => number is JsonValue value && value.TryGetValue(out double finite) ? finite : double.NaN);

    private Figure With(Action<JsonObject> change)
    {
        var copy = plot.DeepClone().AsObject();
        change(Child(copy, "layout"));
        return new(copy, Description);
    }

    private Figure Over(Figure right) =>
        new(Overlay.Of(plot, right.plot), Sentences(Description, right.Description));

    private static string Sentences(string left, string right) => left.Length == 0 ? right : right.Length == 0 ? left : $"{left} {right}";
}

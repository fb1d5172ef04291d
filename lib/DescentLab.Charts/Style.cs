using DynamicObj;
using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace DescentLab.Charts;

/// <summary>The style of all charts, legible on a white page and in a dark editor.</summary>
internal static class Style
{
    /// <summary>The height of a chart in pixels; the width is the page's.</summary>
    public const int Height = 420;

    /// <summary>The margin above a chart, for its title.</summary>
    public const int Top = 48;

    /// <summary>The outline of points, visible on all shades.</summary>
    public const string Outline = "#ffffff";

    /// <summary>Lines without data: axes through zero, reference lines.</summary>
    public const string Faint = "#808080";

    // The background is transparent, so the text must be legible on white and on #1e1e1e: 4.6 : 1 and 3.6 : 1.
    private const string Text = "#757575";
    private const string Grid = "rgba(128,128,128,0.22)";
    private const string Clear = "rgba(0,0,0,0)";

    /// <summary>Text and level lines on light areas.</summary>
    public const string Ink = "#222222";

    /// <summary>Areas on which paths are drawn: L* = 88, 72, 80, 64, 84, 57, so that neighbours differ in grey too.</summary>
    public static readonly string[] Tints = ["#c5e1f5", "#e4a275", "#9ed2b6", "#bf8cab", "#e6d099", "#608eac"];

    /// <summary>The area of the remaining kind: L* = 97.</summary>
    public const string Rest = "#f6f6f6";

    /// <summary>The settings of plotly.js itself.</summary>
    public static Config Config => new Config().With("responsive", true).With("displaylogo", false);

    /// <summary>The defaults of every chart's layout.</summary>
    public static DynamicObj.DynamicObj Template => Plotly.Object().With("layout", new Layout()
        .With("font", new Font().With("family", "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif").With("size", 14).With("color", Text))
        .With("title", new Title().With("x", 0).With("xref", "paper").With("xanchor", "left").With("font", new Font().With("size", 17)))
        .With("paper_bgcolor", Clear)
        .With("plot_bgcolor", Clear)
        .With("colorway", Slots.Colors)
        .With("hovermode", "closest")
        .With("modebar", Plotly.Object().With("bgcolor", Clear).With("color", "rgba(128,128,128,0.6)").With("activecolor", Faint))
        .With("margin", new Margin().With("l", 70).With("r", 24).With("t", Top).With("b", 60))
        .With("xaxis", Axis())
        .With("yaxis", Axis()));

    /// <summary>Marks a chart meant to be shown beside others: its panels leave room for a heading each.</summary>
    public static DynamicObj.DynamicObj Small => Plotly.Object().With("small", true);

    private static LinearAxis Axis() => new LinearAxis()
        .With("showline", true)
        .With("linecolor", Faint)
        .With("ticks", "outside")
        .With("tickcolor", Faint)
        .With("gridcolor", Grid)
        .With("zeroline", false)
        .With("exponentformat", "power")
        .With("minexponent", 5)
        .With("separatethousands", true)
        .With("title", new Title().With("standoff", 12))
        .With("automargin", true);

    /// <summary>Creates a layout with titled axes.</summary>
    public static Layout Layout(string x, string y, Interval? rangeX = null, Interval? rangeY = null) => new Layout()
        .With("height", Height)
        .With("xaxis", Axis(x, rangeX))
        .With("yaxis", Axis(y, rangeY));

    /// <summary>Creates an axis with a title and a fixed range.</summary>
    public static LinearAxis Axis(string title, Interval? range) => new LinearAxis()
        .With("title", new Title().With("text", Typography.Printed(title)))
        .With("range", range is { } ends ? new[] { ends.Min, ends.Max }.Numbers() : null);
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DescentLab.Notebooks;

/// <summary>
/// The two builds of plotly.js. The cartesian one draws curves, bars, boxes, contours, heat maps and pictures; it is less than a
/// third of the full one, and a browser reads all of it before it draws the first chart.
/// </summary>
internal static partial class PlotlyBundle
{
    /// <summary>The script without the types of traces that most charts do not use.</summary>
    public static string Cartesian => ReportAssets.Text("vendor.plotly-cartesian.min.js");

    /// <summary>The script with all types of traces.</summary>
    public static string Full => ReportAssets.Text("vendor.plotly.min.js");

    /// <summary>The smaller of the two scripts that draws all of these figures.</summary>
    /// <param name="figures">The figures.</param>
    public static string For(IEnumerable<JsonObject> figures) => figures.Any(figure => NeedsFull(figure.ToJsonString())) ? Full : Cartesian;

    /// <summary>Whether a figure has, or may get from its frames, sliders and menus, a trace that only the full build draws.</summary>
    /// <param name="figure">The figure as JSON without spaces.</param>
    public static bool NeedsFull(string figure) => NameOfAnotherType().IsMatch(figure);

    // The types that the cartesian build lacks, as a value anywhere: any part of a figure may change the type of a trace. A word
    // that is such a name by chance costs only bytes. Templates have these names as keys for traces that the figure need not have.
    // Both builds draw a type that neither knows as scatter.
    [GeneratedRegex(
        """
        "(
          scatter3d | surface | mesh3d | isosurface | volume | cone | streamtube |
          scattergl | heatmapgl | pointcloud | splom | parcoords | parcats |
          scatterpolar | scatterpolargl | barpolar | scattersmith | carpet | scattercarpet | contourcarpet |
          scattergeo | choropleth | scattermap | choroplethmap | densitymap | scattermapbox | choroplethmapbox | densitymapbox |
          sunburst | treemap | icicle | sankey | funnel | funnelarea | waterfall | indicator | table | ohlc | candlestick
        )"(?!:)
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex NameOfAnotherType();
}

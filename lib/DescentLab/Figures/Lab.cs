namespace DescentLab;

/// <summary>The class that every notebook imports: <c>using static DescentLab.Lab;</c>.</summary>
public static class Lab
{
    private static readonly Lazy<ICharts> Charts = new(ChartsLoader.Load, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>The charts of the chapter: <c>Plot.Curve(f) + Plot.Path(path)</c>.</summary>
    /// <exception cref="FileNotFoundException">The drawing library was not built.</exception>
    public static ICharts Plot => Charts.Value;
}

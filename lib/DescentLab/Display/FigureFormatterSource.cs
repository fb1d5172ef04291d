namespace DescentLab;

/// <summary>Formats a <see cref="Figure"/> for notebooks: as Plotly JSON, as HTML, and in words.</summary>
public sealed class FigureFormatterSource
{
    /// <summary>The MIME type of Plotly JSON, which VS Code and JupyterLab draw themselves.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>The three formatters.</summary>
    /// <returns>One for each MIME type.</returns>
    public IEnumerable<object> CreateTypeFormatters() =>
        new HtmlFormatterSource().CreateTypeFormatters().Prepend(new HtmlFormatter(Plotly, shown => ((Figure)shown).ToPackedJson()));
}

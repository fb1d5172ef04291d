using Microsoft.DotNet.Interactive.Formatting;

namespace DescentLab.Notebooks;

/// <summary>Gives a value's representations, as .NET Interactive's formatters do.</summary>
internal static class ValueFormatter
{
    // What the default HTML formatter wraps a number or a list of numbers in, followed by 600 bytes of style.
    private const string PlainTextInHtml = "<div class=\"dni-plaintext\">";

    /// <summary>All MIME types that the value's type prefers, and <c>text/plain</c> always.</summary>
    public static MimeBundle Format(object? value) => Format(value, []);

    /// <summary>The given MIME types, or all that the value's type prefers; and <c>text/plain</c> always.</summary>
    public static MimeBundle Format(object? value, string[] mimeTypes)
    {
        if (mimeTypes is [] && PlotlyNetChart.Format(value) is { } chart)
        {
            return chart;
        }

        var bundle = MimeBundle.Empty.With(PlainTextFormatter.MimeType, FormatAs(value, PlainTextFormatter.MimeType));
        foreach (var mimeType in mimeTypes is [] ? Formatter.GetPreferredMimeTypesFor(value?.GetType()) : mimeTypes)
        {
            var content = FormatAs(value, mimeType);
            if (!content.StartsWith(PlainTextInHtml, StringComparison.Ordinal))
            {
                bundle = bundle.With(mimeType, content);
            }
        }

        return Wrapping.Of(bundle, value);
    }

    // A notebook's text has line feeds on every system.
    private static string FormatAs(object? value, string mimeType) =>
        value.ToDisplayString(mimeType).Replace("\r\n", "\n", StringComparison.Ordinal);
}

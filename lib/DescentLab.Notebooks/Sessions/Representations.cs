using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace DescentLab.Notebooks;

/// <summary>A value as MIME types, by the package's formatters. A formatter that throws costs its own type, not the cell.</summary>
internal static class Representations
{
    // What the default HTML formatter wraps a number or a list of numbers in, followed by 600 bytes of style.
    private const string PlainTextInHtml = "<div class=\"dni-plaintext\">";

    /// <summary>The given MIME types, or those that the value's type prefers.</summary>
    /// <exception cref="InvalidOperationException">It is a collection that contains itself.</exception>
    public static IReadOnlyList<FormattedValue> Of(object? value, params string[] mimeTypes)
    {
        ValueNesting.Require(value);
        try
        {
            return (mimeTypes is [] ? PlotlyNetChart.Of(value) : null) ?? FormattedValue.CreateManyFromObject(value, mimeTypes);
        }
#pragma warning disable CA1031 // A formatter is a reader's code, or a package's.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return [new FormattedValue(PlainTextFormatter.MimeType, Text(value))];
        }
    }

    /// <summary>What a cell's output holds of an event: no HTML that only wraps text, and the text always.</summary>
    public static MimeBundle Of(DisplayEvent shown)
    {
        var bundle = MimeBundle.Empty;
        var isWrapped = false;
        foreach (var value in shown.FormattedValues.Where(value => !value.SuppressDisplay))
        {
            if (value.Value.StartsWith(PlainTextInHtml, StringComparison.Ordinal))
            {
                isWrapped = true;
            }
            else
            {
                bundle = bundle.With(value.MimeType, Lines(value.Value));
            }
        }

        var hasText = bundle.Contains(PlainTextFormatter.MimeType) || (shown.Value is null && !isWrapped);
        return Wrapping.Of(hasText ? bundle : bundle.With(PlainTextFormatter.MimeType, Lines(Text(shown.Value))), shown.Value);
    }

    /// <summary>A value's text, whatever its class does when it is asked.</summary>
    public static string Text(object? value)
    {
        try
        {
            return value.ToDisplayString(PlainTextFormatter.MimeType);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            try
            {
                return value?.ToString() ?? "";
            }
            catch (Exception thrown) when (thrown is not OperationCanceledException)
            {
                return $"{value!.GetType()} (its ToString throws {thrown.GetType().Name}: {thrown.Message})";
            }
        }
#pragma warning restore CA1031
    }

    // A notebook's text has line feeds on every system.
    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}

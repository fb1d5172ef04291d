using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace DescentLab.Notebooks;

/// <summary>Formats a value as MIME types, with the package's formatters. If a formatter throws, its MIME type is left out and the cell continues.</summary>
internal static class Representations
{
    // The element in which the default HTML formatter wraps a number or a list of numbers, followed by 600 bytes of style.
    private const string PlainTextInHtml = "<div class=\"dni-plaintext\">";

    // The package has a formatter of every object for these.
    private static readonly string[] OfEverything = [HtmlFormatter.MimeType, PlainTextFormatter.MimeType, JsonFormatter.MimeType];

    /// <summary>Formats a value as the given MIME types, or as those that its type prefers.</summary>
    /// <exception cref="InvalidOperationException">The value is a collection that contains itself, or nothing writes a MIME type that its type prefers.</exception>
    public static IReadOnlyList<FormattedValue> Of(object? value, params string[] mimeTypes)
    {
        ValueNesting.Require(value);
        RequireFormatters(value);
        try
        {
            return (mimeTypes is [] ? PlotlyNetChart.Of(value) : null) ?? FormattedValue.CreateManyFromObject(value, mimeTypes);
        }
#pragma warning disable CA1031 // A formatter is code of the reader or of a package.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return [new FormattedValue(PlainTextFormatter.MimeType, HasOwnText(value) ? Written(value) : Text(value))];
        }
    }

    /// <summary>
    /// Checks that the MIME types that a value's type prefers have formatters: the package would search for one until the stack
    /// overflows, which ends the process.
    /// </summary>
    /// <exception cref="InvalidOperationException">One has none; the message says how to add it.</exception>
    public static void RequireFormatters(object? value)
    {
        // A type that names its own formatters registers them when it is first shown.
        if (value?.GetType() is not { } type || type.GetCustomAttributes(inherit: true).Any(attribute => attribute.GetType().Name == nameof(TypeFormatterSourceAttribute)))
        {
            return;
        }

        if (Formatter.GetPreferredMimeTypesFor(type).FirstOrDefault(preferred => !OfEverything.Contains(preferred) && !HasFormatter(type, preferred)) is { } missing)
        {
            throw new InvalidOperationException(
                $"{type.Name} prefers {missing}, but nothing formats it so: call Formatter.Register<{type.Name}>(…, \"{missing}\"), or name another type in Formatter.SetPreferredMimeTypesFor.");
        }
    }

    /// <summary>Gets the representations of an event for a cell's output: without HTML that only wraps text, and always with the text.</summary>
    public static MimeBundle Of(DisplayEvent shown)
    {
        var bundle = MimeBundle.Empty;
        var isWrapped = false;
        var values = shown.FormattedValues;
        if (!values.Any(value => value.MimeType == Runner.PlotlyMimeType))
        {
            // Other kernels format by themselves, with the HTML of Plotly.NET.Interactive.
            values = PlotlyNetChart.Of(shown.Value) ?? values;
        }

        foreach (var value in values.Where(value => !value.SuppressDisplay))
        {
            if (IsWrappedText(value.Value))
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

    /// <summary>Whether HTML only wraps the text of a number, a string or a list of numbers.</summary>
    public static bool IsWrappedText(string html) => html.StartsWith(PlainTextInHtml, StringComparison.Ordinal);

    /// <summary>Gets a value's text, even if its ToString throws.</summary>
    public static string Text(object? value)
    {
        try
        {
            return value.ToDisplayString(PlainTextFormatter.MimeType);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return Written(value);
        }
    }

    private static bool HasFormatter(Type type, string mimeType) => Formatter.RegisteredFormatters(includeDefaults: true).Any(formatter =>
        formatter.MimeType == mimeType && (formatter.Type.IsAssignableFrom(type) || (formatter.Type.IsGenericTypeDefinition && IsA(type, formatter.Type))));

    private static bool IsA(Type type, Type definition)
    {
        var kinds = type.GetInterfaces().ToList();
        for (var at = type; at is not null; at = at.BaseType)
        {
            kinds.Add(at);
        }

        return kinds.Exists(kind => kind.IsGenericType && kind.GetGenericTypeDefinition() == definition);
    }

    private static string Written(object? value)
    {
        try
        {
            return value?.ToString() ?? "";
        }
#pragma warning disable CA1031 // As above.
        catch (Exception thrown) when (thrown is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return $"{value!.GetType()} (its ToString throws {thrown.GetType().Name}: {thrown.Message})";
        }
    }

    // The text of a JObject says more than the properties of its nodes.
    private static bool HasOwnText(object? value) =>
        value?.GetType().GetMethod(nameof(ToString), [])?.DeclaringType is { } type && type != typeof(object) && type != typeof(ValueType);

    // A notebook's text has line feeds on every system.
    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}

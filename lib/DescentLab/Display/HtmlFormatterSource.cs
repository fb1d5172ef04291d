namespace DescentLab;

/// <summary>Formats what carries a <see cref="TypeFormatterSourceAttribute"/>: as <c>text/html</c> and as <c>text/plain</c>.</summary>
/// <remarks>An <see cref="IHtml"/> says what both are; any other object is shown as the text of its ToString.</remarks>
public sealed class HtmlFormatterSource
{
    /// <summary>The two formatters.</summary>
    /// <returns>One for <c>text/html</c>, one for <c>text/plain</c>.</returns>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new HtmlFormatter("text/html", shown => shown is IHtml html ? html.ToHtml() : Html.Text($"{shown}")),
        new HtmlFormatter("text/plain", shown => shown is IHtml html ? html.ToText() : $"{shown}"),
    ];
}

/// <summary>Writes an object as one MIME type.</summary>
/// <param name="mimeType">What is written.</param>
/// <param name="write">How.</param>
public sealed class HtmlFormatter(string mimeType, Func<object, string> write)
{
    /// <summary>What is written.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes the object.</summary>
    /// <param name="instance">The object to show; null is not written.</param>
    /// <param name="writer">The writer.</param>
    /// <returns>Whether the object was written.</returns>
    public bool Format(object? instance, TextWriter writer)
    {
        Require.NotNull(writer);
        if (instance is null)
        {
            return false;
        }

        writer.Write(write(instance));
        return true;
    }
}

namespace DescentLab;

/// <summary>An object that a notebook shows as a fragment of HTML.</summary>
public interface IHtml
{
    /// <summary>The object as a self-contained fragment of HTML, without scripts.</summary>
    /// <returns>The fragment.</returns>
    string ToHtml();
}

/// <summary>Formats every <see cref="IHtml"/>: as <c>text/html</c>, and as <c>text/plain</c> by its ToString.</summary>
public sealed class HtmlFormatterSource
{
    /// <summary>The two formatters.</summary>
    /// <returns>One for <c>text/html</c>, one for <c>text/plain</c>.</returns>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new HtmlFormatter("text/html", shown => shown.ToHtml()),
        new HtmlFormatter("text/plain", shown => shown.ToString() ?? ""),
    ];
}

/// <summary>Writes an <see cref="IHtml"/> as one MIME type.</summary>
/// <param name="mimeType">What is written.</param>
/// <param name="write">How.</param>
public sealed class HtmlFormatter(string mimeType, Func<IHtml, string> write)
{
    /// <summary>What is written.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes the object if it is an <see cref="IHtml"/>.</summary>
    /// <param name="instance">The object to show.</param>
    /// <param name="writer">Where to.</param>
    /// <returns>Whether the object was written.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (instance is not IHtml shown)
            return false;
        writer.Write(write(shown));
        return true;
    }
}

namespace DescentLab;

/// <summary>Names the formatters of a type for notebook cells that end with one of its objects.</summary>
/// <remarks>
/// .NET Interactive and the engine of this project look for an attribute of this <em>name</em>, whatever its assembly,
/// so no package is needed. The source type has <c>IEnumerable&lt;object&gt; CreateTypeFormatters()</c>; each object it
/// gives has <c>string MimeType</c> and <c>bool Format(object, TextWriter)</c>.
/// </remarks>
/// <param name="formatterSourceType">
/// The type that creates the formatters, with a public parameterless constructor; <see cref="HtmlFormatterSource"/> by default.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class TypeFormatterSourceAttribute(Type? formatterSourceType = null) : Attribute
{
    /// <summary>The type that creates the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType ?? typeof(HtmlFormatterSource);

    /// <summary>The MIME types to show, best first.</summary>
    public string[] PreferredMimeTypes { get; init; } = ["text/html", "text/plain"];
}

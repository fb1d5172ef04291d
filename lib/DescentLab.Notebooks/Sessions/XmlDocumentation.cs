using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace DescentLab.Notebooks;

/// <summary>The documentation of an assembly, read from its XML file when somebody asks.</summary>
internal sealed class XmlDocumentation(string path) : DocumentationProvider
{
    private readonly string path = path;
    private readonly Lazy<Dictionary<string, string>> members = new(() => Read(path));

    public override bool Equals(object? obj) => obj is XmlDocumentation other && path == other.path;

    public override int GetHashCode() => path.GetHashCode(StringComparison.Ordinal);

    protected override string? GetDocumentationForSymbol(
        string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        members.Value.GetValueOrDefault(documentationMemberID, "");

    private static Dictionary<string, string> Read(string path)
    {
        try
        {
            var known = new Dictionary<string, string>();
            foreach (var member in XDocument.Load(path).Descendants("member"))
            {
                known[member.Attribute("name")?.Value ?? ""] = member.ToString();
            }

            return known;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            return [];
        }
    }
}

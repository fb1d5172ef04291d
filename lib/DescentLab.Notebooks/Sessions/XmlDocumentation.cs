using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace DescentLab.Notebooks;

/// <summary>
/// Reads the documentation of an assembly from its XML files on request. Only the position of each member is kept:
/// the files of .NET have tens of megabytes.
/// </summary>
internal sealed class XmlDocumentation(params string[] paths) : DocumentationProvider
{
    private readonly string[] paths = paths;
    private readonly Lazy<Dictionary<string, (string Path, int Start, int Length)>> members = new(() => Index(paths));

    public override bool Equals(object? obj) => obj is XmlDocumentation other && paths.SequenceEqual(other.paths);

    public override int GetHashCode() => paths is [var first, ..] ? first.GetHashCode(StringComparison.Ordinal) : 0;

    protected override string? GetDocumentationForSymbol(
        string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default)
    {
        if (!members.Value.TryGetValue(documentationMemberID, out var place))
        {
            return "";
        }

        try
        {
            var bytes = new byte[place.Length];
            using var file = File.OpenRead(place.Path);
            file.Position = place.Start;
            file.ReadExactly(bytes);
            return Encoding.UTF8.GetString(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file was rebuilt or deleted.
            return "";
        }
    }

    private static Dictionary<string, (string Path, int Start, int Length)> Index(string[] paths)
    {
        var found = new Dictionary<string, (string, int, int)>();
        foreach (var path in paths)
        {
            try
            {
                Index(path, File.ReadAllBytes(path), found);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // No documentation.
            }
        }

        return found;
    }

    // Every compiler writes these files in the same form; members in another form are not found.
    private static void Index(string path, byte[] file, Dictionary<string, (string Path, int Start, int Length)> found)
    {
        var opening = "<member name=\""u8;
        var closing = "</member>"u8;
        for (var start = file.AsSpan().IndexOf(opening); start >= 0;)
        {
            var name = file.AsSpan(start + opening.Length);
            var length = name.IndexOf((byte)'"');
            var end = name.IndexOf(closing);
            if (length < 0 || end < 0)
            {
                return;
            }

            found.TryAdd(Encoding.UTF8.GetString(name[..length]), (path, start, opening.Length + end + closing.Length));
            var next = name[end..].IndexOf(opening);
            start = next < 0 ? -1 : start + opening.Length + end + next;
        }
    }
}

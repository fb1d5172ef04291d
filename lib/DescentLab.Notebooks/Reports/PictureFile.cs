using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>Pictures that a notebook names, brought into the page.</summary>
internal static class PictureFile
{
    private const long LargestFile = 8 << 20;

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>A data address for a picture in the notebook or below its folder; null for any other.</summary>
    /// <param name="source">The address that the notebook gives.</param>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="attachments">The cell's attachments: name → MIME type → base64.</param>
    public static string? Inline(string source, string? folder, JsonObject? attachments)
    {
        if (source.StartsWith("attachment:", StringComparison.Ordinal))
        {
            return (attachments?[Uri.UnescapeDataString(source["attachment:".Length..])] as JsonObject)?
                .Where(pair => pair.Key.StartsWith("image/", StringComparison.Ordinal) && pair.Value is JsonValue)
                .Select(pair => Data(pair.Key, pair.Value!.ToString()))
                .FirstOrDefault();
        }

        if (folder is null || source.Contains(':', StringComparison.Ordinal)
            || !Types.TryGetValue(Path.GetExtension(source), out var type))
        {
            return null;
        }

        // Only below the notebook's folder: a notebook from elsewhere must not carry this machine's files into a report.
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var file = new FileInfo(Path.GetFullPath(Uri.UnescapeDataString(source), root));
        return file.FullName.StartsWith(root, StringComparison.Ordinal) && file.Exists && file.LinkTarget is null && file.Length <= LargestFile
            ? Data(type, Convert.ToBase64String(File.ReadAllBytes(file.FullName)))
            : null;
    }

    /// <summary>A data address.</summary>
    /// <param name="mimeType">The picture's type.</param>
    /// <param name="base64">Its bytes; line breaks are dropped.</param>
    public static string Data(string mimeType, string base64) =>
        $"data:{mimeType};base64,{string.Concat(base64.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '='))}";
}

using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>Embeds the pictures of a notebook in the page.</summary>
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

    /// <summary>Gets a data URL for a picture in the notebook or below its folder; null for any other.</summary>
    /// <param name="source">The address in the notebook.</param>
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

        // Only below the notebook's folder: an untrusted notebook must not copy this machine's files into a report.
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        if (Uri.UnescapeDataString(source) is var name && name.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var file = new FileInfo(Path.GetFullPath(name, root));
        try
        {
            return file.FullName.StartsWith(root, StringComparison.Ordinal) && !IsLinked(file, root) && file.Length <= LargestFile
                ? Data(type, Convert.ToBase64String(File.ReadAllBytes(file.FullName)))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // missing or unreadable
        }
    }

    // Neither the file nor a folder between it and the notebook's folder may be a link, which could point outside. A pipe or a device has no end.
    private static bool IsLinked(FileInfo file, string root)
    {
        if (file.LinkTarget is not null || !file.Exists || (file.Attributes & FileAttributes.Device) != 0)
        {
            return true;
        }

        for (var at = file.Directory; at is not null && at.FullName.Length >= root.Length; at = at.Parent)
        {
            if (at.LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Creates a data URL.</summary>
    /// <param name="mimeType">The picture's type.</param>
    /// <param name="base64">Its bytes; line breaks are dropped.</param>
    public static string Data(string mimeType, string base64) =>
        $"data:{mimeType};base64,{string.Concat(base64.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '='))}";
}

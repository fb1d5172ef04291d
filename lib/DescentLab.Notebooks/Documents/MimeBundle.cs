using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>One value in several representations, by MIME type. Immutable; equal when every representation is.</summary>
/// <remarks>
/// Every representation is stored as text: JSON types (<c>application/json</c>, <c>application/…+json</c>) as their JSON,
/// pictures as base64. In the file, JSON is stored as JSON and text as an array of lines.
/// </remarks>
public sealed class MimeBundle : IEnumerable<KeyValuePair<string, string>>, IEquatable<MimeBundle>
{
    private readonly ImmutableSortedDictionary<string, string> representations;

    private MimeBundle(ImmutableSortedDictionary<string, string> representations) =>
        this.representations = representations;

    /// <summary>The empty bundle.</summary>
    public static MimeBundle Empty { get; } =
        new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>The number of representations.</summary>
    public int Count => representations.Count;

    /// <summary>The MIME types, sorted.</summary>
    public IEnumerable<string> MimeTypes => representations.Keys;

    /// <summary>Gets the representation of one MIME type; null when there is none.</summary>
    /// <param name="mimeType">For example <c>text/plain</c>.</param>
    public string? this[string mimeType] => representations.GetValueOrDefault(mimeType);

    /// <summary>Whether the bundle has a representation of this MIME type.</summary>
    /// <param name="mimeType">For example <c>text/html</c>.</param>
    public bool Contains(string mimeType) => representations.ContainsKey(mimeType);

    /// <summary>Returns a copy with one representation added or replaced.</summary>
    /// <param name="mimeType">For example <c>text/plain</c>.</param>
    /// <param name="content">The text, the JSON, or the base64.</param>
    public MimeBundle With(string mimeType, string content) => new(representations.SetItem(mimeType, content));

    /// <summary>Returns a copy without one representation.</summary>
    /// <param name="mimeType">For example <c>text/html</c>.</param>
    public MimeBundle Without(string mimeType) => new(representations.Remove(mimeType));

    /// <summary>Whether a MIME type's content is JSON: <c>application/json</c> or <c>application/…+json</c>.</summary>
    /// <param name="mimeType">A MIME type.</param>
    public static bool IsJson(string mimeType)
    {
        ArgumentNullException.ThrowIfNull(mimeType);
        return mimeType == "application/json"
            || (mimeType.StartsWith("application/", StringComparison.Ordinal)
                && mimeType.EndsWith("+json", StringComparison.Ordinal));
    }

    /// <summary>Reads a stored bundle.</summary>
    /// <param name="data">An object of MIME types to texts, arrays of lines, or JSON.</param>
    public static MimeBundle FromJson(JsonElement data)
    {
        var bundle = Empty;
        foreach (var representation in data.EnumerateObject())
        {
            var (mimeType, content) = (representation.Name, representation.Value);
            bundle = bundle.With(mimeType, !IsJson(mimeType) && MultilineText.IsText(content) ? MultilineText.Read(content)
                : JsonInString(mimeType, content) ?? JsonSerializer.Serialize(content, NotebookJson.Nested));
        }

        return bundle;
    }

    /// <summary>Writes the bundle in the form that a notebook stores.</summary>
    internal void WriteTo(NotebookJson json, int depth) => json.Members(
        [.. representations.OrderBy(pair => pair.Key, NotebookJson.NameOrder)],
        depth,
        pair => pair.Key,
        (pair, inner) =>
        {
            if (IsJson(pair.Key) && Parsed(pair.Value) is { } parsed)
            {
                using (parsed)
                {
                    json.Write(parsed.RootElement, inner);
                }
            }
            else if (IsSplit(pair.Key))
            {
                json.Lines(pair.Value, inner);
            }
            else
            {
                json.Text(pair.Value);
            }
        });

    /// <inheritdoc/>
    public bool Equals(MimeBundle? other) => other is not null && representations.SequenceEqual(other.representations);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MimeBundle);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        representations.Aggregate(0, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => representations.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // .NET Interactive stores the object of a +json type as a string that holds it. Any other string is an ordinary value.
    private static string? JsonInString(string mimeType, JsonElement content) =>
        mimeType != "application/json" && content.ValueKind == JsonValueKind.String && content.GetString() is { } text && text.AsSpan().TrimStart() is ['{', ..]
        && IsWellFormed(text)
            ? text
            : null;

    private static bool IsWellFormed(string json)
    {
        using var parsed = Parsed(json);
        return parsed is { RootElement.ValueKind: JsonValueKind.Object };
    }

    // Null if a formatter wrote invalid JSON: it is stored as text.
    private static JsonDocument? Parsed(string json)
    {
        try
        {
            return JsonDocument.Parse(json, NotebookJson.Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Parses the JSON of a representation. If a formatter wrote invalid JSON, the result is its text.</summary>
    internal static JsonNode? JsonOf(string content)
    {
        try
        {
            return NotebookJson.Parse(content);
        }
        catch (JsonException)
        {
            return content;
        }
    }

    // The types that nbformat splits into lines; pictures in base64 stay one string.
    private static bool IsSplit(string mimeType) =>
        mimeType.StartsWith("text/", StringComparison.Ordinal) || mimeType is "image/svg+xml" or "application/javascript";
}

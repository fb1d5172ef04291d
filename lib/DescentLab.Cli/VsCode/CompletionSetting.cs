using System.Text;
using System.Text.Json;

namespace DescentLab.Cli;

/// <summary>
/// The user setting that VS Code's Jupyter extension needs to complete C#: <c>"jupyter.completionTriggerCharacters":
/// { "csharp": ["."] }</c>. It works in the user settings only, not in the settings of a folder or a container.
/// </summary>
internal static class CompletionSetting
{
    /// <summary>The setting's name.</summary>
    public const string Name = "jupyter.completionTriggerCharacters";

    /// <summary>The line that a reader can add by hand.</summary>
    public const string Line = $"\"{Name}\": {Setting}";

    private const string Language = "csharp";
    private const string Trigger = "\".\"";
    private const string Setting = $$"""{ "{{Language}}": [{{Trigger}}] }""";
    private const string Member = $"\"{Language}\":[{Trigger}]";

    private static readonly byte[] ByteOrderMark = [0xef, 0xbb, 0xbf];

    /// <summary>Whether a <c>settings.json</c> contains the setting.</summary>
    /// <exception cref="JsonException">The text is not JSON with comments.</exception>
    public static bool IsIn(byte[] file)
    {
        var (_, json) = Split(file);
        return HasTrigger(json, Root(json)?[Name]?[Language]);
    }

    /// <summary>Adds the setting to a <c>settings.json</c>; every other byte is unchanged.</summary>
    /// <exception cref="JsonException">The text is not JSON with comments.</exception>
    public static byte[] AddTo(byte[] file)
    {
        var (mark, json) = Split(file);
        if (Root(json) is not { } root)
        {
            return [.. mark, .. Encoding.UTF8.GetBytes($"{{\n    {Line}\n}}\n")];
        }

        var setting = root[Name];
        var language = setting?[Language];
        return HasTrigger(json, language) ? file
            : [
                .. mark,
                .. setting is null ? JsonEdit.Append(json, root, Line)
                    : setting.Kind != JsonTokenType.StartObject ? Replace(json, setting, Setting)
                    : language is null ? JsonEdit.Append(json, setting, Member)
                    : language.Kind == JsonTokenType.StartArray ? JsonEdit.Append(json, language, Trigger)
                    : Replace(json, language, $"[{Trigger}]"),
            ];
    }

    /// <summary>Removes the setting from a <c>settings.json</c>; every other byte is unchanged.</summary>
    /// <exception cref="JsonException">The text is not JSON with comments.</exception>
    public static byte[] RemoveFrom(byte[] file)
    {
        var (mark, json) = Split(file);
        if (Root(json) is not { } root || root[Name] is not { } setting || setting[Language] is not { } language || !HasTrigger(json, language))
        {
            return file;
        }

        // Its exact text shows how much of it was added.
        return
        [
            .. mark,
            .. setting.Text(json) == Setting ? JsonEdit.Remove(json, root, setting)
                : Encoding.UTF8.GetString(json.AsSpan(language.Start..language.End)) == Member ? JsonEdit.Remove(json, setting, language)
                : JsonEdit.Remove(json, language, language.Children.Last(child => child.Text(json) == Trigger)),
        ];
    }

    private static bool HasTrigger(byte[] json, JsonMember? language) =>
        language is { Kind: JsonTokenType.StartArray } && language.Children.Any(child => child.Text(json) == Trigger);

    // Null if there is only white space and comments.
    private static JsonMember? Root(byte[] json)
    {
        if (json.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
        {
            return null;
        }

        var root = JsonMember.Read(json);
        return root.Kind == JsonTokenType.StartObject ? root : throw new JsonException("the text is not an object.");
    }

    private static byte[] Replace(byte[] json, JsonMember member, string value) =>
        [.. json.AsSpan(..member.Value), .. Encoding.UTF8.GetBytes(value), .. json.AsSpan(member.End..)];

    private static (byte[] ByteOrderMark, byte[] Json) Split(byte[] file) =>
        file.AsSpan().StartsWith(ByteOrderMark) ? (ByteOrderMark, file[ByteOrderMark.Length..]) : ([], file);
}

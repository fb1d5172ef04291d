using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>
/// Writes JSON exactly as VS Code writes it into a notebook: members sorted by name, one space of indent, line feeds, only
/// <c>"</c>, <c>\</c> and control characters escaped, numbers as in JavaScript. Jupyter's <c>nbformat</c> writes the
/// same, except for very large and very small numbers (it keeps <c>1e-05</c>, where JavaScript has <c>0.00001</c>).
/// </summary>
/// <remarks>System.Text.Json's most relaxed encoder still escapes emoji, no-break spaces and more, hence this writer.</remarks>
internal sealed class NotebookJson(IBufferWriter<byte> output)
{
    /// <summary>The maximum nesting of a notebook's JSON.</summary>
    public const int Depth = 500;

    /// <summary>The options for reading notebooks and the JSON in their outputs.</summary>
    public static JsonDocumentOptions Strict { get; } = new() { AllowDuplicateProperties = false, MaxDepth = Depth };

    /// <summary>The options for writing JSON of the same depth that is read again.</summary>
    public static JsonSerializerOptions Nested { get; } = new() { MaxDepth = Depth + 1 };

    // The replacement for half of a surrogate pair, which is not a character.
    private const string Replacement = "\ufffd";

    /// <summary>Parses the JSON of an output.</summary>
    /// <exception cref="JsonException">The text is not JSON, or is nested too deeply.</exception>
    public static JsonNode? Parse(string json) => JsonNode.Parse(json, documentOptions: Strict);

    /// <summary>Writes a value, its lines after the first indented by <paramref name="depth"/> spaces.</summary>
    public void Write(JsonElement value, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = value.EnumerateObject().Select(member => (member.Name, member.Value)).ToList();
                members.Sort(static (a, b) => CompareNames(a.Name, b.Name));
                Members(members, depth, member => member.Name, (member, inner) => Write(member.Value, inner));
                break;
            case JsonValueKind.Array:
                Items(value.EnumerateArray(), depth, Write);
                break;
            case JsonValueKind.String:
                Text(value.GetString()!);
                break;
            case JsonValueKind.Number:
                Ascii(JavaScriptNumber.Format(value.GetRawText()));
                break;
            default:
                Ascii(value.GetRawText());
                break;
        }
    }

    /// <summary>Writes a value, its lines after the first indented by <paramref name="depth"/> spaces.</summary>
    public void Write(JsonNode? node, int depth)
    {
        switch (node)
        {
            case JsonObject members:
                Members([.. members.OrderBy(member => member.Key, NameOrder)], depth, member => member.Key, (member, inner) => Write(member.Value, inner));
                break;
            case JsonArray items:
                Items(items, depth, Write);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Text(value.GetValue<string>());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                Ascii(JavaScriptNumber.Format(value.ToJsonString()));
                break;
            default:
                Ascii(node?.ToJsonString() ?? "null");
                break;
        }
    }

    /// <summary>Writes an object.</summary>
    /// <param name="members">Its members, in order.</param>
    /// <param name="depth">The indentation of its closing brace.</param>
    /// <param name="name">A member's name.</param>
    /// <param name="write">Writes a member's value, at the depth it is given.</param>
    public void Members<T>(IReadOnlyList<T> members, int depth, Func<T, string> name, Action<T, int> write)
    {
        if (members.Count == 0)
        {
            Ascii("{}");
            return;
        }

        var before = '{';
        foreach (var member in members)
        {
            NextLine(before, depth + 1);
            Text(name(member));
            Ascii(": ");
            write(member, depth + 1);
            before = ',';
        }

        NextLine(null, depth);
        Ascii("}");
    }

    /// <summary>Writes an object with these members, which are in order.</summary>
    /// <param name="depth">The indentation of its closing brace.</param>
    /// <param name="members">The names, and what writes each value at the depth it is given.</param>
    public void Members(int depth, IReadOnlyList<(string Name, Action<int> Write)> members) =>
        Members(members, depth, member => member.Name, (member, inner) => member.Write(inner));

    /// <summary>Writes a text as an array of its lines.</summary>
    public void Lines(string text, int depth) => Items(MultilineText.Lines(text), depth, (line, _) => Text(text.AsSpan()[line]));

    /// <summary>Writes an array.</summary>
    /// <param name="items">Its items.</param>
    /// <param name="depth">The indentation of its closing bracket.</param>
    /// <param name="write">Writes an item, at the depth it is given.</param>
    public void Items<T>(IEnumerable<T> items, int depth, Action<T, int> write)
    {
        var before = '[';
        foreach (var item in items)
        {
            NextLine(before, depth + 1);
            write(item, depth + 1);
            before = ',';
        }

        if (before == '[')
        {
            Ascii("[]");
            return;
        }

        NextLine(null, depth);
        Ascii("]");
    }

    /// <summary>Writes JSON that this class has written at depth 0: line feeds are between its tokens only, so that its lines can be indented.</summary>
    public void WriteNormal(ReadOnlySpan<byte> json, int depth)
    {
        while (json.IndexOf((byte)'\n') is var feed and >= 0)
        {
            output.Write(json[..feed]);
            NextLine(null, depth);
            json = json[(feed + 1)..];
        }

        output.Write(json);
    }

    /// <summary>Ends the file.</summary>
    public void EndOfFile() => Ascii("\n");

    /// <summary>The order of an object's members after sorting in JavaScript: whole numbers first, by value.</summary>
    public static IComparer<string> NameOrder { get; } = Comparer<string>.Create(CompareNames);

    private static int CompareNames(string a, string b) => (Index(a), Index(b)) switch
    {
        ({ } i, { } j) => i.CompareTo(j),
        ({ }, null) => -1,
        (null, { }) => 1,
        _ => string.CompareOrdinal(a, b),
    };

    private static uint? Index(string name) =>
        name.Length is > 0 and <= 10 && char.IsAsciiDigit(name[0]) && (name == "0" || name[0] != '0')
        && uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < uint.MaxValue
            ? index
            : null;

    private void NextLine(char? after, int depth)
    {
        var line = output.GetSpan(depth + 2);
        var length = 0;
        if (after is { } c)
        {
            line[length++] = (byte)c;
        }

        line[length++] = (byte)'\n';
        line.Slice(length, depth).Fill((byte)' ');
        output.Advance(length + depth);
    }

    private void Ascii(string text)
    {
        var written = Encoding.ASCII.GetBytes(text, output.GetSpan(text.Length));
        output.Advance(written);
    }

    /// <summary>Writes a string.</summary>
    public void Text(ReadOnlySpan<char> value)
    {
        Ascii("\"");
        var start = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (Escape(value, i) is not { } escape)
            {
                i += char.IsHighSurrogate(value[i]) ? 1 : 0;
                continue;
            }

            Plain(value[start..i]);
            Plain(escape);
            start = i + 1;
        }

        Plain(value[start..]);
        Ascii("\"");
    }

    private static string? Escape(ReadOnlySpan<char> text, int i) => text[i] switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        < ' ' => $"\\u{(int)text[i]:x4}",
        >= '\ud800' and <= '\udbff' when i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]) => Replacement,
        >= '\udc00' and <= '\udfff' => Replacement, // the second half of a pair is skipped with the first
        _ => null,
    };

    private void Plain(ReadOnlySpan<char> text)
    {
        const int Piece = 16384;
        while (!text.IsEmpty)
        {
            var length = TextPiece.Length(text, Piece);
            output.Advance(Encoding.UTF8.GetBytes(text[..length], output.GetSpan(3 * length)));
            text = text[length..];
        }
    }
}

using System.Text;
using System.Text.Json;

namespace DescentLab.Cli;

/// <summary>A value in a JSON text, with its position.</summary>
/// <param name="Name">The member's name; empty for the value of the whole text.</param>
/// <param name="Start">Where the member begins: its name's quotation mark.</param>
/// <param name="Value">Where its value begins.</param>
/// <param name="End">Where its value ends.</param>
/// <param name="Kind">What the value is, by its first token.</param>
/// <param name="Children">An object's members, an array's items.</param>
internal sealed record JsonMember(string Name, int Start, int Value, int End, JsonTokenType Kind, IReadOnlyList<JsonMember> Children)
{
    private static readonly JsonReaderOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 200 };

    /// <summary>Reads a text as VS Code does: with comments and trailing commas.</summary>
    /// <exception cref="JsonException">The text is not such JSON.</exception>
    public static JsonMember Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Commented);
        reader.Read();
        var root = Read(ref reader, "", (int)reader.TokenStartIndex);
        reader.Read();
        return root;
    }

    /// <summary>Gets the last member of that name, which takes precedence; null when there is none.</summary>
    public JsonMember? this[string name] => Children.LastOrDefault(child => child.Name == name);

    /// <summary>Gets the text of the value.</summary>
    public string Text(ReadOnlySpan<byte> json) => Encoding.UTF8.GetString(json[Value..End]);

    private static JsonMember Read(ref Utf8JsonReader reader, string name, int start)
    {
        var (value, kind) = ((int)reader.TokenStartIndex, reader.TokenType);
        var children = new List<JsonMember>();
        if (kind is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
            {
                var (from, child) = ((int)reader.TokenStartIndex, "");
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    child = reader.GetString()!;
                    reader.Read();
                }

                children.Add(Read(ref reader, child, from));
            }
        }

        return new(name, start, value, (int)reader.BytesConsumed, kind, children);
    }
}

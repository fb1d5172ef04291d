using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>A message that a client has sent and signed.</summary>
/// <param name="Identities">The way back to the client.</param>
/// <param name="Header">The header as it came: every answer repeats it, so that the client knows what is answered.</param>
/// <param name="Type">For example <c>execute_request</c>.</param>
/// <param name="Content">What the type asks for.</param>
internal sealed record JupyterMessage(IReadOnlyList<byte[]> Identities, byte[] Header, string Type, JsonObject Content)
{
    /// <summary>What the client says besides; .NET Interactive's clients name a cell's language here.</summary>
    public JsonObject? Metadata { get; init; }

    public const string ProtocolVersion = "5.3";

    /// <summary>Whether it comes from VS Code's Jupyter extension: its user name is a random identifier, Jupyter's have names or none.</summary>
    public bool IsFromVsCode
    {
        get
        {
            using var header = JsonDocument.Parse(Header);
            return header.RootElement.TryGetProperty("username", out var user) && user.ValueKind == JsonValueKind.String && user.TryGetGuid(out _);
        }
    }

    /// <summary>The content's text of that name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public string Text(string name) =>
        Content[name] is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw new FormatException($"{Type}: the text \"{name}\" is missing.");

    public bool Flag(string name, bool otherwise) =>
        Content[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : otherwise;

    public int? Number(string name) =>
        Content[name] is JsonValue value && value.TryGetValue(out int number) ? number : null;
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>A message that a client has sent and signed.</summary>
/// <param name="Identities">The routing identities of the client.</param>
/// <param name="Header">The header as received: every answer repeats it as its parent header.</param>
/// <param name="Type">For example <c>execute_request</c>.</param>
/// <param name="Content">The content, which depends on the type.</param>
internal sealed record JupyterMessage(IReadOnlyList<byte[]> Identities, byte[] Header, string Type, JsonObject Content)
{
    /// <summary>The metadata; .NET Interactive's clients name a cell's language here.</summary>
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

    /// <summary>Gets a text of the content.</summary>
    /// <exception cref="FormatException">The text is missing.</exception>
    public string Text(string name) =>
        Content[name] is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw new FormatException($"{Type}: the text \"{name}\" is missing.");

    public bool Flag(string name, bool otherwise) =>
        Content[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : otherwise;

    public int? Number(string name) =>
        Content[name] is JsonValue value && value.TryGetValue(out int number) ? number : null;
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>The addresses at which a Jupyter client expects its kernel, and the key that signs the messages.</summary>
/// <param name="Ip">The only address to bind to.</param>
/// <param name="ShellPort">The port for requests that are queued.</param>
/// <param name="ControlPort">The port for requests that are not queued: interrupt, shutdown.</param>
/// <param name="IOPubPort">The port on which the kernel publishes to all clients.</param>
/// <param name="StdinPort">The port for input requests to the reader.</param>
/// <param name="HeartbeatPort">The port that echoes, to show that the kernel is alive.</param>
/// <param name="Key">The secret of the HMAC-SHA256 signatures.</param>
public sealed record ConnectionFile(
    string Ip, int ShellPort, int ControlPort, int IOPubPort, int StdinPort, int HeartbeatPort, string Key)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Loads the file that the client has written.</summary>
    /// <param name="path">The connection file.</param>
    /// <exception cref="InvalidDataException">The file is not a connection file that this kernel can serve; the message says why.</exception>
    public static ConnectionFile Load(string path)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path), documentOptions: Strict) as JsonObject
                ?? throw new InvalidDataException($"{path}: not a JSON object.");
            Require(json, "transport", "tcp");
            Require(json, "signature_scheme", "hmac-sha256");
            return new ConnectionFile(
                Text("ip"), Port("shell_port"), Port("control_port"), Port("iopub_port"), Port("stdin_port"), Port("hb_port"), Text("key"));

            string Text(string name) => (string?)json[name] is { Length: > 0 } text
                ? text
                : throw new InvalidDataException($"{path}: \"{name}\" is missing or empty{(name == "key" ? ": without a key, any user of this machine could run code" : "")}.");

            int Port(string name) => (int?)json[name] is { } port and > 0 and < 65536
                ? port
                : throw new InvalidDataException($"{path}: \"{name}\" must be a port from 1 to 65535.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path}: not a connection file: {e.Message}", e);
        }

        void Require(JsonObject json, string name, string only)
        {
            if ((string?)json[name] is { Length: > 0 } other && other != only)
            {
                throw new InvalidDataException($"{path}: \"{name}\" is \"{other}\"; this kernel supports only \"{only}\".");
            }
        }
    }
}

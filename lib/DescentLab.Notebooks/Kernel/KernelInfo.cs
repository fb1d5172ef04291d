using System.Reflection;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>The reply to kernel_info_request.</summary>
internal static class KernelInfo
{
    private static readonly string Version = typeof(KernelInfo).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public static JsonObject Reply() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = JupyterMessage.ProtocolVersion,
        ["implementation"] = "descentlab",
        ["implementation_version"] = Version,
        ["banner"] = $"Descent Lab {Version}: C# 14 on .NET {Environment.Version}",
        ["language_info"] = new JsonObject
        {
            // VS Code's own id: to a notebook in a language of any other name it adds a note in every cell when it saves.
            ["name"] = "csharp",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
        },
        ["help_links"] = new JsonArray(),
        // It implements the part of the debugger protocol that shows variables.
        ["debugger"] = true,
    };
}

using System.Reflection;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>What the kernel says about itself and its language.</summary>
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
        // Of the debugger's protocol it speaks the part that shows variables.
        ["debugger"] = true,
    };
}

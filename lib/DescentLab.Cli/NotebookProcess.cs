using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary>This program as the process of one notebook, which <c>run</c> starts and ends.</summary>
internal static class NotebookProcess
{
    /// <summary>The hidden command; its four arguments are two pipes, a folder and an engine.</summary>
    public const string Command = "notebook-process";

    /// <summary>The program to start: this program's own file, or <c>dotnet</c> with it.</summary>
    public static ProgramStart Program { get; } =
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) != "dotnet"
            ? new(path, [Command])
            : new(Environment.ProcessPath ?? "dotnet", [typeof(NotebookProcess).Assembly.Location, Command]);
}

using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary>This program, as a notebook's process: started by <c>run</c> for one notebook, and ended with it.</summary>
internal static class NotebookProcess
{
    /// <summary>The hidden command; its four arguments are two pipes, a folder and an engine.</summary>
    public const string Command = "notebook-process";

    /// <summary>What starts it: the program's own file, or <c>dotnet</c> with it.</summary>
    public static ProgramStart Program { get; } =
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) != "dotnet"
            ? new(path, [Command])
            : new(Environment.ProcessPath ?? "dotnet", [typeof(NotebookProcess).Assembly.Location, Command]);
}

namespace DescentLab.Cli;

/// <summary>How the user runs this program, for messages that say what to do next.</summary>
internal static class Invocation
{
    /// <summary>Gets what to type in the current folder: <c>descentlab</c> if it is installed, the repository's script if it was built.</summary>
    public static string Text { get; } = Repository.Around(AppContext.BaseDirectory) is { } repository ? Script(repository) : "descentlab";

    /// <summary>Replaces <c>descentlab</c> in a sentence by the command that works here.</summary>
    public static string Here(string sentence) => sentence.Replace("descentlab ", Text + " ", StringComparison.Ordinal);

    private static string Script(Repository repository)
    {
        var script = Path.Combine(repository.Root, OperatingSystem.IsWindows() ? "descentlab.cmd" : "descentlab.sh");
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, script);
        return relative.StartsWith("..", StringComparison.Ordinal) ? script : Path.Combine(".", relative);
    }
}

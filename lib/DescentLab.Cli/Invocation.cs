namespace DescentLab.Cli;

/// <summary>How a reader calls this program, for messages that tell what to do next.</summary>
internal static class Invocation
{
    /// <summary>What to type in the current folder: <c>descentlab</c> where it is installed, the repository's script where it was built.</summary>
    public static string Text { get; } = Repository.Around(AppContext.BaseDirectory) is { } repository ? Script(repository) : "descentlab";

    /// <summary>A sentence that says <c>descentlab</c>, in words that work here.</summary>
    public static string Here(string sentence) => sentence.Replace("descentlab ", Text + " ", StringComparison.Ordinal);

    private static string Script(Repository repository)
    {
        var script = Path.Combine(repository.Root, OperatingSystem.IsWindows() ? "descentlab.cmd" : "descentlab.sh");
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, script);
        return relative.StartsWith("..", StringComparison.Ordinal) ? script : Path.Combine(".", relative);
    }
}

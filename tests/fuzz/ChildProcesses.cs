using System.Globalization;

namespace DescentLab.Fuzz;

/// <summary>The running child processes of a process (Linux). Also compiled into DescentLab.Cli.Tests.</summary>
internal static class ChildProcesses
{
    public static List<int> Of(int parent) =>
        [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Select(name => int.TryParse(name, out var id) ? id : 0).Where(id => id > 0 && Parent(id) == parent)];

    /// <summary>The children, their children, and so on.</summary>
    public static List<int> Below(int parent) => [.. Of(parent).SelectMany(child => Below(child).Prepend(child))];

    public static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "it has ended now";
        }
    }

    /// <summary>Gets the parent of a running process; null for one that has ended, also before its exit code is read.</summary>
    public static int? Parent(int id)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].Split(' ');
            return fields[0] is "Z" or "X" ? null : int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

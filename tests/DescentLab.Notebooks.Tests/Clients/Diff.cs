namespace DescentLab.Notebooks.Tests;

/// <summary>Compares two texts line by line.</summary>
internal static class Diff
{
    private const int Shown = 40;

    /// <summary>Gets the number of differing lines, and the first of them.</summary>
    public static string Of(string before, string after)
    {
        var (gone, come) = (Beyond(before, after), Beyond(after, before));
        return $"+{come.Count}/−{gone.Count} lines\n"
            + string.Join('\n', gone.Take(Shown).Select(line => "− " + Short(line)).Concat(come.Take(Shown).Select(line => "+ " + Short(line))));
    }

    private static List<string> Beyond(string text, string other)
    {
        var counts = other.Split('\n').CountBy(line => line).ToDictionary();
        return [.. text.Split('\n').Where(line => counts.TryGetValue(line, out var left) && left > 0 ? (counts[line] = left - 1) < 0 : true)];
    }

    private static string Short(string line) => line.Length <= 120 ? line : line[..120] + "…";
}

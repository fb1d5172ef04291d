using System.Globalization;
using System.Text.RegularExpressions;

namespace DescentLab.Notebooks;

/// <summary>The lines of a cell that are not C# but orders to the notebook.</summary>
/// <param name="Code">The C# that is left; the orders' lines are blank, so that line numbers stay.</param>
/// <param name="Time">Whether the cell says <c>#!time</c>.</param>
/// <param name="Imports">The files of <c>#!import</c>.</param>
/// <param name="Packages">The packages of <c>#r "nuget: …"</c>.</param>
/// <param name="Feeds">The package sources of <c>#i "nuget: …"</c>.</param>
internal sealed partial record Directives(
    string Code, bool Time, IReadOnlyList<string> Imports, IReadOnlyList<PackageRequest> Packages, IReadOnlyList<string> Feeds)
{
    private static readonly string[] Known = ["#!csharp", "#!import", "#!time"];

    /// <summary>Takes the orders out of a cell.</summary>
    /// <exception cref="DirectiveException">There is one that nobody knows, or it is incomplete.</exception>
    public static Directives Read(string code)
    {
        if (!code.Contains('#', StringComparison.Ordinal))
        {
            return new Directives(code, Time: false, [], [], []);
        }

        var (time, imports, packages, feeds) = (false, new List<string>(), new List<PackageRequest>(), new List<string>());
        var lines = code.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (Order().Match(line) is { Success: true } order)
            {
                var (name, argument) = (order.Groups[1].Value, order.Groups[2].Value.Trim().Trim('"'));
                switch (name)
                {
                    case "#!time":
                        time = true;
                        break;
                    case "#!csharp" or "#!c#" or "#!C#":
                        break;
                    case "#!import" when argument.Length > 0:
                        imports.Add(argument);
                        break;
                    case "#!import":
                        throw new DirectiveException("#!import needs a file: #!import helpers.cs", i + 1);
                    default:
                        throw new DirectiveException(
                            $"{name} is not known here. Known are: {string.Join(", ", Known)}; and #r, #i, #load.", i + 1);
                }

                lines[i] = "";
            }
            else if (Nuget().Match(line) is { Success: true } nuget)
            {
                if (nuget.Groups[1].Value == "i")
                {
                    feeds.Add(nuget.Groups[2].Value.Trim());
                }
                else
                {
                    packages.Add(PackageRequest.Parse(nuget.Groups[2].Value)
                        ?? throw new DirectiveException($"{line} names no package. Write #r \"nuget: Name, Version\".", i + 1));
                }

                lines[i] = "";
            }
        }

        return new Directives(string.Join('\n', lines), time, imports, packages, feeds);
    }

    /// <summary>The orders that fit at a position; null when the line there is C#.</summary>
    public static Completions? Complete(string code, int position)
    {
        var start = position == 0 ? 0 : code.LastIndexOf('\n', position - 1) + 1;
        var typed = code[start..position];
        return typed.StartsWith("#!", StringComparison.Ordinal)
            ? new Completions(start, position, [.. Known.Where(name => name.StartsWith(typed, StringComparison.Ordinal)).Select(name => new CompletionMatch(name, "keyword"))])
            : null;
    }

    /// <summary>What <c>#!time</c> says after the cell.</summary>
    public static DataOutput Told(TimeSpan elapsed) =>
        new(MimeBundle.Empty.With("text/plain", string.Create(CultureInfo.InvariantCulture, $"Wall time: {elapsed.TotalMilliseconds:F1} ms")));

    [GeneratedRegex(@"^(#!\S+)(.*)$")]
    private static partial Regex Order();

    [GeneratedRegex("^#([ri])\\s+\"nuget:\\s*([^\"]*)\"")]
    private static partial Regex Nuget();
}

/// <summary>An order to the notebook that cannot be followed.</summary>
#pragma warning disable CA1032, CA1064 // Never leaves the session, which makes an output of it.
internal sealed class DirectiveException(string message, int? line, Exception? cause = null) : Exception(message, cause)
#pragma warning restore CA1032, CA1064
{
    public int? Line { get; } = line;
}

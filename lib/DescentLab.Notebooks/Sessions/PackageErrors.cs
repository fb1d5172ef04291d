using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace DescentLab.Notebooks;

/// <summary>Rephrases errors that the packages report only as text: errors of their parser and of NuGet.</summary>
internal static partial class PackageErrors
{
    public static DirectiveException From(CommandFailed failed)
    {
        if (OfTheParser().Match(failed.Message) is { Success: true } match)
        {
            var line = int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture);
            return new DirectiveException(
                Plain(match.Groups["message"].Value), CellSource.LineOf((failed.Command as SubmitCode)?.Code ?? "", line));
        }

        var reasons = string.Join('\n', OfNuGet().Matches(failed.Message).Select(reason => reason.Groups["message"].Value).Distinct());
        return new DirectiveException(
            reasons.Length == 0 ? failed.Message
            // A package source does not answer.
            : reasons.Contains("NU1301", StringComparison.Ordinal) || reasons.Contains("NU1801", StringComparison.Ordinal)
                ? $"Is the network available? Without it, only package versions that are already on this machine can be used, and only by their number (\"nuget: Name, 1.2.3\").\n{reasons}"
                : reasons,
            line: null);
    }

    // Without the package's stack trace, and without the code before each further error.
    private static string Plain(string message) =>
        UnknownKernel().Match(message) is { Success: true } unknown ? $"There is no kernel '{unknown.Groups["name"].Value}' with values: the kernels csharp and value have some."
        : message.EndsWith("(Parameter 'filePath')", StringComparison.Ordinal) ? "#!import needs one file, in quotes if its name has spaces: #!import \"my helpers.cs\"."
        : FurtherError().Replace(message.Split("\n   at ", 2)[0], "");

    // (line,column): error DNI101: message
    [GeneratedRegex(@"^\((?<line>\d+),\d+\): error DNI\d+: (?<message>.+)", RegexOptions.Singleline)]
    private static partial Regex OfTheParser();

    [GeneratedRegex(@"^\(\d+,\d+\): error DNI\d+: ", RegexOptions.Multiline)]
    private static partial Regex FurtherError();

    [GeneratedRegex(@"No handler registered on kernel (?<name>\S+) for command: \S+RequestValue\b")]
    private static partial Regex UnknownKernel();

    // file : error NU1101: message [file]
    [GeneratedRegex(@"(?:error|warning(?= NU1801)) (?<message>NU\d+: .+?)(?= \[\S+\]|\r?$)", RegexOptions.Multiline)]
    private static partial Regex OfNuGet();
}

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace DescentLab.Notebooks;

/// <summary>What the packages say in text alone, in a reader's words: their parser's errors, and NuGet's.</summary>
internal static partial class PackageErrors
{
    public static DirectiveException Told(CommandFailed failed)
    {
        if (OfTheParser().Match(failed.Message) is { Success: true } said)
        {
            var line = int.Parse(said.Groups["line"].Value, CultureInfo.InvariantCulture);
            return new DirectiveException(
                said.Groups["message"].Value, CellSource.LineOf((failed.Command as SubmitCode)?.Code ?? "", line));
        }

        var reasons = string.Join('\n', OfNuGet().Matches(failed.Message).Select(reason => reason.Groups["message"].Value).Distinct());
        return new DirectiveException(
            reasons.Length == 0 ? failed.Message
            // NU1301: a source does not answer.
            : reasons.Contains("NU1301", StringComparison.Ordinal)
                ? $"Is there a network? Without one, only versions that this machine has already can be had, and only by their number (\"nuget: Name, 1.2.3\").\n{reasons}"
                : reasons,
            line: null);
    }

    // (line,column): error DNI101: message
    [GeneratedRegex(@"^\((?<line>\d+),\d+\): error DNI\d+: (?<message>.+)", RegexOptions.Singleline)]
    private static partial Regex OfTheParser();

    // file : error NU1101: message [file]
    [GeneratedRegex(@"error (?<message>NU\d+: .+?)(?= \[\S+\]|\r?$)", RegexOptions.Multiline)]
    private static partial Regex OfNuGet();
}

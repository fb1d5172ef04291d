using System.Text.RegularExpressions;

namespace DescentLab.Notebooks;

/// <summary>The additional rules for numbered notebooks, which are part of the course.</summary>
internal static partial class CourseRules
{
    /// <summary>Lists the violations in a notebook; none when its name has no number.</summary>
    public static IEnumerable<RuleViolation> Check(NotebookDocument document) =>
        CoursePage.NumberOf(document) is { } number
            ? [.. Title(document, number), .. document.Cells.SelectMany(cell => Cell(cell).Select(message => new RuleViolation(document.Name, cell.Id, message))), .. Solutions(document)]
            : [];

    private static IEnumerable<RuleViolation> Title(NotebookDocument document, string number)
    {
        if (CoursePage.TitleOf(document)?.StartsWith($"{number} · ", StringComparison.Ordinal) is not true)
        {
            yield return new(document.Name, null, $"its title must begin with its number: '# {number} · …'");
        }
    }

    private static IEnumerable<string> Cell(NotebookCell cell)
    {
        if (cell.Kind == CellKind.Markdown)
        {
            foreach (Match mention in Mention().Matches(cell.Source))
            {
                yield return $"'{mention.Value.ReplaceLineEndings(" ")}' must be a link to that notebook";
            }

            if (cell.Source.Contains("**Guess first.**", StringComparison.Ordinal) && !cell.Source.Contains("<details><summary>", StringComparison.Ordinal))
            {
                yield return "a question to guess must hide its answer in <details>";
            }
        }

        if (cell.Kind != CellKind.Code)
        {
            yield break;
        }

        if (cell.HasTag(NotebookRules.SolutionTag)
            && !(Is(cell, "source_hidden") && Is(cell, "outputs_hidden")))
        {
            yield return "a solution must be folded: its metadata must have jupyter.source_hidden and jupyter.outputs_hidden";
        }
    }

    // Exercise 3 is "3. **Restarts.** …", its solution is headed "**Solution 3: Restarts**".
    private static IEnumerable<RuleViolation> Solutions(NotebookDocument document)
    {
        var prose = document.Cells.Where(cell => cell.Kind == CellKind.Markdown).ToList();
        var list = prose.LastOrDefault(cell => cell.Source.Contains("## Exercises", StringComparison.Ordinal))?.Source.Split("## Exercises")[^1] ?? "";
        var exercises = Exercise().Matches(list).Select(match => $"**Solution {match.Groups[1].Value}: {match.Groups[2].Value.TrimEnd('.')}**").ToList();
        var solutions = prose.Where(cell => cell.HasTag(NotebookRules.SolutionTag)).Select(cell => cell.Source.Trim()).ToList();
        if (!exercises.SequenceEqual(solutions))
        {
            var at = Enumerable.Range(0, Math.Max(exercises.Count, solutions.Count))
                .First(i => exercises.ElementAtOrDefault(i) != solutions.ElementAtOrDefault(i));
            yield return new(document.Name, null, $"exercises and solutions do not match: expected a markdown cell tagged "
                + $"'{NotebookRules.SolutionTag}' with {exercises.ElementAtOrDefault(at) ?? "nothing"}, but there is {solutions.ElementAtOrDefault(at) ?? "none"}");
        }
    }

    private static bool Is(NotebookCell cell, string name) => cell.Metadata["jupyter"]?[name]?.ToString() == "true";

    [GeneratedRegex(@"(?<!\[)\b[Nn]otebook\s+\d\d\b")]
    private static partial Regex Mention();

    [GeneratedRegex(@"^(\d+)\. \*\*(.+?)\*\*", RegexOptions.Multiline)]
    private static partial Regex Exercise();
}

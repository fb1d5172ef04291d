using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DescentLab.Notebooks;

/// <summary>The rules for all notebooks of the collection, so that they run everywhere and look alike.</summary>
public static partial class NotebookRules
{
    /// <summary>The largest notebook, in bytes.</summary>
    public const int LargestNotebook = 1_500_000;

    /// <summary>The longest code cell, in lines that are not blank.</summary>
    public const int LongestCell = 15;

    /// <summary>The minimum number of exercises with a solution that runs.</summary>
    public const int FewestSolutions = 4;

    /// <summary>The tag of a solution to an exercise.</summary>
    public const string SolutionTag = "solution";

    /// <summary>The longest line of code, in characters: about 112 fit beside VS Code's explorer.</summary>
    public const int LongestLine = 100;

    // The language's name is VS Code's own id: for any other name, VS Code adds an entry to every cell when it saves.
    private static readonly JsonNode NotebookMetadata = JsonNode.Parse(
        """
        {
          "kernelspec": { "display_name": ".NET (C#)", "language": "csharp", "name": ".net-csharp" },
          "language_info": {
            "file_extension": ".cs", "mimetype": "text/x-csharp", "name": "csharp", "pygments_lexer": "csharp", "version": "14.0"
          },
          "polyglot_notebook": {
            "kernelInfo": {
              "defaultKernelName": "csharp",
              "items": [ { "aliases": [], "languageName": "csharp", "name": "csharp" } ]
            }
          }
        }
        """)!;

    /// <summary>Checks one notebook by itself.</summary>
    /// <param name="document">The notebook, with its saved outputs.</param>
    /// <returns>The violations; empty when there are none.</returns>
    public static IReadOnlyList<RuleViolation> Check(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.IsDib)
        {
            // Only the code of the cells: the format cannot hold the rest.
            return [.. document.Cells.SelectMany((cell, i) => cell.Kind != CellKind.Code ? [] : Language(cell).Concat(Code(cell)).Select(message => new RuleViolation(document.Name, Label(cell, i), message)))];
        }

        return
        [
            .. WholeNotebook(document).Select(message => new RuleViolation(document.Name, null, message)),
            .. document.Cells.SelectMany((cell, i) => Cell(cell).Select(message => new RuleViolation(document.Name, Label(cell, i), message))),
            .. LinkRules.Check(document),
            .. CourseRules.Check(document),
        ];
    }

    /// <summary>Checks that all notebooks have the same setup cell.</summary>
    /// <param name="documents">The notebooks of the collection.</param>
    public static IReadOnlyList<RuleViolation> CheckTogether(IEnumerable<NotebookDocument> documents)
    {
        var setups = documents.Select(document => (document, Setup: document.CodeCells.FirstOrDefault()?.Source)).ToList();
        return
        [
            .. setups.Where(other => other.Setup != setups[0].Setup).Select(other => new RuleViolation(
                other.document.Name, null, $"the setup cell (the first code cell) differs from that of {setups[0].document.Name}")),
        ];
    }

    private static IEnumerable<string> WholeNotebook(NotebookDocument document)
    {
        if (document.FormatVersion != new Version(4, 5))
        {
            yield return $"the format is nbformat {document.FormatVersion}, not 4.5";
        }

        // Other engines write their own language_info (.NET Interactive: C# 13.0), which is accepted.
        if (!NotebookLanguage.IsCSharp(document) || Text(document.Metadata["kernelspec"], "name") != KernelSpecs.SharedName)
        {
            yield return $"the metadata must hold \"kernelspec\": {NotebookMetadata["kernelspec"]!.ToJsonString()}";
        }

        if (document.Path is { } path)
        {
            if (new FileInfo(path).Length is > LargestNotebook and var size)
            {
                yield return $"it has {size:N0} bytes, more than {LargestNotebook:N0}: show coarser figures";
            }

            if (!document.IsAsStored())
            {
                yield return "it is not in normal form (members sorted, one space of indent, line feeds): descentlab check --fix fixes that";
            }
        }

        foreach (var twice in document.Cells.CountBy(cell => cell.Id ?? "").Where(pair => pair is { Key: not "", Value: > 1 }))
        {
            yield return $"the cell id '{twice.Key}' occurs {twice.Value} times";
        }

        var code = document.CodeCells.ToList();
        if (code.FirstOrDefault()?.Source.StartsWith("#r \"", StringComparison.Ordinal) is not true)
        {
            yield return "the first code cell must be the setup, with #r on its first line";
        }

        if (code.Skip(1).Any(cell => cell.Source.Contains("#r ", StringComparison.Ordinal)))
        {
            yield return "only the setup cell may have a #r";
        }

        if (code.Count < 2 || !code[1].HasTag(NotebookParameters.Tag) || code.Count(cell => cell.HasTag(NotebookParameters.Tag)) != 1)
        {
            yield return $"the second code cell, and no other, must be tagged '{NotebookParameters.Tag}'";
        }
        else if (NotebookParameters.Read(document).Count == 0)
        {
            yield return "the parameters cell sets no variable to a plain literal";
        }

        if (CoursePage.NumberOf(document) != "00" && code.Count(cell => cell.HasTag(SolutionTag)) is < FewestSolutions and var solutions)
        {
            yield return $"it has {solutions} code cells tagged '{SolutionTag}', fewer than {FewestSolutions}";
        }

        if (!code.Select(cell => cell.ExecutionCount).SequenceEqual(Enumerable.Range(1, code.Count).Select(n => (int?)n)))
        {
            yield return "the saved outputs are not those of one run from first cell to last: run it with --write";
        }
    }

    private static IEnumerable<string> Cell(NotebookCell cell)
    {
        if (cell.Id is not { } id || !IdPattern().IsMatch(id))
        {
            yield return "the id must be 1 to 64 letters, digits, '-' or '_'";
        }

        if (cell.Json["source"] is not JsonArray)
        {
            yield return "the source must be stored as an array of lines";
        }

        // .NET Interactive's clients add "execution" while they run a cell.
        if (NotesOfEditors(cell).Where(name => name != "execution").ToList() is [_, ..] left)
        {
            yield return $"an editor left its own entries in the metadata: {string.Join(", ", left)}";
        }

        if (cell.Kind != CellKind.Code)
        {
            yield break;
        }

        foreach (var fault in Language(cell).Concat(Code(cell)).Concat(OutputsOf(cell)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> Language(NotebookCell cell)
    {
        if (Text(cell.Metadata["dotnet_interactive"], "language") != "csharp"
            || Text(cell.Metadata["polyglot_notebook"], "kernelName") != "csharp")
        {
            yield return "the metadata must have dotnet_interactive.language and polyglot_notebook.kernelName = csharp";
        }
    }

    private static IEnumerable<string> Code(NotebookCell cell)
    {
        if (cell.Source.Split('\n').Count(line => !string.IsNullOrWhiteSpace(line)) is > LongestCell and var lines)
        {
            yield return $"it has {lines} lines, more than {LongestCell}";
        }

        foreach (var (line, number) in cell.Source.Split('\n').Select((line, i) => (line, i + 1)))
        {
            if (line.EnumerateRunes().Count() is > LongestLine and var characters)
            {
                yield return $"line {number} has {characters} characters, more than {LongestLine}";
            }
        }

        foreach (var fault in PortableCSharp.Faults(cell.Source))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> OutputsOf(NotebookCell cell)
    {
        var outputs = cell.Outputs;
        if (outputs.OfType<ErrorOutput>().FirstOrDefault() is { } error && !cell.HasTag(CellRun.MayFailTag))
        {
            yield return $"it is saved with an error: {error.Name}: {error.Value}";
        }

        var figures = outputs.OfType<DataOutput>().Where(output => output.Data.Contains(Runner.PlotlyMimeType)).ToList();
        if (figures.Count > 1)
        {
            yield return "it shows more than one figure";
        }

        if (figures.Exists(figure => figure.Data.Contains("text/html")))
        {
            yield return "a saved figure must not have text/html, but a picture: descentlab check --fix fixes that";
            yield break;
        }

        foreach (var fault in outputs.Select(FigurePictures.Fault).OfType<string>())
        {
            yield return fault;
        }
    }

    private static string? Text(JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static string Label(NotebookCell cell, int place) => cell.Id ?? $"at position {place + 1}";

    [GeneratedRegex("^[a-zA-Z0-9-_]{1,64}$")]
    private static partial Regex IdPattern();
}

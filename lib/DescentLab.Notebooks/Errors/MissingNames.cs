using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>
/// Says which cells to run when a cell does not compile because others have not run: after a restart, in the middle of a
/// notebook, after a cell that failed.
/// </summary>
/// <param name="folder">The notebook's folder.</param>
internal sealed class MissingNames(string folder)
{
    private const int MaxLength = 60;
    private const string How = " (VS Code: Execute Above Cells; Jupyter: Run All Above Selected Cell)";

    // A name, a type or namespace, a type in a namespace, an extension method.
    private static readonly string[] Missing = ["CS0103", "CS0246", "CS0234", "CS1061"];

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    private readonly ConcurrentDictionary<string, (int Cell, string? Trouble, bool Threw)> runs = [];

    /// <summary>Records the result of a cell.</summary>
    /// <param name="code">The cell's code.</param>
    /// <param name="cell">The cell's number.</param>
    /// <param name="trouble">Why its declarations are missing, for example "did not compile"; null when it ran.</param>
    /// <param name="threw">Whether it ran, and ended with an exception: what it declares may have no value.</param>
    public void Remember(string code, int cell, string? trouble, bool threw = false) => runs[code.Trim()] = (cell, trouble, threw);

    /// <summary>Gets a hint about the names without a value of a cell that met a null; null when no cell that declares them has failed.</summary>
    public string? Hint(Exception exception, string code)
    {
        if (exception is not (NullReferenceException or ArgumentNullException) || !CodeNesting.IsSane(code))
        {
            return null;
        }

        var names = CSharpSyntaxTree.ParseText(code, Parsing).GetRoot().DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText).ToHashSet();
        names.ExceptWith(Declared(code));
        // The newest cell that declares a name decides.
        foreach (var (source, (cell, _, threw)) in runs.Where(run => run.Value.Trouble is null && run.Key != code.Trim()).OrderByDescending(run => run.Value.Cell))
        {
            var here = names.Any(name => source.Contains(name, StringComparison.Ordinal)) ? Declared(source).Intersect(names).ToList() : [];
            if (here is not [] && threw)
            {
                return $"Cell [{cell}] declares {Listed(here)}, but it ended with an error. Mend it and run it first.";
            }

            names.ExceptWith(here);
        }

        return null;
    }

    /// <summary>Gets a hint about the missing names of a cell; null when the session has none.</summary>
    /// <exception cref="OperationCanceledException">The cell was stopped.</exception>
    public string? Hint(IEnumerable<Diagnostic> diagnostics, string code, CancellationToken cancellation)
    {
        var names = diagnostics.Where(error => error.Severity == DiagnosticSeverity.Error && Missing.Contains(error.Id))
            .Select(NameAt).Where(name => name.Length > 0).Distinct().ToList();
        if (names is [])
        {
            return null;
        }

        return FailedCell(names, code) ?? CellsToRun(names, code, cancellation);
    }

    private string? FailedCell(List<string> names, string code)
    {
        var latest = runs.Where(run => run.Value.Trouble is not null && run.Key != code.Trim()).OrderByDescending(run => run.Value.Cell);
        foreach (var (source, (cell, trouble, _)) in latest)
        {
            if (Declared(source).Where(names.Contains).ToList() is { Count: > 0 } lost)
            {
                return $"Cell [{cell}] declares {Listed(lost)}, but it {trouble}. Run it again first.";
            }
        }

        return null;
    }

    private string? CellsToRun(List<string> names, string code, CancellationToken cancellation)
    {
        var known = runs.Where(run => run.Value.Trouble is null).Select(run => run.Key).ToList();
        if (NotebookCells.Find(folder, [code, .. known], cancellation) is not { } notebook)
        {
            return known is []
                ? $"Nothing has run in this session yet. If cells above declare {Listed(names)}, run them first{How}."
                : null;
        }

        var here = notebook.IndexOf(code);
        var ran = known.Select(NotebookCells.Normal).ToHashSet();
        var waiting = Enumerable.Range(0, notebook.Sources.Count)
            .Where(i => i != here && !ran.Contains(NotebookCells.Normal(notebook.Sources[i]))).ToList();
        // Each cell is parsed once, and only if it contains one of the names: a notebook may have a thousand cells.
        var declared = waiting.Where(i => names.Exists(name => notebook.Sources[i].Contains(name, StringComparison.Ordinal)))
            .Select(i => (Cell: i, Names: Declared(notebook.Sources[i]))).ToList();
        var declaring = names.Select(name => (Name: name, Cells: declared.Where(one => one.Names.Contains(name)).Select(one => one.Cell).ToList()))
            .Where(found => found.Cells is not [])
            .Select(found => (found.Name, Cell: found.Cells.LastOrDefault(i => i < here, found.Cells[0]))).ToList();
        var imported = known.SelectMany(Imports).ToHashSet();
        var found = declaring.GroupBy(one => one.Cell, one => one.Name).ToDictionary(cell => cell.Key, cell => cell.ToList());
        // A name that no cell declares comes from a library: from the first cell above that references one and has not run.
        var others = names.Except(declaring.Select(one => one.Name)).ToList();
        if (others is not [] && waiting.FindIndex(i => (here < 0 || i < here) && Imports(notebook.Sources[i]).Any(space => !imported.Contains(space))) is >= 0 and var setup)
        {
            found.TryGetValue(waiting[setup], out var also);
            found[waiting[setup]] = [.. others, .. also ?? []];
        }

        if (found.Count == 0)
        {
            return null;
        }

        var lines = found.OrderBy(cell => cell.Key).Select(cell => $"  {Listed(cell.Value)}: the cell that begins with {Beginning(notebook.Sources[cell.Key])}");
        var isAbove = here < 0 || found.Keys.Any(cell => cell < here);
        var headline = isAbove ? "Run the cells above first" + How + ":" : "A cell below declares what is missing. Run it first:";
        return $"{headline}\n{string.Join('\n', lines)}";
    }

    private static string Listed(List<string> names) => names.Count <= 4
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";

    private static string Beginning(string source)
    {
        var line = source.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)) ?? "";
        return Excerpt.Of(line, MaxLength);
    }

    // The name in GradientDescent<double> is GradientDescent.
    private static string NameAt(Diagnostic error) =>
        error.Location.SourceTree?.GetRoot().FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true)
            .DescendantTokens().FirstOrDefault(token => token.IsKind(SyntaxKind.IdentifierToken)).ValueText ?? "";

    private static HashSet<string> Declared(string source) => !CodeNesting.IsSane(source) ? [] :
    [
        .. CSharpCompilation.CreateScriptCompilation("cell", CSharpSyntaxTree.ParseText(source, Parsing)).ScriptClass!.GetMembers()
            .Where(member => !member.IsImplicitlyDeclared).Select(member => member.Name),
    ];

    // The imports of a cell: its usings, and the libraries that it references.
    private static IEnumerable<string> Imports(string source)
    {
        if (!(source.Contains("using", StringComparison.Ordinal) || source.Contains("#r", StringComparison.Ordinal)) || !CodeNesting.IsSane(source))
        {
            return [];
        }

        var root = CSharpSyntaxTree.ParseText(source, Parsing).GetCompilationUnitRoot();
        return root.Usings.Select(import => import.ToString()).Concat(root.GetReferenceDirectives().Select(reference => reference.File.ValueText));
    }
}

using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Formatting;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

namespace DescentLab.Notebooks;

/// <summary>
/// Presents the cells of a session to Roslyn's language services in the form that they need: a project for each cell, which
/// references the project of the cell before it.
/// </summary>
internal sealed class CellWorkspace : IDisposable
{
    private static readonly Lazy<MefHostServices> Host = new(() => MefHostServices.Create(
    [
        typeof(Workspace).Assembly,
        typeof(CSharpFormattingOptions).Assembly,
        typeof(CompletionService).Assembly,
        // It has no public types.
        Assembly.Load("Microsoft.CodeAnalysis.CSharp.Features"),
    ]));

    private readonly Lock gate = new();
    private readonly AdhocWorkspace workspace = new(Host.Value);
    private readonly List<(CSharpCompilation Cell, ProjectId Project)> chain = [];
    private Solution? solution;

    /// <summary>Opens a cell as a document of a solution with the cells before it.</summary>
    public Document Open(CSharpCompilation cell)
    {
        lock (gate)
        {
            Follow(Before(cell));
            var project = Describe(cell, chain is [.., var last] ? last.Project : null);
            return solution!.AddProject(project).GetDocument(project.Documents.Single().Id)!;
        }
    }

    public void Dispose() => workspace.Dispose();

    // Oldest first.
    private static List<CSharpCompilation> Before(CSharpCompilation cell)
    {
        var before = new List<CSharpCompilation>();
        for (var link = cell.ScriptCompilationInfo?.PreviousScriptCompilation; link is not null; link = link.ScriptCompilationInfo?.PreviousScriptCompilation)
        {
            before.Add(link);
        }

        before.Reverse();
        return before;
    }

    // Unchanged cells stay in the solution, with everything that Roslyn has computed for them.
    private void Follow(List<CSharpCompilation> cells)
    {
        solution ??= workspace.CurrentSolution;
        var same = 0;
        while (same < Math.Min(cells.Count, chain.Count) && ReferenceEquals(cells[same], chain[same].Cell))
        {
            same++;
        }

        foreach (var (_, removed) in chain.Skip(same).Reverse())
        {
            solution = solution.RemoveProject(removed);
        }

        chain.RemoveRange(same, chain.Count - same);
        foreach (var cell in cells.Skip(same))
        {
            var project = Describe(cell, chain is [.., var last] ? last.Project : null);
            solution = solution.AddProject(project);
            chain.Add((cell, project.Id));
        }
    }

    private static ProjectInfo Describe(CSharpCompilation cell, ProjectId? previous)
    {
        var id = ProjectId.CreateNewId();
        // The last tree is the cell itself; the others come from #load, which the options resolve again.
        var tree = cell.SyntaxTrees.LastOrDefault();
        return ProjectInfo.Create(
            id,
            VersionStamp.Default,
            cell.AssemblyName!,
            cell.AssemblyName!,
            LanguageNames.CSharp,
            compilationOptions: cell.Options,
            parseOptions: tree?.Options,
            documents: tree is null ? [] :
            [
                DocumentInfo.Create(
                    DocumentId.CreateNewId(id),
                    "cell",
                    sourceCodeKind: SourceCodeKind.Script,
                    loader: TextLoader.From(TextAndVersion.Create(tree.GetText(), VersionStamp.Default))),
            ],
            projectReferences: previous is null ? [] : ImmutableArray.Create(new ProjectReference(previous)),
            metadataReferences: cell.ExternalReferences,
            isSubmission: true);
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace DescentLab.Notebooks;

/// <summary>
/// Compiles the cells of one session. Each continues the chain of the earlier cells that declare something; a cell that
/// declares nothing is not kept, so a session can run for days.
/// </summary>
/// <remarks>
/// Roslyn's scripting API keeps every cell and passes all references to each of them again: its memory grows with
/// the square of the number of cells.
/// </remarks>
internal sealed class Submissions
{
    private const string TypeName = "Cell";

    /// <summary>The beginning of the names of all cells' assemblies.</summary>
    public const string AssemblyPrefix = $"{TypeName}#";

    private static readonly string[] DefaultUsings =
    [
        "System", "System.IO", "System.Text", "System.Collections", "System.Collections.Generic",
        "System.Threading.Tasks", "System.Linq",
        // A type here is a `using static`: display(…), HTML(…), clear_output().
        typeof(Microsoft.DotNet.Interactive.Kernel).FullName!, typeof(CellFunctions).FullName!,
    ];

    public static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    // Infinite recursion in a cell causes an exception instead of ending the process.
    private static readonly EmitOptions Emitting = new(
        debugInformationFormat: DebugInformationFormat.PortablePdb,
        instrumentationKinds: [InstrumentationKind.StackOverflowProbing]);

    private readonly CSharpCompilationOptions options;
    private readonly CellAssemblies assemblies;
    private readonly SubmissionChain chain;
    private int count;

    public Submissions(string folder, CellAssemblies assemblies)
    {
        this.assemblies = assemblies;
        options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            // Optimized code loses the line of a failed range check, which the reader needs most.
            optimizationLevel: OptimizationLevel.Debug,
            allowUnsafe: false,
            metadataReferenceResolver: new References(folder),
            sourceReferenceResolver: new SourceFileResolver([], folder),
            assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);
        chain = new SubmissionChain(CSharpCompilation.CreateScriptCompilation(
            "cells", syntaxTree: null, References.Framework.AddRange(References.Engine), options.WithUsings(DefaultUsings)));
    }

    /// <summary>Compiles code as the next cell, for requests about it.</summary>
    public CSharpCompilation Continue(string code, IEnumerable<MetadataReference> references, string path = "") =>
        CSharpCompilation.CreateScriptCompilation(
            $"{AssemblyPrefix}{count}",
            CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), Parsing, path),
            references.Where(reference => !chain.Inherited.Contains(reference)),
            options.WithScriptClassName(TypeName + count.ToString(CultureInfo.InvariantCulture)),
            chain.Last,
            typeof(object));

    /// <summary>Compiles and loads the next cell.</summary>
    /// <returns>The cell, or null and the diagnostics when it cannot be compiled.</returns>
    /// <exception cref="DirectiveException">It references a file that can no longer be loaded.</exception>
    public (Submission? Submission, ImmutableArray<Diagnostic> Diagnostics) Compile(
        string code, IEnumerable<MetadataReference> references, string path, CancellationToken cancellation)
    {
        count++;
        var compilation = Continue(code, references, path);
        foreach (var reference in References.Of(compilation))
        {
            assemblies.Locate(References.NameOf(reference), reference.FilePath!);
        }

        using var emitted = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(emitted, symbols, options: Emitting, cancellationToken: cancellation);
        // For a cell without statements (usings, #r, comments) Roslyn emits nothing, and reports failure. Some errors (a Span that
        // lives across an await) are found only here, not by the compilation's own list.
        var diagnostics = result.Success ? [] : result.Diagnostics;
        if (diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            return (null, diagnostics);
        }

        var names = CellNames.Of(compilation, emitted);
        ImmutableArray<Diagnostic> mixedUp = [.. Overloads.MixedUp(compilation, chain.Overloaded(names))];
        if (!mixedUp.IsEmpty)
        {
            return (null, mixedUp);
        }

        emitted.Position = symbols.Position = 0;
        return (new Submission(compilation, names, result.Success ? assemblies.LoadCell(emitted, symbols, chain.Assemblies) : null), []);
    }

    /// <summary>The variables that the next cell can use; of several with the same name, the newest.</summary>
    public IEnumerable<Variable> Variables => chain.Variables.DistinctBy(variable => variable.Name);

    /// <summary>Declares a variable with a value from another kernel.</summary>
    /// <exception cref="DirectiveException">The name is not a valid name of a variable.</exception>
    public void Declare(string name, object? value, Type? type, IEnumerable<MetadataReference> references)
    {
        var declared = TypeNames.InCSharp(type ?? value?.GetType() ?? typeof(object));
        var (submission, diagnostics) = Compile($"{declared} {name} = default;", references, "shared", CancellationToken.None);
        if (submission is null)
        {
            throw new DirectiveException($"'{name}' cannot be a variable: {diagnostics[0].GetMessage(CultureInfo.InvariantCulture)}", line: null);
        }

        Start(submission);
        Keep(submission);
        SubmissionChain.Set(submission, name, value);
    }

    /// <summary>Starts a cell; its declarations are available at once.</summary>
    public Task<object?> Start(Submission submission) => chain.Start(submission);

    /// <summary>Makes the declarations of a cell visible to later cells.</summary>
    public void Keep(Submission submission)
    {
        // Whether the cell affects later cells.
        if (submission.Names is { Declarations: not [] } or { OnlyByName: false })
        {
            chain.Add(submission);
        }
    }
}

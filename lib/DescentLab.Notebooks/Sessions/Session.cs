using System.Diagnostics;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace DescentLab.Notebooks;

/// <summary>
/// Runs the C# cells of one notebook, one after another, in one growing state: what a cell declares, the next ones see.
/// </summary>
/// <remarks>
/// <para>
/// A cell may say <c>#r "relative/to/the/notebook.dll"</c>, use <c>await</c>, write to <see cref="Console"/> and end in a
/// bare expression, whose value is shown. A cell that throws keeps what it declared and did before. While it runs, the
/// process's current directory is the notebook's folder: sessions of different folders may live, but should not run,
/// side by side in one process.
/// </para>
/// <para>A referenced assembly is loaded where it lies: on Windows it cannot be rebuilt before the process ends.</para>
/// </remarks>
public sealed class Session : IDisposable
{
    private static readonly string[] DefaultUsings =
    [
        "System", "System.IO", "System.Text", "System.Collections", "System.Collections.Generic",
        "System.Threading.Tasks", "System.Linq",
        // A type here is a `using static`: display(…), HTML(…).
        typeof(CellFunctions).FullName!,
    ];

    private readonly string folder;
    private readonly ScriptOptions options;
    private readonly InteractiveAssemblyLoader loader = new();
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly Packages packages;
    private readonly HashSet<string> importing = [];
    private ScriptState<object>? state;

    /// <summary>Starts a session with an empty state.</summary>
    /// <param name="folder">The notebook's folder: where <c>#r</c> starts and cells run.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public Session(string folder)
    {
        this.folder = Path.GetFullPath(folder);
        if (!Directory.Exists(this.folder))
        {
            throw new DirectoryNotFoundException($"The notebook's folder does not exist: {this.folder}");
        }

        packages = new Packages(this.folder);
        // Cells share the engine's own copies: what display() returns must be the type they were compiled against.
        foreach (var assembly in References.EngineAssemblies)
        {
            loader.RegisterDependency(assembly);
        }

        options = ScriptOptions.Default
            .WithReferences(References.Framework.AddRange(References.Engine))
            .WithMetadataResolver(References.From(this.folder))
            .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(this.folder))
            .WithImports(DefaultUsings)
            .WithLanguageVersion(LanguageVersion.CSharp14)
            .WithAllowUnsafe(false)
            // Optimized code cannot tell the line of a failed range check, and its line is what a reader needs most.
            .WithOptimizationLevel(OptimizationLevel.Debug)
            .WithEmitDebugInformation(true)
            .WithFileEncoding(Encoding.UTF8);
    }

    /// <summary>Runs one cell.</summary>
    /// <param name="code">The cell's C#.</param>
    /// <param name="cell">The cell's number, for messages (<c>cell 3, line 2</c>) and for its result's execution count.</param>
    /// <param name="onOutput">
    /// Hears every output as it comes, text in chunks, from any thread, even from tasks that outlive the cell; may be null.
    /// </param>
    /// <param name="readLine">Asks the reader for a line when the cell reads from <see cref="Console"/>; null when nobody is there.</param>
    /// <param name="cancellation">
    /// Stops the cell: waits and sleeps are woken, and this method returns within a second whatever the cell does. A loop that
    /// never waits is left behind, running. What the cell declared is lost; what it did to older variables stays.
    /// </param>
    /// <returns>The outputs, and the error if the cell failed: this method throws nothing of the cell's.</returns>
    /// <exception cref="OperationCanceledException">The cell was stopped.</exception>
    public async Task<CellResult> RunAsync(
        string code, int cell, Action<CellOutput>? onOutput = null, Func<string>? readLine = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        await oneAtATime.WaitAsync(cancellation);
        try
        {
            var clock = Stopwatch.StartNew();
            var recorder = new OutputRecorder(onOutput, readLine);
            // On a thread of its own already here: compiling is work too, and no caller wants its execution context routed.
            var error = await Task.Run(() => RunAsync(code, cell, recorder, cancellation), cancellation);
            return new CellResult(recorder.ToList(), error, clock.Elapsed);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>The value of an expression, as a cell would show it; what it declares is forgotten.</summary>
    internal async Task<CellResult> EvaluateAsync(string expression, CancellationToken cancellation)
    {
        var before = state;
        try
        {
            return await RunAsync(expression, 0, cancellation: cancellation);
        }
        finally
        {
            state = before;
        }
    }

    /// <summary>What could be typed at a position of the next cell.</summary>
    internal Completion Complete(string code, int position) =>
        Directives.Complete(code, position) ?? CodeAssistant.CompleteAt(Continue(code, options.AddReferences(packages.References)).GetCompilation(), position);

    /// <summary>What stands at a position of the next cell; null when nothing known does.</summary>
    internal MimeBundle? Inspect(string code, int position) =>
        CodeAssistant.InspectAt(Continue(code, options.AddReferences(packages.References)).GetCompilation(), position);

    /// <summary>Ends the session.</summary>
    public void Dispose()
    {
        oneAtATime.Dispose();
        loader.Dispose();
    }

    private async Task<CellError?> RunAsync(string code, int cell, OutputRecorder recorder, CancellationToken cancellation)
    {
        try
        {
            var clock = Stopwatch.StartNew();
            var directives = Directives.Read(code);
            if (directives.Packages is not [] || directives.Feeds is not [])
            {
                if (await packages.AddAsync(directives.Packages, directives.Feeds, cancellation) is { Length: > 0 } chosen)
                {
                    recorder.Add(new DataOutput(MimeBundle.Empty.With("text/plain", $"Packages:\n{chosen}")));
                }
            }

            foreach (var file in directives.Imports)
            {
                if (await ImportAsync(file, cell, recorder, cancellation) is { } failure)
                {
                    return failure;
                }
            }

            var error = await RunCodeAsync(directives.Code, cell, recorder, cancellation);
            if (directives.Time)
            {
                recorder.Add(Directives.Told(clock.Elapsed));
            }

            return error;
        }
        catch (DirectiveException e)
        {
            return Report(recorder, CellErrors.FromDirective(e, cell));
        }
    }

    private async Task<CellError?> ImportAsync(string file, int cell, OutputRecorder recorder, CancellationToken cancellation)
    {
        if (!importing.Add(file))
        {
            throw new DirectiveException($"#!import: {file} imports itself.", line: null);
        }

        try
        {
            foreach (var imported in Imports.Read(file, folder))
            {
                if (await RunAsync(imported, cell, recorder, cancellation) is { } failure)
                {
                    return failure;
                }
            }

            return null;
        }
        finally
        {
            importing.Remove(file);
        }
    }

    private async Task<CellError?> RunCodeAsync(string code, int cell, OutputRecorder recorder, CancellationToken cancellation)
    {
        var script = Continue(code, options.WithFilePath(CellErrors.FilePath(cell)).AddReferences(packages.References));
        try
        {
            // Emits and loads the code, too. (Script.Compile would bind everything once more.)
            script.CreateDelegate(cancellation);
        }
        catch (CompilationErrorException e)
        {
            return Report(recorder, CellErrors.FromCompiler(e.Diagnostics, code));
        }

        WorkingFolder.Enter(folder);
        try
        {
            ConsoleRouter.RouteTo(recorder);
            state = await Interruptible.RunAsync(() => RunScriptAsync(script, cancellation), cancellation);
            if (state.Exception is { } thrown)
            {
                return Report(recorder, CellErrors.FromException(thrown, cell));
            }

            if (HasValue(script))
            {
                // Formatting runs a reader's code too (ToString, formatters), which may throw or never end.
                var value = state.ReturnValue;
                var bundle = await Interruptible.RunAsync(() => Task.FromResult(ValueFormatter.Format(value)), cancellation);
                recorder.Add(new DataOutput(bundle, IsResult: true, cell));
            }

            return null;
        }
#pragma warning disable CA1031 // Whatever a reader's code throws is an output of the cell.
        catch (Exception thrown) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Report(recorder, CellErrors.FromException(thrown, cell));
        }
        finally
        {
            WorkingFolder.Leave();
        }
    }

    private Script<object> Continue(string code, ScriptOptions cellOptions) => state is null
        ? CSharpScript.Create(code, cellOptions, globalsType: null, loader)
        : state.Script.ContinueWith<object>(code, cellOptions);

    private Task<ScriptState<object>> RunScriptAsync(Script<object> script, CancellationToken cancellation) => state is null
        ? script.RunAsync(globals: null, catchException: _ => true, cancellation)
        : script.RunFromAsync(state, catchException: _ => true, cancellation);

    // Roslyn's own HasReturnValue is not public. A value is a last expression without semicolon whose type is not void.
    private static bool HasValue(Script<object> script)
    {
        var compilation = script.GetCompilation();
        var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == script.Options.FilePath);
        return tree.GetCompilationUnitRoot().Members.LastOrDefault() is GlobalStatementSyntax
        {
            Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true, Expression: var expression },
        }
            && compilation.GetSemanticModel(tree).GetTypeInfo(expression).Type?.SpecialType != SpecialType.System_Void;
    }

    private static CellError Report(OutputRecorder recorder, (ErrorOutput Output, CellError Error) failure)
    {
        recorder.Add(failure.Output);
        return failure.Error;
    }
}

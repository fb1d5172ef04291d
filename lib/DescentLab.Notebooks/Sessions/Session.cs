using System.Diagnostics;
using Microsoft.CodeAnalysis.CSharp;

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
    private readonly string folder;
    private readonly Submissions submissions;
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly Packages packages;
    private readonly HashSet<string> importing = [];
    private readonly MissingNames missing;

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

        var assemblies = new CellAssemblies();
        packages = new Packages(this.folder, assemblies);
        submissions = new Submissions(this.folder, assemblies);
        missing = new MissingNames(this.folder);
    }

    /// <summary>Runs one cell.</summary>
    /// <param name="code">The cell's C#.</param>
    /// <param name="cell">The cell's number, for messages (<c>cell 3, line 2</c>) and for its result's execution count.</param>
    /// <param name="onOutput">
    /// Hears every output as it comes, text in chunks, from any thread, even from tasks that outlive the cell; may be null.
    /// </param>
    /// <param name="readLine">Asks the reader for a line when the cell reads from <see cref="Console"/>; null when nobody is there.</param>
    /// <param name="cancellation">
    /// Stops the cell: waits and sleeps are woken, its code comes no further than the next <see cref="Checkpoint"/>, and this
    /// method returns within a second whatever the cell does. Only library code that neither waits nor calls back is left
    /// behind, running. What the cell declared is lost; what it did to older variables stays.
    /// </param>
    /// <returns>The outputs, and the error if the cell failed: this method throws nothing of the cell's.</returns>
    /// <exception cref="OperationCanceledException">The cell was stopped.</exception>
    public Task<CellResult> RunAsync(
        string code, int cell, Action<CellOutput>? onOutput = null, Func<string>? readLine = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        return RunAsync(code, cell, keep: true, new OutputRecorder(onOutput, readLine), cancellation);
    }

    /// <summary>The value of an expression, as a cell would show it; what it declares is forgotten.</summary>
    internal Task<CellResult> EvaluateAsync(string expression, CancellationToken cancellation = default) =>
        RunAsync(expression, cell: 0, keep: false, new OutputRecorder(onOutput: null), cancellation);

    /// <summary>A next cell as the compiler sees it, for questions about code that has not run.</summary>
    internal CSharpCompilation Continue(string code) => submissions.Continue(code, packages.References);

    /// <summary>Ends the session.</summary>
    public void Dispose() => oneAtATime.Dispose();

    private async Task<CellResult> RunAsync(string code, int cell, bool keep, OutputRecorder recorder, CancellationToken cancellation)
    {
        await oneAtATime.WaitAsync(cancellation);
        try
        {
            var clock = Stopwatch.StartNew();
            // On a thread of its own already here: compiling is work too, and no caller wants its execution context changed.
            var error = await Task.Run(() => RunAsync(code, new Run(cell, keep, recorder, cancellation)), cancellation);
            return new CellResult(recorder.ToList(), error, clock.Elapsed);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private async Task<CellError?> RunAsync(string code, Run run)
    {
        try
        {
            var clock = Stopwatch.StartNew();
            var directives = Directives.Read(code);
            if (directives.Packages is not [] || directives.Feeds is not [])
            {
                if (await packages.AddAsync(directives.Packages, directives.Feeds, run.Cancellation) is { Length: > 0 } chosen)
                {
                    run.Recorder.Add(new DataOutput(MimeBundle.Empty.With("text/plain", $"Packages:\n{chosen}")));
                }
            }

            foreach (var file in directives.Imports)
            {
                if (await ImportAsync(file, run) is { } failure)
                {
                    return failure;
                }
            }

            var error = await RunCodeAsync(directives.Code, code, run);
            if (directives.Time)
            {
                run.Recorder.Add(Directives.Told(clock.Elapsed));
            }

            return error;
        }
        catch (DirectiveException e)
        {
            return Report(run, CellErrors.FromDirective(e, run.Cell, code));
        }
    }

    private async Task<CellError?> ImportAsync(string file, Run run)
    {
        if (!importing.Add(file))
        {
            throw new DirectiveException($"#!import: {file} imports itself.", line: null);
        }

        try
        {
            foreach (var imported in Imports.Read(file, folder))
            {
                if (await RunAsync(imported, run) is { } failure)
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

    // The source is the cell as the reader sees it; the code is what is left of it without directives.
    private async Task<CellError?> RunCodeAsync(string code, string source, Run run)
    {
        var (submission, diagnostics) = submissions.Compile(code, packages.References, CellErrors.FilePath(run.Cell), run.Cancellation);
        if (submission is null)
        {
            var hint = run.Keep ? missing.Hint(diagnostics, source) : null;
            Remember(source, run, "did not compile");
            return Report(run, CellErrors.FromCompiler(diagnostics, source, hint));
        }

        var running = new RunningCell(run.Recorder);
        using var stopping = run.Cancellation.Register(running.Stop);
        WorkingFolder.Enter(folder);
        try
        {
            ConsoleRouter.Install();
            running.Enter();
            var (value, thrown) = await Interruptible.RunAsync(() => CaughtAsync(() => submissions.Start(submission)), run.Cancellation);
            if (run.Keep)
            {
                submissions.Keep(submission);
                Remember(source, run, trouble: null);
            }

            if (thrown is null && submission.HasValue)
            {
                // Formatting runs a reader's code too (ToString, formatters), which may throw or never end.
                (var bundle, thrown) = await Interruptible.RunAsync(() => CaughtAsync(() => Task.FromResult(ValueFormatter.Format(value))), run.Cancellation);
                if (bundle is not null)
                {
                    run.Recorder.Add(new DataOutput(bundle, IsResult: true, run.Cell));
                }
            }

            return thrown is null ? null : Report(run, CellErrors.FromException(thrown, run.Cell, source));
        }
        catch (OperationCanceledException)
        {
            Remember(source, run, "was interrupted");
            throw;
        }
        finally
        {
            WorkingFolder.Leave();
        }
    }

    private void Remember(string source, Run run, string? trouble)
    {
        if (run.Keep)
        {
            missing.Remember(source, run.Cell, trouble);
        }
    }

    private static async Task<(T? Value, Exception? Thrown)> CaughtAsync<T>(Func<Task<T>> start)
    {
        try
        {
            return (await start(), null);
        }
#pragma warning disable CA1031 // Whatever a reader's code throws is an output of the cell.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return (default, thrown);
        }
    }

    private static CellError Report(Run run, (ErrorOutput Output, CellError Error) failure)
    {
        run.Recorder.Add(failure.Output);
        return failure.Error;
    }

    /// <summary>What belongs to one run of a cell and of all that it imports.</summary>
    /// <param name="Cell">The number that errors name.</param>
    /// <param name="Keep">Whether later cells see what it declares.</param>
    /// <param name="Recorder">Takes what it shows.</param>
    /// <param name="Cancellation">Stops it.</param>
    private sealed record Run(int Cell, bool Keep, OutputRecorder Recorder, CancellationToken Cancellation);
}

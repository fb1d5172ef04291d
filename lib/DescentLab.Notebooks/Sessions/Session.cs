using System.Diagnostics;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using InteractiveKernel = Microsoft.DotNet.Interactive.Kernel;

namespace DescentLab.Notebooks;

/// <summary>A request of a cell for input.</summary>
/// <param name="Prompt">The question; may be empty.</param>
/// <param name="IsPassword">Whether the input must be hidden.</param>
public sealed record Question(string Prompt, bool IsPassword = false);

/// <summary>
/// Runs the cells of one notebook in sequence, in one state: the next cells see what a cell declares. It
/// sends commands to the kernels of .NET Interactive, and converts their events to a notebook's outputs.
/// </summary>
/// <remarks>
/// <para>
/// A cell may contain <c>#r "relative/to/the/notebook.dll"</c> or a magic command, use <c>await</c>, write to
/// <see cref="Console"/> and end in a bare expression, whose value is shown. A cell that throws keeps what it declared and
/// did before. While it runs, the process's current directory is the notebook's folder: sessions of different folders may
/// exist, but should not run cells at the same time, in one process.
/// </para>
/// <para>A referenced assembly is loaded from its place: on Windows it cannot be rebuilt before the process ends.</para>
/// </remarks>
public sealed class Session : IDisposable
{
    // Our own C# kernel stops by itself in this time; for the others the kernels cancel the command.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMilliseconds(500);

    private readonly string folder;
    private readonly CompositeKernel kernels;
    private readonly IDisposable events;
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly MissingNames missing;

    /// <summary>Starts a session with an empty state.</summary>
    /// <param name="folder">The notebook's folder: the base of <c>#r</c>, and the current directory of cells.</param>
    /// <param name="engine">The C# engine that runs the cells.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public Session(string folder, CSharpEngine engine = CSharpEngine.Own)
    {
        this.folder = Path.GetFullPath(folder);
        if (!Directory.Exists(this.folder))
        {
            throw new DirectoryNotFoundException($"The notebook's folder does not exist: {this.folder}");
        }

        ConsoleRouter.Install();
        missing = new MissingNames(this.folder);
        kernels = Kernels.Create(this.folder, engine);
        events = kernels.KernelEvents.Subscribe(Record);
    }

    /// <summary>The kernels, for callers that send commands.</summary>
    internal CompositeKernel Root => kernels;

    /// <summary>Runs one cell.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="cell">The cell's number, for messages (<c>cell 3, line 2</c>) and for its result's execution count.</param>
    /// <param name="onOutput">
    /// Receives every output as it comes, text in chunks, from any thread, even from tasks that outlive the cell; may be null.
    /// </param>
    /// <param name="ask">Asks the reader when the cell reads a line; null when no input is available.</param>
    /// <param name="language">The name of the cell's language in the notebook's metadata; null for the session's C#.</param>
    /// <param name="cancellation">
    /// Stops the cell: waits and sleeps are interrupted, its code stops at the next <see cref="Checkpoint"/>, and this
    /// method returns within a second whatever the cell does. Only library code that neither waits nor calls back is abandoned
    /// and keeps running. The declarations of the cell are lost; its changes to older variables remain.
    /// </param>
    /// <returns>The outputs, and the error if the cell failed: this method does not throw the cell's exceptions.</returns>
    /// <exception cref="OperationCanceledException">The cell was stopped.</exception>
    public Task<CellResult> RunAsync(
        string code,
        int cell,
        Action<CellOutput>? onOutput = null,
        Func<Question, string>? ask = null,
        string? language = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        return RunAsync(code, cell, new OutputRecorder(onOutput, ask), language, cancellation);
    }

    /// <summary>Runs one cell with a recorder of the caller.</summary>
    internal Task<CellResult> RunAsync(string code, int cell, OutputRecorder recorder, string? language, CancellationToken cancellation) =>
        RunInTurnAsync(new RunningCell(cell, code, cancellation, recorder), language, isCell: true);

    /// <summary>Evaluates an expression, and shows its value as a cell would.</summary>
    internal Task<CellResult> EvaluateAsync(string expression, CancellationToken cancellation = default) =>
        RunInTurnAsync(new RunningCell(number: 0, expression, cancellation, new OutputRecorder(onOutput: null)), language: null, isCell: false);

    /// <summary>Compiles code as the next cell, for requests about code that has not run.</summary>
    internal CSharpCompilation Continue(string code) => ((CellKernel)kernels.FindKernelByName(Kernels.CSharp)).Continue(code);

    /// <summary>The variables that C# cells have declared; empty for the stock engine, whose list is <c>#!whos</c>.</summary>
    internal IEnumerable<Variable> Variables => (kernels.FindKernelByName(Kernels.CSharp) as CellKernel)?.Variables ?? [];

    /// <summary>Loads the language services in the background, so that the first request is as fast as the others.</summary>
    internal void WarmUpQuestions() => (kernels.FindKernelByName(Kernels.CSharp) as CellKernel)?.WarmUpQuestions();

    /// <summary>Ends the session.</summary>
    public void Dispose()
    {
        events.Dispose();
        kernels.Dispose();
        oneAtATime.Dispose();
    }

    private async Task<CellResult> RunInTurnAsync(RunningCell cell, string? language, bool isCell)
    {
        await oneAtATime.WaitAsync(cell.Cancellation);
        try
        {
            var clock = Stopwatch.StartNew();
            if (!CodeNesting.IsSane(cell.Source))
            {
                cell.Recorder!.Add(new ErrorOutput("CompilationError", CodeNesting.Refusal, [CodeNesting.Refusal]));
                return new CellResult(cell.Recorder.ToList(), new CellError("CompilationError", CodeNesting.Refusal, Line: null), clock.Elapsed);
            }

            // On a separate thread from here: compiling takes time too, and the caller's execution context must not change.
            var failed = await Task.Run(() => isCell ? SendHereAsync(cell, language) : SendAsync(cell, language), cell.Cancellation);
            (ErrorOutput Output, CellError Error)? described = failed is null ? null : ErrorOf(failed, cell);
            if (isCell)
            {
                var didCompile = failed?.Exception is not CodeSubmissionCompilationErrorException;
                missing.Remember(cell.Source, cell.Number, didCompile ? null : "did not compile", threw: didCompile && failed is not null);
            }

            if (described is { } failure)
            {
                cell.Recorder!.Add(failure.Output);
            }

            return new CellResult(cell.Recorder!.ToList(), described?.Error, clock.Elapsed);
        }
        catch (OperationCanceledException) when (isCell)
        {
            missing.Remember(cell.Source, cell.Number, "was interrupted");
            throw;
        }
        finally
        {
            cell.Recorder!.End();
            oneAtATime.Release();
        }
    }

    private async Task<CommandFailed?> SendHereAsync(RunningCell cell, string? language)
    {
        WorkingFolder.Enter(folder);
        try
        {
            return await SendAsync(cell, language);
        }
        finally
        {
            WorkingFolder.Leave();
        }
    }

    private async Task<CommandFailed?> SendAsync(RunningCell cell, string? language)
    {
        var kernel = KernelFor(language);
        cell.Command = new SubmitCode(
            CellSource.Prepare(cell.Source, CellErrors.FilePath(cell.Number), kernel?.Name == Kernels.CSharp), kernel?.Name);
        if (kernel is null)
        {
            return new CommandFailed(new DirectiveException(UnsupportedKernel.Refusal(language!), line: null), cell.Command);
        }

        cell.Enter();
        using var stopping = cell.Cancellation.Register(cell.Stop);
        try
        {
            var result = await StoppableAsync(kernels.SendAsync(cell.Command, CancellationToken.None), cell.Cancellation);
            cell.Cancellation.ThrowIfCancellationRequested();
            return result.Events.OfType<CommandFailed>().LastOrDefault();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // The package's parser throws them when a directive has an empty argument or one too many: #i "nuget:".
            return new CommandFailed(new DirectiveException($"A directive of this cell cannot be read: {e.Message}", line: null, e), cell.Command);
        }
    }

    // A notebook's metadata names a language in different ways: csharp, C#, .net-csharp.
    private InteractiveKernel? KernelFor(string? language)
    {
        var name = language is null ? Kernels.CSharp : language.StartsWith(".net-", StringComparison.Ordinal) ? language[".net-".Length..] : language;
        return kernels.ChildKernels.FirstOrDefault(kernel =>
            kernel.KernelInfo.Aliases.Append(kernel.Name).Append(kernel.KernelInfo.LanguageName).Contains(name, StringComparer.OrdinalIgnoreCase));
    }

    private (ErrorOutput Output, CellError Error) ErrorOf(CommandFailed failed, RunningCell cell) => failed.Exception switch
    {
        CodeSubmissionCompilationErrorException { InnerException: CompilationErrorException compiler } =>
            CellErrors.FromCompiler(compiler.Diagnostics, cell.Source, missing.Hint(compiler.Diagnostics, cell.Source, cell.Cancellation)),
        DirectiveException directive => CellErrors.FromDirective(directive, cell.Number, cell.Source),
        null => CellErrors.FromDirective(PackageErrors.From(failed), cell.Number, cell.Source),
        var thrown => CellErrors.FromException(thrown, cell.Number, cell.Source, missing.Hint(thrown, cell.Source)),
    };

    private async Task<KernelCommandResult> StoppableAsync(Task<KernelCommandResult> running, CancellationToken cancellation)
    {
        try
        {
            return await running.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            if (await Task.WhenAny(running, Task.Delay(StopTimeout, CancellationToken.None)) != running)
            {
                await Task.WhenAny(kernels.SendAsync(new Cancel(), CancellationToken.None), Task.Delay(StopTimeout, CancellationToken.None));
            }

            throw;
        }
    }

    private void Record(KernelEvent happened)
    {
        if (RunningCell.Current is not { Recorder: { } recorder } cell)
        {
            return;
        }

        switch (happened)
        {
            case StandardOutputValueProduced written:
                recorder.Write(StreamOutput.StandardOutput, Text(written));
                break;
            case StandardErrorValueProduced written:
                recorder.Write(StreamOutput.StandardError, Text(written));
                break;
            // An imported cell's failure becomes the error of the cell that imports it.
            case ErrorProduced when cell.IsImporting:
                break;
            case ErrorProduced error:
                recorder.Write(StreamOutput.StandardError, error.Message + "\n");
                break;
            // display(x) as the last expression: the value has been shown, its handle is not a second value.
            case ReturnValueProduced { Value: Microsoft.DotNet.Interactive.Formatting.DisplayedValue }:
                break;
            case ReturnValueProduced result:
                recorder.Add(new DataOutput(Representations.Of(result), IsResult: true, cell.Number));
                break;
            case DisplayedValueProduced shown:
                recorder.Add(new DataOutput(Representations.Of(shown)) { DisplayId = shown.ValueId });
                break;
            case DisplayedValueUpdated shown:
                recorder.Update(shown.ValueId, Representations.Of(shown));
                break;
            case OutputsCleared cleared:
                recorder.Clear(cleared.Wait);
                break;
        }
    }

    private static string Text(DisplayEvent written) => string.Concat(written.FormattedValues.Select(value => value.Value));
}

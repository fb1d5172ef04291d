using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipes;

namespace DescentLab.Notebooks;

/// <summary>
/// A <see cref="Session"/> in a separate process: whatever a cell does to its process (<c>Environment.Exit</c>, a stack
/// overflow, an exception on its own thread) ends only that process, becomes the cell's error, and does not affect other notebooks.
/// </summary>
internal sealed class SessionProcess : IAsyncDisposable
{
    /// <summary>The name of the error when the process ended without an exception.</summary>
    public const string EndedByItself = "ProcessEnded";

    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OutputTimeout = TimeSpan.FromSeconds(1);
    private static readonly Lock Starting = new();

    private readonly Process process;
    private readonly BinaryWriter request;
    private readonly ProcessOutput processOutput;
    private readonly Task reading;
    private readonly TimeSpan? cellTimeout;
    private readonly Lock gate = new();
    private TaskCompletionSource<(CellError? Error, TimeSpan Elapsed)> ended = new();
    private readonly TaskCompletionSource crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Crash? crash;
    private int last;
    // By the cells' numbers.
    private readonly ConcurrentDictionary<int, OutputRecorder> recorders = [];

    private SessionProcess(Process process, BinaryWriter request, AnonymousPipeServerStream answers, TimeSpan? cellTimeout)
    {
        (this.process, this.request, this.cellTimeout) = (process, request, cellTimeout);
        processOutput = new ProcessOutput(process);
        reading = Task.Factory.StartNew(() => Listen(answers), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Starts the process.</summary>
    /// <param name="program">The program that runs <see cref="SessionServer"/> with four more arguments: two handles, a folder and an engine.</param>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="engine">The C# engine that runs the cells.</param>
    /// <param name="cellTimeout">The time limit of a cell; null means no limit.</param>
    public static SessionProcess Start(ProgramStart program, string folder, CSharpEngine engine, TimeSpan? cellTimeout)
    {
        // One at a time: a process that starts at the same time would inherit the other's ends of the pipes.
        lock (Starting)
        {
#pragma warning disable CA2000 // The session owns them.
            var requests = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
            var answers = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
            var request = SessionWire.OpenWriter(requests);
#pragma warning restore CA2000
            var start = new ProcessStartInfo(
                program.File, [.. program.Arguments, requests.GetClientHandleAsString(), answers.GetClientHandleAsString(), folder, engine.ToString()])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,

                // A process that is killed would leave its debugger's pipes in the temporary folder.
                Environment = { ["DOTNET_EnableDiagnostics"] = "0" },
            };
            foreach (var (name, value) in CompilerSettings.Variables)
            {
                start.Environment[name] = value;
            }

            var process = Process.Start(start)!;
            process.StandardInput.Close();
            requests.DisposeLocalCopyOfClientHandle();
            answers.DisposeLocalCopyOfClientHandle();
            return new SessionProcess(process, request, answers, cellTimeout);
        }
    }

    /// <summary>Runs one cell, as a <see cref="Session"/> does.</summary>
    /// <returns>The outputs, including those before the process ended, and the error; after one with <see cref="CellError.EndsSession"/> no cell can run.</returns>
    public async Task<CellResult> RunAsync(string code, int cell, OutputRecorder outputs, string? language, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        Task<(CellError? Error, TimeSpan Elapsed)> running;
        recorders[cell] = outputs;
        last = cell;
        lock (gate)
        {
            ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            running = ended.Task;
        }

        TrySend(cell, code, language);
        using var late = new CancellationTokenSource();
        var tooLate = Task.Delay(cellTimeout ?? Timeout.InfiniteTimeSpan, late.Token);
        var first = await Task.WhenAny(running, EndOfProcessAsync(), tooLate).WaitAsync(cancellation);
        await late.CancelAsync();
        if (first == tooLate)
        {
            Kill();
            var limit = $"The cell took longer than {cellTimeout!.Value.TotalSeconds:0.###} s (--timeout), so the notebook was ended.";
            return Dead(new ErrorOutput("Timeout", limit, [limit]), new CellError("Timeout", limit, Line: null));
        }

        if (running.IsCompletedSuccessfully)
        {
            var (error, elapsed) = await running;
            return new CellResult(outputs.ToList(), error, elapsed);
        }

        var (output, why) = crash?.In(cell) ?? processOutput.Explain(process.ExitCode);
        return Dead(output, why);

        CellResult Dead(ErrorOutput output, CellError error)
        {
            outputs.Add(output);
            return new CellResult(outputs.ToList(), error with { EndsSession = true }, clock.Elapsed);
        }
    }

    /// <summary>Ends the process after the last cell, without waiting for code that still runs.</summary>
    /// <returns>The error of code that outlived its cell; null when there is none.</returns>
    public async Task<(ErrorOutput Output, CellError Error)?> EndAsync()
    {
        await request.DisposeAsync();
        var ends = await EndsAsync(EndTimeout);
        if (!ends)
        {
            Kill();
        }

        await Task.WhenAny(reading, Task.Delay(OutputTimeout));
        return crash is { } thrown ? thrown.In(last) : !ends || process.ExitCode == 0 ? null : processOutput.Explain(process.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            Kill();
            await EndsAsync(EndTimeout);
        }

        await request.DisposeAsync();
        process.Dispose();
    }

    // Waits for the end of the process and its last output. Child processes of a cell may hold its pipe open for ever.
    private async Task EndOfProcessAsync()
    {
        var exit = process.WaitForExitAsync();
        if (await Task.WhenAny(exit, reading, crashed.Task) != exit && !await EndsAsync(EndTimeout))
        {
            Kill(); // its output can no longer be read, or a handler of the cell does not let it end
        }

        await exit;
        await Task.WhenAny(Task.WhenAll(reading, processOutput.Reading), Task.Delay(OutputTimeout));
    }

    private async Task<bool> EndsAsync(TimeSpan timeout)
    {
        using var late = new CancellationTokenSource(timeout);
        try
        {
            await process.WaitForExitAsync(late.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or AggregateException or System.ComponentModel.Win32Exception)
        {
            // It has already ended.
        }
    }

    private void TrySend(int cell, string code, string? language)
    {
        try
        {
            request.Write(cell);
            request.Write(code);
            SessionWire.WriteText(request, language);
            request.Flush();
        }
        catch (IOException)
        {
            // It has ended; EndOfProcessAsync reports it.
        }
    }

    private void Listen(AnonymousPipeServerStream answers)
    {
        using var answer = SessionWire.OpenReader(answers);
        try
        {
            while (true)
            {
                var kind = (MessageKind)answer.ReadByte();
                if (kind == MessageKind.Ended)
                {
                    var elapsed = new TimeSpan(answer.ReadInt64());
                    ended.TrySetResult((SessionWire.ReadCellError(answer), elapsed));
                }
                else if (kind == MessageKind.Crashed)
                {
                    crash = new Crash(answer.ReadInt32(), SessionWire.ReadError(answer), SessionWire.ReadCellError(answer)!);
                    crashed.TrySetResult();
                }
                else
                {
                    var recorder = recorders[answer.ReadInt32()];
                    recorder.Receive(SessionWire.Read(answer, kind));
                }
            }
        }
        catch (IOException)
        {
            // The process has ended, perhaps in the middle of a message.
        }
    }

    /// <summary>An unhandled exception.</summary>
    /// <param name="Cell">The cell that was running, or had run last.</param>
    /// <param name="Output">The output that shows it.</param>
    /// <param name="Error">The error.</param>
    private sealed record Crash(int Cell, ErrorOutput Output, CellError Error)
    {
        /// <summary>Gets the crash as the error of a cell, which may not have started at that time.</summary>
        public (ErrorOutput Output, CellError Error) In(int cell) => cell == Cell
            ? (Output, Error)
            : (Output, Error with { Line = null, Message = $"{Error.Message} (in cell {Cell}{(Error.Line is { } line ? $", line {line}" : "")}, after it had ended)" });
    }
}

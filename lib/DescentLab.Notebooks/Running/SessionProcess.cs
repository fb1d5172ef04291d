using System.Diagnostics;
using System.IO.Pipes;

namespace DescentLab.Notebooks;

/// <summary>
/// A <see cref="Session"/> in a process of its own: whatever a cell does to its process (<c>Environment.Exit</c>, a stack
/// overflow, an exception on a thread of its own) ends that process, is the cell's error, and costs no other notebook anything.
/// </summary>
internal sealed class SessionProcess : IAsyncDisposable
{
    /// <summary>The name of the error when a process ended without an exception.</summary>
    public const string EndedByItself = "ProcessEnded";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastWordsPatience = TimeSpan.FromSeconds(1);
    private static readonly Lock Starting = new();

    private readonly Process process;
    private readonly BinaryWriter request;
    private readonly LastWords lastWords;
    private readonly Task reading;
    private readonly TimeSpan? cellTimeout;
    private readonly Lock gate = new();
    private TaskCompletionSource<(CellError? Error, TimeSpan Elapsed)> ended = new();
    private Crash? crash;
    private OutputRecorder? recorder;

    private SessionProcess(Process process, BinaryWriter request, AnonymousPipeServerStream answers, TimeSpan? cellTimeout)
    {
        (this.process, this.request, this.cellTimeout) = (process, request, cellTimeout);
        lastWords = new LastWords(process);
        reading = Task.Factory.StartNew(() => Listen(answers), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Starts the process.</summary>
    /// <param name="program">The program that runs <see cref="SessionServer"/> when four more arguments follow: two handles, a folder and an engine.</param>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="engine">Which C# runs the cells.</param>
    /// <param name="cellTimeout">How long a cell may take; null means as long as it likes.</param>
    public static SessionProcess Start(ProgramStart program, string folder, CSharpEngine engine, TimeSpan? cellTimeout)
    {
        // One at a time: a process that starts meanwhile would inherit the other's ends of the pipes.
        lock (Starting)
        {
#pragma warning disable CA2000 // The session owns them.
            var requests = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
            var answers = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
            var request = new BinaryWriter(requests);
#pragma warning restore CA2000
            var process = Process.Start(new ProcessStartInfo(
                program.File, [.. program.Arguments, requests.GetClientHandleAsString(), answers.GetClientHandleAsString(), folder, engine.ToString()])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardInput.Close();
            requests.DisposeLocalCopyOfClientHandle();
            answers.DisposeLocalCopyOfClientHandle();
            return new SessionProcess(process, request, answers, cellTimeout);
        }
    }

    /// <summary>Runs one cell, as <see cref="Session.RunAsync"/> does.</summary>
    /// <returns>The outputs, those before the process's end included, and the error; one with <see cref="CellError.EndsSession"/> is the last.</returns>
    public async Task<CellResult> RunAsync(string code, int cell, string? language, Action<CellOutput>? onOutput, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        Task<(CellError? Error, TimeSpan Elapsed)> running;
        OutputRecorder outputs = new(onOutput);
        lock (gate)
        {
            recorder = outputs;
            ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            running = ended.Task;
        }

        TrySend(cell, code, language);
        using var late = new CancellationTokenSource();
        var tooLate = Task.Delay(cellTimeout ?? Timeout.InfiniteTimeSpan, late.Token);
        var first = await Task.WhenAny(running, DeathAsync(), tooLate).WaitAsync(cancellation);
        await late.CancelAsync();
        if (first == tooLate)
        {
            Kill();
            var limit = $"The cell took longer than {cellTimeout!.Value.TotalSeconds:0.###} s (--timeout) and was ended, and the notebook with it.";
            return Dead(new ErrorOutput("Timeout", limit, [limit]), new CellError("Timeout", limit, Line: null));
        }

        if (running.IsCompletedSuccessfully)
        {
            var (error, elapsed) = await running;
            return new CellResult(outputs.ToList(), error, elapsed);
        }

        var (output, why) = crash?.In(cell) ?? lastWords.Explain(process.ExitCode);
        return Dead(output, why);

        CellResult Dead(ErrorOutput output, CellError error)
        {
            outputs.Add(output);
            return new CellResult(outputs.ToList(), error with { EndsSession = true }, clock.Elapsed);
        }
    }

    /// <summary>Ends the process after the last cell, without waiting for what cells have left running.</summary>
    /// <returns>What code that outlived its cell has died of; null when all is well.</returns>
    public async Task<(ErrorOutput Output, CellError Error)?> EndAsync()
    {
        await request.DisposeAsync();
        if (!await EndsAsync(Patience))
        {
            Kill();
            return null;
        }

        await Task.WhenAny(reading, Task.Delay(LastWordsPatience));
        return crash is { } last ? (last.Output, last.Error) : process.ExitCode == 0 ? null : lastWords.Explain(process.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            Kill();
            await EndsAsync(Patience);
        }

        await request.DisposeAsync();
        process.Dispose();
    }

    // The process's end, and what it said before. Processes that a cell has started may hold its pipe open for ever.
    private async Task DeathAsync()
    {
        await process.WaitForExitAsync();
        await Task.WhenAny(Task.WhenAll(reading, lastWords.Reading), Task.Delay(LastWordsPatience));
    }

    private async Task<bool> EndsAsync(TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience);
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
            // It has ended in the meantime.
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
            // It has ended; DeathAsync tells.
        }
    }

    private void Listen(AnonymousPipeServerStream answers)
    {
        using var answer = new BinaryReader(answers);
        try
        {
            while (true)
            {
                var word = (Word)answer.ReadByte();
                if (word == Word.Ended)
                {
                    var elapsed = new TimeSpan(answer.ReadInt64());
                    ended.TrySetResult((SessionWire.ReadCellError(answer), elapsed));
                }
                else if (word == Word.Crashed)
                {
                    crash = new Crash(answer.ReadInt32(), SessionWire.ReadError(answer), SessionWire.ReadCellError(answer)!);
                }
                else
                {
                    Take(SessionWire.Read(answer, word));
                }
            }
        }
        catch (IOException)
        {
            // The process has ended, perhaps in the middle of a word.
        }
    }

    private void Take(CellOutput output)
    {
        var outputs = recorder!;
        switch (output)
        {
            case StreamOutput said:
                outputs.Write(said.Name, said.Text);
                break;
            case DisplayUpdate update:
                outputs.Update(update.DisplayId, update.Data);
                break;
            case ClearedOutput cleared:
                outputs.Clear(cleared.Wait);
                break;
            default:
                outputs.Add(output);
                break;
        }
    }

    /// <summary>An exception that nobody caught.</summary>
    /// <param name="Cell">The cell that ran then, or had run last.</param>
    /// <param name="Output">How it is shown.</param>
    /// <param name="Error">What it was.</param>
    private sealed record Crash(int Cell, ErrorOutput Output, CellError Error)
    {
        /// <summary>The crash as the error of a cell; of one that had not begun then, too.</summary>
        public (ErrorOutput Output, CellError Error) In(int cell) => cell == Cell
            ? (Output, Error)
            : (Output, Error with { Line = null, Message = $"{Error.Message} (in cell {Cell}{(Error.Line is { } line ? $", line {line}" : "")}, after it had ended)" });
    }
}

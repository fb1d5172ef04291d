using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace DescentLab.Notebooks;

/// <summary>
/// One run of a cell, available to all code that the cell starts: it flows with the execution context into tasks, threads and
/// timers, and through methods that earlier cells declared.
/// </summary>
internal sealed class RunningCell
{
    private static readonly Lock Gate = new();
    private static int stoppedAndAlive;

    // The value is mirrored in a static field of each thread, which a checkpoint reads in a nanosecond.
    private static readonly AsyncLocal<RunningCell?> Flowing = new(change => mirror = change.CurrentValue);

    [ThreadStatic]
    private static RunningCell? mirror;

    private volatile bool stopped;
    private CellKernel? kernel;

    /// <summary>Creates a run that has not started.</summary>
    /// <param name="number">The number in messages.</param>
    /// <param name="source">The source text.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <param name="recorder">Receives the outputs; null if only the kernel's events report them.</param>
    public RunningCell(int number, string source, CancellationToken cancellation, OutputRecorder? recorder = null)
    {
        (Number, Source, Cancellation, Recorder) = (number, source, cancellation, recorder);
        GC.SuppressFinalize(this);
    }

    // Code that a stopped cell has left running references it, and so keeps the checkpoints active.
    ~RunningCell()
    {
        lock (Gate)
        {
            Volatile.Write(ref Checkpoint.IsWatched, --stoppedAndAlive > 0);
        }
    }

    /// <summary>The run of the calling code; null outside cells.</summary>
    public static RunningCell? Current => mirror;

    /// <summary>The run of a numbered cell that began last, unless it was stopped: for what a cell left behind that runs without an execution context, such as a finaliser.</summary>
    public static RunningCell? Latest { get; private set; }

    public int Number { get; }

    public string Source { get; }

    /// <summary>The command that runs it.</summary>
    public KernelCommand? Command { get; set; }

    public CancellationToken Cancellation { get; }

    public OutputRecorder? Recorder { get; }

    public bool IsStopped => stopped;

    /// <summary>Whether cells of an imported file run in it.</summary>
    public bool IsImporting { get; set; }

    /// <summary>Makes this the run of the calling execution context.</summary>
    public void Enter()
    {
        Flowing.Value = this;
        if (Number > 0)
        {
            Latest = this;
        }
    }

    /// <summary>Makes this the run of the calling execution context, with output through a kernel.</summary>
    public void Enter(CellKernel by)
    {
        kernel = by;
        Enter();
    }

    /// <summary>Shows text, even after the cell has ended.</summary>
    public void Write(string stream, string text)
    {
        if (kernel is not null)
        {
            kernel.Publish(this, stream, text);
        }
        else
        {
            Recorder?.Write(stream, text);
        }
    }

    /// <summary>Publishes an event of the calling code, even after its cell has ended: the context of its command then drops it.</summary>
    /// <param name="create">Creates the event of a command.</param>
    public static void Publish(Func<KernelCommand, KernelEvent> create)
    {
        if (KernelInvocationContext.Current is { IsComplete: false } context)
        {
            context.Publish(create(context.Command));
        }
        else if (Current is { Command: { } command } cell)
        {
            cell.kernel?.Publish(create(command));
        }
    }

    /// <summary>Asks the reader for a line.</summary>
    /// <exception cref="InvalidOperationException">No input is available.</exception>
    public string Ask() => (Recorder ?? new OutputRecorder(onOutput: null)).Ask(new Question(""));

    /// <summary>Stops all code of the run at its next checkpoint. Must be called only once.</summary>
    public void Stop()
    {
        lock (Gate)
        {
            stopped = true;
            stoppedAndAlive++;
            if (Latest == this)
            {
                Latest = null;
            }

            Volatile.Write(ref Checkpoint.IsWatched, true);
            GC.ReRegisterForFinalize(this);
        }
    }
}

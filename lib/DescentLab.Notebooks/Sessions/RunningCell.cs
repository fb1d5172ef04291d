using Microsoft.DotNet.Interactive.Commands;

namespace DescentLab.Notebooks;

/// <summary>
/// One run of a cell, known to all code that the cell starts: it flows with the execution context into tasks, threads and
/// timers, also through methods that earlier cells declared.
/// </summary>
internal sealed class RunningCell
{
    private static readonly Lock Gate = new();
    private static int stoppedAndAlive;

    // The value that flows is mirrored to a plain field of each thread, which a checkpoint reads in a nanosecond.
    private static readonly AsyncLocal<RunningCell?> Flowing = new(change => mirror = change.CurrentValue);

    [ThreadStatic]
    private static RunningCell? mirror;

    private volatile bool stopped;
    private CellKernel? kernel;

    /// <summary>A run that has not begun.</summary>
    /// <param name="number">What messages call it by.</param>
    /// <param name="source">Its text as typed.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="recorder">Takes what it shows; null where only the kernel's events tell.</param>
    public RunningCell(int number, string source, CancellationToken cancellation, OutputRecorder? recorder = null)
    {
        (Number, Source, Cancellation, Recorder) = (number, source, cancellation, recorder);
        GC.SuppressFinalize(this);
    }

    // What a stopped cell has left behind holds on to it, and so keeps the checkpoints watched.
    ~RunningCell()
    {
        lock (Gate)
        {
            Volatile.Write(ref Checkpoint.IsWatched, --stoppedAndAlive > 0);
        }
    }

    /// <summary>The run that the calling code belongs to; null outside of cells.</summary>
    public static RunningCell? Current => mirror;

    public int Number { get; }

    public string Source { get; }

    /// <summary>The command that runs it.</summary>
    public KernelCommand? Command { get; set; }

    public CancellationToken Cancellation { get; }

    public OutputRecorder? Recorder { get; }

    public bool IsStopped => stopped;

    /// <summary>From here on the calling execution context belongs to this run.</summary>
    public void Enter() => Flowing.Value = this;

    /// <summary>From here on the calling execution context belongs to this run, and what it writes is that kernel's.</summary>
    public void Enter(CellKernel by)
    {
        kernel = by;
        Enter();
    }

    /// <summary>Shows text, also when the cell has ended.</summary>
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

    /// <summary>Asks the reader for a line.</summary>
    /// <exception cref="InvalidOperationException">Nobody is there to ask.</exception>
    public string Ask() => (Recorder ?? new OutputRecorder(onOutput: null)).Ask(new Question(""));

    /// <summary>Lets none of its code pass another checkpoint, however long that lives. To be called once.</summary>
    public void Stop()
    {
        lock (Gate)
        {
            stopped = true;
            stoppedAndAlive++;
            Volatile.Write(ref Checkpoint.IsWatched, true);
            GC.ReRegisterForFinalize(this);
        }
    }
}

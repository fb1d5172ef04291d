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

    public RunningCell(OutputRecorder recorder)
    {
        Recorder = recorder;
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

    public OutputRecorder Recorder { get; }

    public bool IsStopped => stopped;

    /// <summary>From here on the calling execution context belongs to this run.</summary>
    public void Enter() => Flowing.Value = this;

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

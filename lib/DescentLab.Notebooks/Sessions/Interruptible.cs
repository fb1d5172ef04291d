using System.Runtime;

namespace DescentLab.Notebooks;

/// <summary>
/// Runs code that cannot be asked to stop (a cell with <c>while (true)</c>) so that a token still stops it. What follows an
/// <c>await</c> runs on the thread pool, as in a console program, and is stopped likewise.
/// </summary>
#pragma warning disable CA1001 // Tasks that outlive their cell still look at the token; a source without timer holds nothing to free.
internal sealed class Interruptible : SynchronizationContext
#pragma warning restore CA1001
{
    /// <summary>How long code in a sleep or a wait may take to wake up and unwind before it is aborted.</summary>
    private static readonly TimeSpan WakingTime = TimeSpan.FromMilliseconds(30);

    /// <summary>How long stopped code may take to unwind before it is left behind, for example in a system call.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource abort = new();
    private readonly Lock gate = new();
    private readonly HashSet<Thread> threads = [];
    private bool woken;

    private Interruptible()
    {
    }

    /// <summary>Runs an asynchronous function to its end on a thread of its own.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the code has been stopped, or left waiting.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<T>> function, CancellationToken cancellation)
    {
        var context = new Interruptible();
        var running = Task.Factory.StartNew(
            () =>
            {
                Task<T>? task = null;
                context.Run(() => task = function());
                return task!;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap();
        try
        {
            return await running.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await context.StopAsync(running);
            throw;
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state) =>
        ThreadPool.QueueUserWorkItem(_ =>
        {
            try
            {
                Run(() => d(state));
            }
            catch (OperationCanceledException) when (abort.IsCancellationRequested)
            {
                // RunAsync has told its caller.
            }
        });

    private async Task StopAsync(Task running)
    {
        // An abort does not wake a thread that sleeps, and blocks until the thread wakes by itself: so wake it first.
        WakeAll();
        await Task.WhenAny(running, Task.Delay(WakingTime, CancellationToken.None));
        _ = abort.CancelAsync();
        // Whoever has gone to sleep in between.
        WakeAll();
        await Task.WhenAny(running, Task.Delay(Patience, CancellationToken.None));
    }

    private void WakeAll()
    {
        lock (gate)
        {
            woken = true;
            foreach (var thread in threads)
            {
                thread.Interrupt();
            }
        }
    }

    private void Run(Action action)
    {
        SetSynchronizationContext(this);
        lock (gate)
        {
            threads.Add(Thread.CurrentThread);
        }

        try
        {
#pragma warning disable SYSLIB0046 // Aborting may leave a lock of the cell's own behind; a notebook that hangs is worse.
            ControlledExecution.Run(action, abort.Token);
#pragma warning restore SYSLIB0046
        }
        finally
        {
            SetSynchronizationContext(null);
            Leave();
        }
    }

    // A pool thread must not carry an interrupt that it was not asleep for into somebody else's work.
    private void Leave()
    {
        bool interrupted;
        lock (gate)
        {
            threads.Remove(Thread.CurrentThread);
            interrupted = woken;
        }

        if (interrupted)
        {
            try
            {
                Thread.Sleep(1);
            }
            catch (ThreadInterruptedException)
            {
            }
        }
    }
}

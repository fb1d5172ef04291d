namespace DescentLab.Notebooks;

/// <summary>
/// Runs a cell so that a token stops it: a sleep or a wait is interrupted, and <see cref="OperationCanceledException"/> is thrown
/// to the caller. Code after an <c>await</c> runs on the thread pool, as in a console program.
/// </summary>
/// <remarks>
/// Code that computes is stopped by its checkpoints. Threads are not aborted: with ControlledExecution.Run, a loop without
/// calls that is being aborted while another thread collects garbage hung the whole process (.NET 10.0.12, about one abort
/// in a hundred on a busy machine).
/// </remarks>
internal sealed class Interruptible : SynchronizationContext
{
    /// <summary>How long stopped code may take to unwind before it is abandoned.</summary>
    private static readonly TimeSpan UnwindTimeout = TimeSpan.FromMilliseconds(300);

    private readonly Lock gate = new();
    private readonly HashSet<Thread> threads = [];
    private bool woken;

    private Interruptible()
    {
    }

    /// <summary>Runs an asynchronous function to its end on a separate thread.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the code was stopped or abandoned.</exception>
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
            context.WakeAll();
            await Task.WhenAny(running, Task.Delay(UnwindTimeout, CancellationToken.None));
            throw;
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state) =>
        ThreadPool.QueueUserWorkItem(_ => Run(() => d(state)));

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
            action();
        }
        finally
        {
            SetSynchronizationContext(null);
            Leave();
        }
    }

    // A pool thread must not carry a pending interrupt into other work.
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

using System.Runtime;

namespace DescentLab.Notebooks;

/// <summary>
/// Runs code that cannot be asked to stop (a cell with <c>while (true)</c>) so that a token still stops it. What follows an
/// <c>await</c> runs on the thread pool, as in a console program, and is stopped likewise.
/// </summary>
internal sealed class Interruptible : SynchronizationContext
{
    /// <summary>How long stopped code may take to unwind before it is left behind, for example in a sleep.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly CancellationToken abort;

    private Interruptible(CancellationToken abort) => this.abort = abort;

    /// <summary>Runs an asynchronous function to its end on a thread of its own.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the code has been stopped, or left waiting.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<T>> function, CancellationToken cancellation)
    {
        // Aborting a thread blocks until it is aborted, which a sleeping one is not: never on the thread that cancels.
        using var abort = new CancellationTokenSource();
        using var registration = cancellation.Register(() => _ = abort.CancelAsync());
        var context = new Interruptible(abort.Token);
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
            await Task.WhenAny(running, Task.Delay(Patience, CancellationToken.None));
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

    private void Run(Action action)
    {
        SetSynchronizationContext(this);
        try
        {
#pragma warning disable SYSLIB0046 // Aborting may leave a lock of the cell's own behind; a notebook that hangs is worse.
            ControlledExecution.Run(action, abort);
#pragma warning restore SYSLIB0046
        }
        finally
        {
            SetSynchronizationContext(null);
        }
    }
}

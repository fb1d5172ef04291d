using System.Runtime;

namespace DescentLab.Notebooks;

/// <summary>
/// Runs code that cannot be asked to stop (a cell with <c>while (true)</c>) so that a token still stops it. What follows an
/// <c>await</c> runs on the thread pool, as in a console program, and is stopped likewise.
/// </summary>
internal sealed class Interruptible : SynchronizationContext
{
    private readonly CancellationToken cancellation;

    private Interruptible(CancellationToken cancellation) => this.cancellation = cancellation;

    /// <summary>Runs an asynchronous function to its end on a thread of its own.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the code has been stopped, or left waiting.</exception>
    public static Task<T> RunAsync<T>(Func<Task<T>> function, CancellationToken cancellation)
    {
        var context = new Interruptible(cancellation);
        return Task.Factory.StartNew(
            () =>
            {
                Task<T>? task = null;
                context.Run(() => task = function());
                return task!;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap().WaitAsync(cancellation);
    }

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state) =>
        ThreadPool.QueueUserWorkItem(_ =>
        {
            try
            {
                Run(() => d(state));
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // RunAsync's caller has been told by the token itself.
            }
        });

    private void Run(Action action)
    {
        SetSynchronizationContext(this);
        try
        {
            if (cancellation.CanBeCanceled)
            {
#pragma warning disable SYSLIB0046 // Aborting may leave a lock of the cell's own behind; a notebook that hangs is worse.
                ControlledExecution.Run(action, cancellation);
#pragma warning restore SYSLIB0046
            }
            else
            {
                action();
            }
        }
        finally
        {
            SetSynchronizationContext(null);
        }
    }
}

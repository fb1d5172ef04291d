using System.Runtime.ExceptionServices;

namespace DescentLab;

/// <summary>
/// Runs trainings in parallel, as many at a time as there are cores, each on one thread: two threads inside one training
/// would be slower.
/// </summary>
internal static class TrainingPool
{
    /// <summary>Runs all trainings, started in order.</summary>
    /// <param name="count">The number of components.</param>
    /// <param name="train">Runs training k; returns null if it has no result because it was stopped.</param>
    /// <param name="finished">Receives each result, one at a time, in the order in which they end.</param>
    /// <param name="cancellationToken">Stops the running trainings and starts no others.</param>
    /// <exception cref="ThreadInterruptedException">This thread was interrupted: the trainings are stopped too.</exception>
    /// <remarks>The first exception of a training or of <paramref name="finished"/> stops the others, and is rethrown.</remarks>
    public static void Run<TResult>(int count, Func<int, CancellationToken, TResult?> train, Action<int, TResult> finished, CancellationToken cancellationToken)
        where TResult : class
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var turn = new Lock();
        var next = -1;
        ExceptionDispatchInfo? failure = null;

        // Separate background threads: the thread pool belongs to the host, and grows slowly.
        Thread[] workers = [.. Enumerable.Range(0, Math.Min(count, Environment.ProcessorCount)).Select(_ => new Thread(Work) { IsBackground = true })];
        foreach (var worker in workers)
        {
            worker.Start();
        }

        try
        {
            foreach (var worker in workers)
            {
                // Short waits, because a notebook can only stop a cell between two of them.
                while (!worker.Join(100))
                {
                }
            }
        }
        finally
        {
            // After an interruption, wait for the last callback to end. A second interruption ends this wait, but the trainings still stop.
            stop.Cancel();
            foreach (var worker in workers)
            {
                worker.Join();
            }
        }

        failure?.Throw();

        void Work()
        {
            try
            {
                while (!stop.IsCancellationRequested && Interlocked.Increment(ref next) is var k && k < count)
                {
                    if (train(k, stop.Token) is { } result)
                    {
                        lock (turn)
                        {
                            finished(k, result);
                        }
                    }
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Stopped: this training has no result.
            }
#pragma warning disable CA1031 // Every exception of a training is rethrown to the caller, on the waiting thread.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
                stop.Cancel();
            }
        }
    }
}

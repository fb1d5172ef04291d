using System.Runtime.ExceptionServices;

namespace DescentLab;

/// <summary>
/// Does trainings side by side, as many at a time as there are cores, each on one thread: two threads inside one training
/// only get in each other's way.
/// </summary>
internal static class TrainingPool
{
    /// <summary>Does all trainings, in order of their numbers as far as the cores allow.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="train">Does training k; null if it has no result because it was stopped.</param>
    /// <param name="finished">Receives each result, one at a time, in the order in which they end.</param>
    /// <param name="cancellationToken">Stops the trainings in progress and begins no other.</param>
    /// <exception cref="ThreadInterruptedException">This thread was interrupted: the trainings are stopped too.</exception>
    /// <remarks>The first exception of a training or of <paramref name="finished"/> stops the others, and is thrown as it is.</remarks>
    public static void Run<TResult>(int count, Func<int, CancellationToken, TResult?> train, Action<int, TResult> finished, CancellationToken cancellationToken)
        where TResult : class
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var turn = new Lock();
        var next = -1;
        ExceptionDispatchInfo? failure = null;

        // Background threads of their own: the thread pool belongs to the host, and grows slowly.
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
#pragma warning disable CA1031 // Whatever a training throws, the caller gets it, from the thread that waits for the pool.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
                stop.Cancel();
            }
        }
    }
}

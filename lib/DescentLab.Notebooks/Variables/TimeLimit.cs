using System.Diagnostics;

namespace DescentLab.Notebooks;

/// <summary>
/// Limits the time of one answer about variables: showing a value runs the reader's code, which may never end, and one list may hold
/// a hundred such values. Code that takes longer is left behind.
/// </summary>
internal sealed class TimeLimit
{
    /// <summary>What is shown instead of a value.</summary>
    public const string TooLong = "… (takes too long to show)";

    private static readonly TimeSpan ForOne = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ForAll = TimeSpan.FromSeconds(3);

    private readonly Stopwatch clock = Stopwatch.StartNew();

    /// <summary>Runs code that is the reader's, or calls it.</summary>
    /// <param name="code">The code.</param>
    /// <param name="late">The result when it takes too long.</param>
    /// <param name="failed">The result when it throws.</param>
    public T Run<T>(Func<T> code, T late, Func<Exception, T> failed)
    {
        var left = ForAll - clock.Elapsed;
        if (left <= TimeSpan.Zero)
        {
            return late;
        }

        // A thread of its own: those of the pool could all be waiting for earlier values.
        var running = Task.Factory.StartNew(code, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return running.Wait(left < ForOne ? left : ForOne) ? running.Result : late;
        }
        catch (AggregateException e)
        {
            return failed(e.InnerException!);
        }
    }
}

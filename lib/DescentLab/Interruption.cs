namespace DescentLab;

/// <summary>
/// Where a long computation can be stopped from outside. A notebook wakes the thread of a stopped cell with
/// <see cref="Thread.Interrupt"/>, and only a thread that waits notices.
/// </summary>
internal static class Interruption
{
    /// <summary>Waits for no time. That takes about a microsecond: for steps that take longer, or for one step in many.</summary>
    /// <exception cref="ThreadInterruptedException">Somebody wants this thread to stop.</exception>
    public static void Point() => Thread.CurrentThread.Join(0);
}

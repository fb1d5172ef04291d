namespace DescentLab;

/// <summary>
/// Points at which a long computation can be stopped. A notebook interrupts the thread of a stopped cell with
/// <see cref="Thread.Interrupt"/>, which affects only a waiting thread.
/// </summary>
internal static class Interruption
{
    /// <summary>Waits for zero time, which takes about a microsecond: for longer steps, or for one step in many.</summary>
    /// <exception cref="ThreadInterruptedException">This thread was interrupted.</exception>
    public static void Point() => Thread.CurrentThread.Join(0);
}

using System.ComponentModel;

namespace DescentLab.Notebooks;

/// <summary>Where a running cell can be stopped. <see cref="Checkpoints"/> puts them into the code of every cell.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Checkpoint
{
    /// <summary>Whether code of a stopped cell may still be about. While there is none, a checkpoint is one read of memory.</summary>
#pragma warning disable CA2211 // Read in innermost loops, where a property would be a call.
    public static bool IsWatched;
#pragma warning restore CA2211

    /// <summary>Goes on, unless the cell that the calling code runs for was stopped.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public static void Pass()
    {
        if (RunningCell.Current is { IsStopped: true })
        {
            throw new OperationCanceledException("The cell was stopped.");
        }
    }
}

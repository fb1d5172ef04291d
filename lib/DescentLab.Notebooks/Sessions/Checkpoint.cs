using System.ComponentModel;

namespace DescentLab.Notebooks;

/// <summary>A point at which a running cell can be stopped. <see cref="Checkpoints"/> inserts them into the code of every cell.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Checkpoint
{
    /// <summary>Whether code of a stopped cell may still be running. If not, a checkpoint is a single memory read.</summary>
#pragma warning disable CA2211 // Read in innermost loops, where a property would be a call.
    public static bool IsWatched;
#pragma warning restore CA2211

    /// <summary>Returns, unless the cell of the calling code was stopped.</summary>
    /// <exception cref="OperationCanceledException">The cell was stopped.</exception>
    public static void Pass()
    {
        if (RunningCell.Current is { IsStopped: true })
        {
            throw new OperationCanceledException("The cell was stopped.");
        }
    }
}

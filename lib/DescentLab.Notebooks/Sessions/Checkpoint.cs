using System.ComponentModel;

namespace DescentLab.Notebooks;

/// <summary>Where a running cell can be stopped. <see cref="Checkpoints"/> puts calls into the code of every cell.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Checkpoint
{
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

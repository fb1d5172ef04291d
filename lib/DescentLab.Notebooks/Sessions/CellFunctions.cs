using System.ComponentModel;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace DescentLab.Notebooks;

/// <summary>The functions that a cell can call in addition to those of .NET Interactive. The names are IPython's.</summary>
public static class CellFunctions
{
    /// <summary>Clears the outputs of the cell.</summary>
    /// <param name="wait">Whether to wait for the next output before clearing, to avoid flicker.</param>
    public static void clear_output(bool wait = false) => RunningCell.Publish(command => new OutputsCleared(wait, command));
}

/// <summary>The outputs of the cell were cleared.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
internal sealed class OutputsCleared(bool wait, KernelCommand command) : KernelEvent(command)
{
    /// <summary>Whether it goes only when the next output comes.</summary>
    public bool Wait => wait;
}

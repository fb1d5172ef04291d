using System.ComponentModel;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace DescentLab.Notebooks;

/// <summary>What a cell can call besides .NET Interactive's own functions. The name is IPython's.</summary>
public static class CellFunctions
{
    /// <summary>Takes away what the cell has shown so far.</summary>
    /// <param name="wait">Whether it goes only when the next output comes, so that nothing flickers.</param>
    public static void clear_output(bool wait = false)
    {
        if (KernelInvocationContext.Current is { } context)
        {
            context.Publish(new OutputsCleared(wait, context.Command));
        }
    }
}

/// <summary>Everything the cell has shown so far is gone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
internal sealed class OutputsCleared(bool wait, KernelCommand command) : KernelEvent(command)
{
    /// <summary>Whether it goes only when the next output comes.</summary>
    public bool Wait => wait;
}

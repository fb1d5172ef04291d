namespace DescentLab.Notebooks;

/// <summary>A notebook that has been run.</summary>
/// <param name="Document">A copy of the notebook with fresh outputs; the one that was run is untouched.</param>
/// <param name="Cells">The code cells that ran, in order, with the time each took (which no notebook stores).</param>
/// <param name="Elapsed">The time of all cells together.</param>
public sealed record NotebookRun(NotebookDocument Document, IReadOnlyList<CellRun> Cells, TimeSpan Elapsed)
{
    /// <summary>The cell that stopped the run; null when all cells ran.</summary>
    public CellRun? Failure => Cells is [.., { Stopped: true } last] ? last : null;

    /// <summary>Notebook, cell, line and error of the failure in one sentence; null when all cells ran.</summary>
    public string? FailureMessage => Failure is not { Error: { } error } failure ? null
        : $"{Document.Name}: cell {failure.Number}{(failure.Cell.Id is { } id ? $" ({id})" : "")}"
            + $"{(error.Line is { } line ? $", line {line}" : "")}: {error.Name}: {error.Message}";
}

/// <summary>A code cell that has been run.</summary>
/// <param name="Number">The cell's execution count: 1 for the first code cell.</param>
/// <param name="Cell">The cell in the run's document.</param>
/// <param name="Elapsed">The time it took, compilation included.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record CellRun(int Number, NotebookCell Cell, TimeSpan Elapsed, CellError? Error)
{
    /// <summary>The tag of a cell that is allowed to fail, as in Jupyter.</summary>
    public const string MayFailTag = "raises-exception";

    /// <summary>Whether the cell failed without being allowed to, or so that no other can run.</summary>
    public bool Stopped => Error is { EndsSession: true } || (Error is not null && !Cell.HasTag(MayFailTag));
}

/// <summary>How far a run is.</summary>
/// <param name="Cell">The cell that is running: 1 for the first code cell.</param>
/// <param name="Cells">How many code cells there are.</param>
/// <param name="LastLine">The last line that the cell has printed, if any: long cells report their progress in this way.</param>
public readonly record struct RunProgress(int Cell, int Cells, string? LastLine);

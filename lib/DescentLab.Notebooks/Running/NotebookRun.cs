namespace DescentLab.Notebooks;

/// <summary>The result of running a notebook.</summary>
/// <param name="Document">A copy of the notebook with the new outputs; the original is unchanged.</param>
/// <param name="Cells">The code cells that ran, in order, with the time each took (which no notebook stores).</param>
/// <param name="Elapsed">The time of all cells together.</param>
public sealed record NotebookRun(NotebookDocument Document, IReadOnlyList<CellRun> Cells, TimeSpan Elapsed)
{
    private const int MostCharacters = 1000;

    /// <summary>The cell that stopped the run; null when all cells ran.</summary>
    public CellRun? Failure => Cells is [.., { Stopped: true } last] ? last : null;

    /// <summary>The notebook, cell, line and error of the failure; null when all cells ran. A very long message is cut: the report has it whole.</summary>
    public string? FailureMessage => Failure is not { Error: { } error } failure ? null
        : $"{Document.Name}: cell {failure.Number}{(failure.Cell.Id is { } id ? $" ({id})" : "")}"
            + $"{(error.Line is { } line ? $", line {line}" : "")}: {error.Name}: {Excerpt.Of(error.Message, MostCharacters)}";
}

/// <summary>The result of running a code cell.</summary>
/// <param name="Number">The cell's execution count: 1 for the first code cell.</param>
/// <param name="Cell">The cell in the run's document.</param>
/// <param name="Elapsed">The time it took, compilation included.</param>
/// <param name="Error">The error; null when it succeeded.</param>
public sealed record CellRun(int Number, NotebookCell Cell, TimeSpan Elapsed, CellError? Error)
{
    /// <summary>The tag of a cell that is allowed to fail, as in Jupyter.</summary>
    public const string MayFailTag = "raises-exception";

    /// <summary>Whether the cell failed without permission to fail, or ended the session.</summary>
    public bool Stopped => Error is { EndsSession: true } || (Error is not null && !Cell.HasTag(MayFailTag));
}

/// <summary>The progress of a run.</summary>
/// <param name="Cell">The cell that is running: 1 for the first code cell.</param>
/// <param name="Cells">The number of code cells.</param>
/// <param name="LastLine">The last line that the cell has printed, if any: long cells report their progress in this way.</param>
public readonly record struct RunProgress(int Cell, int Cells, string? LastLine);

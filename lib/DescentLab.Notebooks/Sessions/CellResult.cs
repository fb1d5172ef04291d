namespace DescentLab.Notebooks;

/// <summary>What running a cell gave.</summary>
/// <param name="Outputs">Everything shown, in order; an error is the last.</param>
/// <param name="Error">Why the cell failed; null when it did not.</param>
/// <param name="Elapsed">The time it took, compilation included.</param>
public sealed record CellResult(IReadOnlyList<CellOutput> Outputs, CellError? Error, TimeSpan Elapsed);

/// <summary>Why and where a cell failed.</summary>
/// <param name="Name">The exception's type, or <c>CompilationError</c>.</param>
/// <param name="Message">The message of the exception or of the compiler.</param>
/// <param name="Line">The line of the cell, counted from 1; null when the error is in no line of it.</param>
public sealed record CellError(string Name, string Message, int? Line)
{
    /// <summary>Whether no later cell can run: the notebook's process has ended.</summary>
    public bool EndsSession { get; init; }
}

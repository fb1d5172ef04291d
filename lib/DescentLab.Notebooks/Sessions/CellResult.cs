namespace DescentLab.Notebooks;

/// <summary>The result of running a cell.</summary>
/// <param name="Outputs">The outputs, in order; an error is the last.</param>
/// <param name="Error">The error; null when the cell succeeded.</param>
/// <param name="Elapsed">The time it took, compilation included.</param>
public sealed record CellResult(IReadOnlyList<CellOutput> Outputs, CellError? Error, TimeSpan Elapsed);

/// <summary>The error of a cell, with its line.</summary>
/// <param name="Name">The exception's type, or <c>CompilationError</c>.</param>
/// <param name="Message">The message of the exception or of the compiler.</param>
/// <param name="Line">The line of the cell, counted from 1; null when the error is not in the cell.</param>
public sealed record CellError(string Name, string Message, int? Line)
{
    /// <summary>Whether the notebook's process has ended, so that no later cell can run.</summary>
    public bool EndsSession { get; init; }
}

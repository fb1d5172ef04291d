namespace DescentLab.Notebooks;

/// <summary>A program and its first arguments.</summary>
/// <param name="File">The program's file, or its name on the PATH.</param>
/// <param name="Arguments">The arguments before those of the caller.</param>
public sealed record ProgramStart(string File, IReadOnlyList<string> Arguments);

/// <summary>The options for running a notebook.</summary>
public sealed record RunOptions
{
    /// <summary>The C# engine that runs the cells.</summary>
    public CSharpEngine Engine { get; init; }

    /// <summary>Receives the start of every cell, and every line that it prints.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>
    /// The program whose <see cref="SessionServer"/> runs the cells in a separate process; null runs them in this process,
    /// which a cell can end.
    /// </summary>
    public ProgramStart? Program { get; init; }

    /// <summary>The time limit of a cell, in a separate process only. Null: no limit.</summary>
    public TimeSpan? CellTimeout { get; init; }
}

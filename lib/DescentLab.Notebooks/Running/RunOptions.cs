namespace DescentLab.Notebooks;

/// <summary>A program and its first arguments.</summary>
/// <param name="File">The program's file, or its name on the PATH.</param>
/// <param name="Arguments">What comes before the arguments of the caller.</param>
public sealed record ProgramStart(string File, IReadOnlyList<string> Arguments);

/// <summary>How a notebook is run.</summary>
public sealed record RunOptions
{
    /// <summary>Which C# runs the cells.</summary>
    public CSharpEngine Engine { get; init; }

    /// <summary>Hears of every cell as it starts, and of every line it prints.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>
    /// The program whose <see cref="SessionServer"/> runs the cells in a process of its own; null runs them in this one,
    /// where a cell can end the process.
    /// </summary>
    public ProgramStart? Program { get; init; }

    /// <summary>How long one cell may take before it is ended, in a process of its own only. Null: as long as it likes.</summary>
    public TimeSpan? CellTimeout { get; init; }
}

namespace DescentLab.Notebooks;

/// <summary>One notebook of a report, with its entry in the index.</summary>
/// <param name="Document">The notebook, with its outputs.</param>
public sealed record ReportEntry(NotebookDocument Document)
{
    /// <summary>The section of the chapter, for the index; null to leave it out.</summary>
    public string? Section { get; init; }

    /// <summary>The result of its run, for the index, for example <c>12 cells in 3.4 s</c>; null when it was not run.</summary>
    public string? Outcome { get; init; }

    /// <summary>Whether its run failed.</summary>
    public bool Failed { get; init; }
}

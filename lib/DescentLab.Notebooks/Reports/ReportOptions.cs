namespace DescentLab.Notebooks;

/// <summary>How reports are written.</summary>
public sealed record ReportOptions
{
    /// <summary>The collection's name, on the index page and in every footer. Default: Descent Lab.</summary>
    public string Title { get; init; } = "Descent Lab";

    /// <summary>Leaves the code out and shows prose and results only. Default: false.</summary>
    public bool HideCode { get; init; }

    /// <summary>
    /// Lets scripts and any HTML of the notebooks into the report. Default: false, so that a notebook from a stranger
    /// can be read without harm: markdown and HTML outputs are sanitised, and the page runs no script but its own.
    /// </summary>
    public bool Trust { get; init; }
}

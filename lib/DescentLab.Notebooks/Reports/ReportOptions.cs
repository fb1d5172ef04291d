namespace DescentLab.Notebooks;

/// <summary>The options of reports.</summary>
public sealed record ReportOptions
{
    /// <summary>The collection's name, on the index page and in every footer. Default: Descent Lab.</summary>
    public string Title { get; init; } = "Descent Lab";

    /// <summary>Whether to leave out the code and show prose and results only. Default: false.</summary>
    public bool HideCode { get; init; }

    /// <summary>
    /// Whether to keep scripts and all HTML of the notebooks in the report. Default: false, so that an untrusted notebook
    /// can be read safely: markdown and HTML outputs are sanitised, and the page runs only its own scripts.
    /// </summary>
    public bool Trust { get; init; }
}

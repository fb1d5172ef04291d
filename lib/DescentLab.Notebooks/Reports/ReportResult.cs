namespace DescentLab.Notebooks;

/// <summary>What <see cref="ReportWriter"/> wrote.</summary>
/// <param name="IndexPath">The full path of the index page.</param>
/// <param name="PagePaths">The full paths of the notebooks' pages, in order.</param>
/// <param name="Warnings">
/// What could not be shown as meant, each with its notebook and cell: a formula with a mistake, a picture that is
/// missing, a chart that cannot be read, HTML that was held back.
/// </param>
public sealed record ReportResult(
    string IndexPath,
    IReadOnlyList<string> PagePaths,
    IReadOnlyList<string> Warnings);

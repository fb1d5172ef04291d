namespace DescentLab.Notebooks;

/// <summary>The result of <see cref="ReportWriter"/>.</summary>
/// <param name="IndexPath">The full path of the index page.</param>
/// <param name="PagePaths">The full paths of the notebooks' pages, in order.</param>
/// <param name="Warnings">
/// The content that could not be shown as intended, with notebook and cell: a formula with an error, a picture that is
/// missing, a chart that cannot be read, HTML that was removed.
/// </param>
public sealed record ReportResult(
    string IndexPath,
    IReadOnlyList<string> PagePaths,
    IReadOnlyList<string> Warnings);

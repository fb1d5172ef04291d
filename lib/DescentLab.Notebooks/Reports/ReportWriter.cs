namespace DescentLab.Notebooks;

/// <summary>
/// Writes reports: one self-contained HTML file per notebook and an index. They open from the disk without a
/// network; the same notebooks give the same bytes.
/// </summary>
public static class ReportWriter
{
    /// <summary>Writes the pages and the index.</summary>
    /// <param name="entries">The notebooks, in reading order.</param>
    /// <param name="folder">The folder for the files; created if it is missing. Files of the same names are replaced.</param>
    /// <param name="options">The options of the report; the defaults when null.</param>
    /// <returns>The paths of the files written, and the warnings.</returns>
    /// <exception cref="IOException">The folder or a file cannot be written.</exception>
    public static ReportResult Write(IReadOnlyList<ReportEntry> entries, string folder, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var report = new ReportFolder([.. entries.Select(entry => entry.Document)], folder, options);
        for (var i = 0; i < entries.Count; i++)
        {
            report.WritePage(i, entries[i]);
        }

        return report.WriteIndex();
    }
}

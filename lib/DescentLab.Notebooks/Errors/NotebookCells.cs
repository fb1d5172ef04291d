using System.Text.Json;

namespace DescentLab.Notebooks;

/// <summary>The code cells of a notebook file, for a kernel that does not know which notebook it serves.</summary>
/// <param name="Sources">The cells' code, from the first to the last.</param>
internal sealed record NotebookCells(IReadOnlyList<string> Sources)
{
    /// <summary>Finds the notebook of a folder that contains the given cells; null when none, or several, do.</summary>
    /// <param name="folder">The folder to search.</param>
    /// <param name="ran">The cells that have been run. Some may have changed since the file was saved.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="OperationCanceledException">The search was stopped.</exception>
    public static NotebookCells? Find(string folder, IReadOnlyCollection<string> ran, CancellationToken cancellation)
    {
        var lines = ran.SelectMany(Lines).Distinct().ToList();
        var found = (
            from file in NotebookFolder.Newest(folder)
            let notebook = Read(file.FullName, cancellation)
            where notebook is not null
            let known = notebook.Sources.SelectMany(Lines).ToHashSet()
            let shared = lines.Count(known.Contains)
            where 2 * shared > lines.Count
            orderby shared descending
            select (Notebook: notebook, Shared: shared)).Take(2).ToList();
        return found is [_] || (found is [var first, var second] && first.Shared > second.Shared) ? found[0].Notebook : null;
    }

    /// <summary>Gets the index of the cell that is most similar to a code; -1 when none is.</summary>
    public int IndexOf(string code)
    {
        var normal = Normal(code);
        var exact = Sources.ToList().FindIndex(source => Normal(source) == normal);
        if (exact >= 0)
        {
            return exact;
        }

        var lines = Lines(code).ToHashSet();
        var (best, most) = (-1, 0);
        for (var i = 0; i < Sources.Count; i++)
        {
            var shared = Lines(Sources[i]).Count(lines.Contains);
            (best, most) = shared > most ? (i, shared) : (best, most);
        }

        return best;
    }

    /// <summary>Gets the text by which cells are compared: clients trim them.</summary>
    public static string Normal(string code) => code.ReplaceLineEndings("\n").Trim();

    private static IEnumerable<string> Lines(string code) =>
        code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 1);

    private static NotebookCells? Read(string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            using var file = File.OpenRead(path);
            using var json = JsonDocument.Parse(file);
            return new NotebookCells(
            [
                .. json.RootElement.GetProperty("cells").EnumerateArray()
                    .Where(cell => cell.GetProperty("cell_type").ValueEquals("code"))
                    .Select(cell => Text(cell.GetProperty("source"))),
            ]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Incomplete, or not a notebook.
            return null;
        }
    }

    private static string Text(JsonElement source) =>
        source.ValueKind == JsonValueKind.Array ? string.Concat(source.EnumerateArray().Select(line => line.GetString())) : source.GetString() ?? "";
}

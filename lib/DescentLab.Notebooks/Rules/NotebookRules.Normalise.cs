using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

public static partial class NotebookRules
{
    // The entries that VS Code, Jupyter and JupyterLab add to a cell's metadata.
    private static readonly string[] EditorEntries = ["vscode", "execution", "ExecuteTime", "collapsed", "scrolled"];

    /// <summary>
    /// Returns a copy with everything fixed that an editor rewrites when it saves: format, metadata, missing or duplicate ids,
    /// its own entries, HTML beside a figure. Everything that a person must decide, or that no rule covers, is unchanged.
    /// </summary>
    /// <param name="document">The notebook; it is not changed.</param>
    /// <exception cref="NotebookFormatException">It is not a C# notebook, and the rules do not apply.</exception>
    public static NotebookDocument Normalise(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (!NotebookLanguage.IsCSharp(document))
        {
            throw new NotebookFormatException(
                $"{document.Name}: this notebook {(NotebookLanguage.Of(document) is { } language ? $"is in {language}" : "names no language (metadata.kernelspec)")}; "
                + "only C# notebooks can be fixed. It was not changed.");
        }

        var copy = document.Clone();
        Merge(copy.Metadata, (JsonObject)NotebookMetadata);
        var ids = copy.Cells.Select(cell => cell.Id ?? "").ToHashSet();
        var seen = new HashSet<string>();
        foreach (var (cell, number) in copy.Cells.Select((cell, i) => (cell, i + 1)))
        {
            if (cell.Id is not { } id || !IdPattern().IsMatch(id) || !seen.Add(id))
            {
                id = $"cell-{number}";
                while (!ids.Add(id))
                {
                    id += "x";
                }

                cell.Json["id"] = id;
            }

            // Stores the source again, as an array of lines.
            cell.Source = cell.Source;
            foreach (var name in NotesOfEditors(cell))
            {
                cell.Metadata.Remove(name);
            }

            if (cell.Kind == CellKind.Code)
            {
                // A cell may name another language in one of the entries only: the second would make it C#.
                if (CellLanguage.Of(cell.Metadata) is not { } language || NotebookLanguage.IsCSharp(language))
                {
                    Add(cell.Metadata, "dotnet_interactive", "language");
                    Add(cell.Metadata, "polyglot_notebook", "kernelName");
                }

                cell.Json.TryAdd("execution_count", null);
                if (cell.StoredOutputs is null)
                {
                    cell.Outputs = [];
                }

                cell.ChangeFigures(StoreFigureWell);
            }
        }

        if (copy.FormatVersion < new Version(4, 5))
        {
            copy.SetFormat(4, 5);
        }

        return copy;
    }

    // An entry that names another language is significant.
    private static List<string> NotesOfEditors(NotebookCell cell) =>
    [
        .. EditorEntries.Where(cell.Metadata.ContainsKey)
            .Where(name => name != "vscode" || Text(cell.Metadata[name], "languageId") is null or "csharp" or "polyglot-notebook"),
    ];

    private static void Merge(JsonObject into, JsonObject wanted)
    {
        foreach (var (name, value) in wanted)
        {
            if (value is JsonObject part && into[name] is JsonObject there)
            {
                Merge(there, part);
            }
            else if (value is not JsonArray || into[name] is not JsonArray)
            {
                into[name] = value!.DeepClone();
            }
        }
    }

    // An entry that names another language stays: the default is C# only without an entry.
    private static void Add(JsonObject metadata, string name, string key)
    {
        if (!metadata.ContainsKey(name))
        {
            metadata[name] = new JsonObject();
        }

        (metadata[name] as JsonObject)?.TryAdd(key, "csharp");
    }

    // As an object, not as the string that .NET Interactive stores, and without HTML, which viewers prefer to the picture.
    private static bool StoreFigureWell(JsonObject output)
    {
        if (output["data"] is not JsonObject data || data[Runner.PlotlyMimeType] is not { } stored || !(stored is JsonValue || data.ContainsKey("text/html"))
            || FigureJson.Parse(stored.ToJsonString()) is not { } figure)
        {
            return false;
        }

        var changed = data.Remove("text/html");
        if (stored is JsonValue)
        {
            data[Runner.PlotlyMimeType] = figure;
            changed = true;
        }

        return changed;
    }
}

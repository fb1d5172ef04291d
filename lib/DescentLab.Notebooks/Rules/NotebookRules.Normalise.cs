using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

public static partial class NotebookRules
{
    /// <summary>
    /// A copy in which everything is mended that an editor rewrites when it saves: format, metadata, missing or double ids,
    /// its own notes, HTML beside a figure. What a person must decide stays.
    /// </summary>
    /// <param name="document">The notebook; it is not changed.</param>
    public static NotebookDocument Normalise(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var copy = document.Clone();
        var metadata = copy.Metadata;
        metadata.Clear();
        foreach (var (name, value) in (JsonObject)NotebookMetadata)
        {
            metadata[name] = value!.DeepClone();
        }

        var ids = new HashSet<string>();
        foreach (var (cell, number) in copy.Cells.Select((cell, i) => (cell, i + 1)))
        {
            if (cell.Id is not { } id || !IdPattern().IsMatch(id) || !ids.Add(id))
            {
                id = $"cell-{number}";
                while (!ids.Add(id))
                {
                    id += "x";
                }

                cell.Json["id"] = id;
            }

            // Stored again, as an array of lines.
            cell.Source = cell.Source;
            foreach (var name in EditorsOwn)
            {
                cell.Metadata.Remove(name);
            }

            if (cell.Kind == CellKind.Code)
            {
                Part(cell, "dotnet_interactive")["language"] = "csharp";
                Part(cell, "polyglot_notebook")["kernelName"] = "csharp";
                cell.ExecutionCount = cell.ExecutionCount;
                cell.Outputs = [.. cell.Outputs.Select(Runner.AsSaved)];
            }

            Sort(cell.Metadata);
        }

        copy.SetFormat(4, 5);
        return copy;
    }

    // What VS Code, Jupyter and JupyterLab note in a cell's metadata for themselves.
    private static readonly string[] EditorsOwn = ["vscode", "execution", "ExecuteTime", "collapsed", "scrolled"];

    // As Jupyter does when it saves, so that a notebook that went through it has the same bytes.
    private static void Sort(JsonObject json)
    {
        List<KeyValuePair<string, JsonNode?>> members = [.. json.OrderBy(member => member.Key, StringComparer.Ordinal)];
        json.Clear();
        members.ForEach(json.Add);
    }

    private static JsonObject Part(NotebookCell cell, string name)
    {
        if (cell.Metadata[name] is not JsonObject part)
        {
            cell.Metadata[name] = part = [];
        }

        return part;
    }
}

using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab;

/// <summary>The numbers that a figure draws: a row for each point, a column for each of series, x, y, z.</summary>
[TypeFormatterSource]
public sealed class FigureTable
{
    private static readonly string[] Coordinates = ["x", "y", "z"];

    private FigureTable(ImmutableArray<ImmutableArray<string>> rows) => Rows = rows;

    /// <summary>The names of the columns.</summary>
    public ImmutableArray<string> Columns { get; } = ["series", .. Coordinates];

    /// <summary>The rows; a cell without a value is empty.</summary>
    public ImmutableArray<ImmutableArray<string>> Rows { get; }

    /// <summary>The table as comma-separated values with a header line.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder();
        foreach (var row in Rows.Prepend(Columns))
        {
            text.AppendJoin(',', row.Select(Quoted)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>How many rows there are.</summary>
    public override string ToString() => $"{Rows.Length} rows of {string.Join(", ", Columns)}";

    internal static FigureTable Of(JsonArray traces) => new([.. traces.SelectMany((trace, index) => IsDecoration(trace!) ? [] : RowsOf(trace!, index))]);

    // Arrowheads, borders and names are drawn as traces, and are no numbers of the figure.
    private static bool IsDecoration(JsonNode trace) => (trace["meta"] as JsonObject)?["decoration"]?.GetValue<bool>() == true;

    private static IEnumerable<ImmutableArray<string>> RowsOf(JsonNode trace, int index)
    {
        var name = Cell(trace["name"]) is { Length: > 0 } given ? given : $"trace {index}";
        return trace["z"] is JsonArray grid && grid is [JsonArray, ..]
            ? GridRows(name, trace, grid)
            : PointRows(name, [.. Coordinates.Select(coordinate => trace[coordinate] as JsonArray)]);
    }

    private static IEnumerable<ImmutableArray<string>> PointRows(string name, JsonArray?[] columns)
    {
        for (var i = 0; i < columns.Max(column => column?.Count ?? 0); i++)
        {
            yield return [name, .. columns.Select(column => i < column?.Count ? Cell(column[i]) : "")];
        }
    }

    private static IEnumerable<ImmutableArray<string>> GridRows(string name, JsonNode trace, JsonArray grid)
    {
        var (x, y) = (trace["x"] as JsonArray, trace["y"] as JsonArray);
        for (var row = 0; row < grid.Count; row++)
        {
            for (var column = 0; column < grid[row]!.AsArray().Count; column++)
            {
                yield return [name, At(x, column), At(y, row), Cell(grid[row]![column])];
            }
        }
    }

    private static string At(JsonArray? axis, int index) => index < axis?.Count ? Cell(axis[index]) : $"{index}";

    private static string Cell(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => node.ToJsonString(),
    };

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

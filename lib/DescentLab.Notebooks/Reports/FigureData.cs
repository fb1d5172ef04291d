using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>Writes the numbers of a Plotly figure as HTML tables, for readers who cannot see the chart or want to copy the numbers.</summary>
internal static class FigureData
{
    private const int MostRows = 100;
    private const int MostGridLines = 24;

    private static readonly string[] Columns = ["x", "y", "z", "labels", "values", "theta", "r"];

    /// <summary>Writes one table for every set of traces with the same x values; empty when nothing can be tabulated.</summary>
    /// <param name="figure">An object with <c>data</c> and perhaps <c>layout</c>.</param>
    public static string ToHtml(JsonObject figure)
    {
        figure = TypedArrays.Unpacked(figure)!.AsObject();
        var html = new StringBuilder();
        var axes = (X: AxisTitle(figure, "xaxis") ?? "x", Y: AxisTitle(figure, "yaxis") ?? "y");
        var traces = Traces(figure);
        for (var i = 0; i < traces.Count; i++)
        {
            var (trace, name) = (traces[i], Name(traces[i], i));
            if (Grid(trace) is { } z)
            {
                AppendGrid(html, name, trace, z, axes);
            }
            else if (Curve(trace) is var (x, y))
            {
                List<Column> columns = [new(axes.X, x), new(axes.Y, y)];
                while (i + 1 < traces.Count && Curve(traces[i + 1]) is var (nextX, nextY) && nextX.SequenceEqual(x))
                {
                    i++;
                    columns[1] = columns[1] with { Title = name };
                    columns.Add(new(Name(traces[i], i), nextY));
                }

                AppendColumns(html, columns.Count > 2 ? axes.Y : name, columns);
            }
            else
            {
                AppendColumns(html, name, [.. Columns
                    .Where(key => Values(trace[key]) is { Length: > 0 })
                    .Select(key => new Column(key switch { "x" => axes.X, "y" => axes.Y, _ => key }, Values(trace[key])!))]);
            }
        }

        return html.ToString();
    }

    /// <summary>Describes a figure that has no text: by its title, or its traces.</summary>
    public static string Describe(JsonObject figure)
    {
        var title = Text(Get(figure["layout"], "title"));
        var traces = Traces(figure);
        var kinds = string.Join(", ", traces.Select(trace => Text(trace["type"]) ?? "scatter").Distinct());
        return title ?? $"Chart of {traces.Count} {(traces.Count == 1 ? "trace" : "traces")} ({kinds})";
    }

    private static List<JsonObject> Traces(JsonObject figure) =>
        [.. (figure["data"] as JsonArray ?? []).OfType<JsonObject>().Where(trace => !IsDecoration(trace))];

    // Arrowheads, borders and labels are drawn as traces, but are not data.
    private static bool IsDecoration(JsonObject trace) =>
        (trace["meta"] as JsonObject)?["decoration"] is JsonValue value && value.TryGetValue(out bool decoration) && decoration;

    // A function of x, or a path: y and perhaps x, one value each.
    private static (string[] X, string[] Y)? Curve(JsonObject trace) =>
        trace["z"] is null && Text(trace["type"]) is null or "scatter" or "scattergl" or "bar" && Values(trace["y"]) is { Length: > 0 } y
            ? (Values(trace["x"]) ?? Steps(trace, "x0", "dx", y.Length), y)
            : null;

    // Contours, heat maps and surfaces: rows of z.
    private static List<string[]>? Grid(JsonObject trace) =>
        trace["z"] is JsonArray { Count: > 0 } rows && rows.All(row => row is JsonArray)
            ? [.. rows.Select(row => Values(row) ?? [])]
            : null;

    private static void AppendColumns(StringBuilder html, string caption, List<Column> columns)
    {
        if (columns.Count == 0)
        {
            return;
        }

        var length = columns.Max(column => column.Values.Length);
        var rows = Sample(length, MostRows);
        Open(html, caption + (rows.Count < length ? $" ({rows.Count} of {length} points)" : ""));
        html.Append("<thead><tr>").AppendJoin("", columns.Select(column => Header("col", column.Title))).Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append("<tr>").AppendJoin("", columns.Select(column => $"<td>{At(column.Values, row)}</td>")).Append("</tr>");
        }

        Close(html);
    }

    private static void AppendGrid(
        StringBuilder html, string name, JsonObject trace, List<string[]> z, (string X, string Y) axes)
    {
        var width = z.Max(row => row.Length);
        var x = Values(trace["x"]) ?? Steps(trace, "x0", "dx", width);
        var y = Values(trace["y"]) ?? Steps(trace, "y0", "dy", z.Count);
        var (rows, columns) = (Sample(z.Count, MostGridLines), Sample(width, MostGridLines));
        var isWhole = rows.Count == z.Count && columns.Count == width;
        Open(html, name + (isWhole ? "" : $" ({rows.Count} of {z.Count} rows, {columns.Count} of {width} columns)"));
        html.Append("<thead><tr>").Append(Header("col", $"{axes.Y} ↓ {axes.X} →"))
            .AppendJoin("", columns.Select(column => $"<th scope=\"col\">{At(x, column)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append($"<tr><th scope=\"row\">{At(y, row)}</th>")
                .AppendJoin("", columns.Select(column => $"<td>{At(z[row], column)}</td>")).Append("</tr>");
        }

        Close(html);
    }

    private static string Header(string scope, string title) => $"<th scope=\"{scope}\">{Encode(title)}</th>";

    private static string At(string[] cells, int index) => index < cells.Length ? Encode(cells[index]) : "";

    private static void Open(StringBuilder html, string caption)
    {
        var text = Encode(caption);
        html.Append($"<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{text}\"><table><caption>{text}</caption>");
    }

    private static void Close(StringBuilder html) => html.Append("</tbody></table></div>");

    // Evenly spaced, including the first and the last.
    private static List<int> Sample(int count, int most) =>
        count <= most
            ? [.. Enumerable.Range(0, count)]
            : [.. Enumerable.Range(0, most).Select(i => (int)((long)i * (count - 1) / (most - 1)))];

    private static string[] Steps(JsonObject trace, string start, string step, int count)
    {
        var (first, width) = (Number(trace[start]) ?? 0, Number(trace[step]) ?? 1);
        return [.. Enumerable.Range(0, count).Select(i => Show(first + (i * width)))];
    }

    // The cells of a column; null if it is not an array of single values.
    private static string[]? Values(JsonNode? node) =>
        node is JsonArray array && !array.Any(item => item is JsonArray or JsonObject)
            ? [.. array.Select(item => Number(item) is { } number ? Show(number) : Text(item) ?? "")]
            : null;

    private static string Show(double number) => number.ToString("G6", CultureInfo.InvariantCulture).Replace('-', '−');

    private static double? Number(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out double number) ? number : null;

    private static string Name(JsonObject trace, int index) =>
        Text(trace["name"]) is { Length: > 0 } name ? name : $"Trace {index + 1}";

    private static string? AxisTitle(JsonObject figure, string axis) => Text(Get(Get(figure["layout"], axis), "title"));

    // A title is a text, or an object with a text; either may hold a little HTML.
    private static string? Text(JsonNode? node) => node switch
    {
        JsonObject title => Text(title["text"]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => PlainText.Of(value.GetValue<string>()),
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.ToJsonString(),
        _ => null,
    };

    private static JsonNode? Get(JsonNode? node, string name) => (node as JsonObject)?[name];

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private sealed record Column(string Title, string[] Values);
}

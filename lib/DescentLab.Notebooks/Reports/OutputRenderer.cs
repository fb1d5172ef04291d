using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>Renders the outputs of a cell as HTML.</summary>
/// <param name="page">The page being rendered.</param>
/// <param name="prose">The renderer for markdown and HTML of the same page.</param>
internal sealed class OutputRenderer(PageContent page, ProseRenderer prose)
{
    private const int DefaultHeight = 420; // the height that report.js uses

    private static readonly string[] Pictures = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    /// <summary>Renders all outputs of a cell; console text in several pieces is joined.</summary>
    public string Render(IReadOnlyList<CellOutput> outputs)
    {
        var html = new StringBuilder();
        for (var i = 0; i < outputs.Count; i++)
        {
            if (outputs[i] is StreamOutput stream)
            {
                var text = new StringBuilder(stream.Text);
                while (i + 1 < outputs.Count && outputs[i + 1] is StreamOutput next && next.Name == stream.Name)
                {
                    text.Append(next.Text);
                    i++;
                }

                html.AppendLine(Stream(stream.Name, text.ToString()));
            }
            else
            {
                html.AppendLine(outputs[i] switch
                {
                    DataOutput data => Data(data.Data),
                    ErrorOutput error => Error(error),
                    _ => "",
                });
            }
        }

        return html.ToString().Trim('\n');
    }

    private static string Stream(string name, string text) =>
        name == StreamOutput.StandardError
            ? $"<div class=\"stderr\"><p class=\"label\">Standard error</p>{Pre(TerminalText.ToHtml(text))}</div>"
            : Pre(TerminalText.ToHtml(text));

    private static string Error(ErrorOutput error)
    {
        // The traceback often begins with the message, which is shown already.
        var lines = error.Traceback.SkipWhile(line =>
            TerminalText.ToPlain(line).Trim() is var plain && (plain == error.Value.Trim() || plain == $"{error.Name}: {error.Value}".Trim()));
        var trace = string.Join('\n', lines).Trim('\n');
        var body = trace.Length == 0 ? "" : Pre(TerminalText.ToHtml(trace));
        return $"<div class=\"error\" role=\"note\" aria-label=\"Error\"><p><strong>{Encode(error.Name)}</strong> {Encode(error.Value)}</p>{body}</div>";
    }

    // The richest representation that can be shown.
    private string Data(MimeBundle data)
    {
        if (data[Runner.PlotlyMimeType] is { } plot && Chart(plot, data["text/plain"]) is { } chart)
        {
            return chart;
        }

        if (data["text/html"] is { } html)
        {
            if (prose.Html(html) is { } shown)
            {
                return $"<div class=\"value\">{shown}</div>";
            }

            page.Warn("an HTML output contains only scripts and is shown in another form; with --trust they run");
        }

        var alt = Encode(data["text/plain"]?.Trim() is { Length: > 0 } plain ? plain : "Picture without a description");
        foreach (var type in Pictures)
        {
            if (data[type] is { } base64)
            {
                return $"<figure class=\"picture\"><img src=\"{PictureFile.Data(type, base64)}\" alt=\"{alt}\"></figure>";
            }
        }

        // As a picture, an SVG runs no scripts and loads nothing.
        if (data["image/svg+xml"] is { } svg)
        {
            var bytes = Convert.ToBase64String(Encoding.UTF8.GetBytes(svg));
            return $"<figure class=\"picture\"><img src=\"{PictureFile.Data("image/svg+xml", bytes)}\" alt=\"{alt}\"></figure>";
        }

        if (data["text/markdown"] is { } markdown)
        {
            return $"<div class=\"value\">{prose.Markdown(markdown, collectHeadings: false)}</div>";
        }

        if (data["text/latex"] is { } tex)
        {
            return $"<div class=\"value\">{prose.Markdown(AsMathematics(tex), collectHeadings: false)}</div>";
        }

        return data["text/plain"] is { } text ? Pre(TerminalText.ToHtml(text))
            : data["application/json"] is { } json ? Pre(Encode(json))
            : data.Count == 0 ? ""
            : $"<p class=\"missing\">[{Encode(string.Join(", ", data.MimeTypes))}: cannot be shown in a report]</p>";
    }

    private string? Chart(string json, string? description)
    {
        if (FigureJson.Parse(json) is not { } figure)
        {
            page.Warn("a chart cannot be drawn: its JSON is not an object with an array called data");
            return null;
        }

        page.Charts++;
        page.HasHill |= ((figure["layout"] as JsonObject)?["meta"] as JsonObject)?["hill"] is JsonObject;
        var alt = Encode(description?.Trim() is { Length: > 0 } words ? words : FigureData.Describe(figure));
        var table = FigureData.ToHtml(figure);
        var details = table.Length == 0 ? "" : $"<details class=\"data\"><summary>The data as a table</summary>{table}</details>";

        // The default encoder escapes <, > and &: no value can end the script element.
        return $"""
            <figure class="chart">
            <div class="plot" style="min-height:{Height(figure)}px" role="group" aria-label="{alt}"><p class="alt">{alt}</p></div>
            <script type="application/json">{figure.ToJsonString()}</script>
            {details}
            </figure>
            """;
    }

    // The chart's height is reserved from the start: the text below it does not move when it is drawn.
    private static int Height(JsonObject figure) =>
        (figure["layout"] as JsonObject)?["height"] is JsonValue value && value.TryGetValue(out double height) && height is > 0 and < 10_000
            ? (int)height
            : DefaultHeight;

    private static string AsMathematics(string tex) =>
        tex.TrimStart() is ['$', ..] or ['\\', '[' or '(' or 'b', ..] ? tex : $"$$\n{tex}\n$$";

    private static string Pre(string html) => $"<pre class=\"output\" tabindex=\"0\">{html.TrimEnd('\n')}</pre>";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

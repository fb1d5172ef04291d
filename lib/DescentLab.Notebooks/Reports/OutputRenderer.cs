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

    private const string Before = "<pre class=\"output\" tabindex=\"0\">";
    private const string After = "</pre>";

    private static readonly string[] Pictures = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    /// <summary>Renders all outputs of a cell; console text in several pieces is joined.</summary>
    public HtmlParts Render(IReadOnlyList<CellOutput> outputs)
    {
        var html = new HtmlParts();
        for (var i = 0; i < outputs.Count; i++)
        {
            html.Add(html.IsEmpty ? "" : "\n");
            switch (outputs[i])
            {
                case StreamOutput stream:
                    var last = i;
                    while (last + 1 < outputs.Count && outputs[last + 1] is StreamOutput next && next.Name == stream.Name)
                    {
                        last++;
                    }

                    AddStream(html, stream.Name, last == i ? stream.Text : string.Concat(outputs.Take(i..(last + 1)).Select(part => ((StreamOutput)part).Text)));
                    i = last;
                    break;
                case DataOutput data:
                    AddData(html, data.Data);
                    break;
                case ErrorOutput error:
                    AddError(html, error);
                    break;
            }
        }

        return html;
    }

    private static void AddStream(HtmlParts html, string name, string text)
    {
        if (name != StreamOutput.StandardError)
        {
            AddPre(html, text);
            return;
        }

        html.Add("<div class=\"stderr\"><p class=\"label\">Standard error</p>");
        AddPre(html, text);
        html.Add("</div>");
    }

    private static void AddError(HtmlParts html, ErrorOutput error)
    {
        var message = TerminalText.ToPlain(error.Value);
        // The traceback often begins with the message, which is shown already.
        var lines = error.Traceback.SkipWhile(line =>
            TerminalText.ToPlain(line).Trim() is var plain && (plain == message.Trim() || plain == $"{error.Name}: {message}".Trim()));
        var trace = string.Join('\n', lines).Trim('\n');
        html.Add($"<div class=\"error\" role=\"note\" aria-label=\"Error\"><p><strong>{Encode(error.Name)}</strong> {Encode(message)}</p>");
        if (trace.Length > 0)
        {
            AddPre(html, trace);
        }

        html.Add("</div>");
    }

    // The richest representation that can be shown.
    private void AddData(HtmlParts html, MimeBundle data)
    {
        if (data[Runner.PlotlyMimeType] is { } plot && Chart(plot, data["text/plain"]) is { } chart)
        {
            html.Add(chart);
            return;
        }

        if (data["text/html"] is { } markup)
        {
            if (prose.Html(markup) is { } shown)
            {
                html.Add("<div class=\"value\">");
                html.Add(shown);
                html.Add("</div>");
                return;
            }
        }

        if (Pictures.FirstOrDefault(data.Contains) is { } type)
        {
            html.Add(Picture(type, data[type]!, data));
        }
        else if (data["image/svg+xml"] is { } svg)
        {
            // As a picture, an SVG runs no scripts and loads nothing.
            html.Add(Picture("image/svg+xml", Convert.ToBase64String(Encoding.UTF8.GetBytes(svg)), data));
        }
        else if ((data["text/markdown"] ?? (data["text/latex"] is { } tex ? AsMathematics(tex) : null)) is { } markdown)
        {
            html.Add($"<div class=\"value\">{prose.Markdown(markdown, collectHeadings: false)}</div>");
        }
        else if (data["text/plain"] is { } text)
        {
            AddPre(html, text);
        }
        else if (data["application/json"] is { } json)
        {
            html.Add(Before);
            html.AddText(json);
            html.Add(After);
        }
        else if (data.Count > 0)
        {
            html.Add($"<p class=\"missing\">[{Encode(string.Join(", ", data.MimeTypes))}: cannot be shown in a report]</p>");
        }
    }

    private static string Picture(string type, string base64, MimeBundle data)
    {
        var alt = Encode(data["text/plain"]?.Trim() is { Length: > 0 } plain ? plain : "Picture without a description");
        return $"<figure class=\"picture\"><img src=\"{PictureFile.Data(type, base64)}\" alt=\"{alt}\"></figure>";
    }

    private string? Chart(string json, string? description)
    {
        if (FigureJson.Parse(json) is not { } figure)
        {
            page.Warn("a chart cannot be drawn: its JSON is not an object with an array called data");
            return null;
        }

        var drawing = figure.ToJsonString();
        page.Charts++;
        page.NeedsFullPlotly |= PlotlyBundle.NeedsFull(drawing);
        page.HasHill |= ((figure["layout"] as JsonObject)?["meta"] as JsonObject)?["hill"] is JsonObject;
        var alt = Encode(description?.Trim() is { Length: > 0 } words ? words : FigureData.Describe(figure));
        var table = FigureData.ToHtml(figure);
        var details = table.Length == 0 ? "" : $"<details class=\"data\"><summary>The data as a table</summary>{table}</details>";

        // The default encoder escapes <, > and &: no value can end the script element.
        return $"""
            <figure class="chart">
            <div class="plot" style="min-height:{Height(figure)}px" role="group" aria-label="{alt}"><p class="alt">{alt}</p></div>
            <script type="application/json">{drawing}</script>
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
        tex.TrimStart() is ['$', ..] or ['\\', '[' or '(', ..] or ['\\', 'b', 'e', 'g', 'i', 'n', '{', ..] ? tex : $"$$\n{tex}\n$$";

    private static void AddPre(HtmlParts html, string text)
    {
        html.Add(Before);
        TerminalText.Write(html, text);
        html.Add(After);
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

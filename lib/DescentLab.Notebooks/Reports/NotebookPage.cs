using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>The links to the previous and the next page; null at the ends.</summary>
/// <param name="Previous">The link to the previous page.</param>
/// <param name="Next">The link to the next page.</param>
internal sealed record Neighbours(string? Previous, string? Next);

/// <summary>A self-contained page of one notebook.</summary>
internal sealed class NotebookPage
{
    // What Plot.Hill becomes in a report.
    private static readonly string[] HillScripts = ["hill.formula.js", "hill.rules.js", "hill.hill.js"];

    private readonly NotebookDocument document;
    private readonly ReportOptions options;
    private readonly PageContent content;
    private readonly HtmlParts body;

    private NotebookPage(NotebookDocument document, ReportOptions options, PageContent content, HtmlParts body) =>
        (this.document, this.options, this.content, this.body) = (document, options, content, body);

    /// <summary>The first heading of level 1, or else the notebook's name, as HTML.</summary>
    public string Title => content.Headings.Find(heading => heading.Level == 1)?.Html ?? Encode(document.Name);

    /// <summary>The first paragraph, as HTML without links; empty when there is none.</summary>
    public string Summary => content.Summary ?? "";

    /// <summary>The warnings about content that could not be shown as intended.</summary>
    public IReadOnlyList<string> Warnings => content.Warnings;

    /// <summary>Renders the cells.</summary>
    /// <param name="document">The notebook with its outputs.</param>
    /// <param name="options">The options of the report.</param>
    /// <param name="links">The pages of the report by their notebook's file name.</param>
    public static NotebookPage Of(NotebookDocument document, ReportOptions options, IReadOnlyDictionary<string, string> links)
    {
        var content = new PageContent(document.Name);
        var prose = new ProseRenderer(content, options, Path.GetDirectoryName(document.Path), links);
        var outputs = new OutputRenderer(content, prose);
        var body = new HtmlParts();
        var solution = false;
        foreach (var cell in document.Cells)
        {
            content.Cell++;
            if (cell.HasTag(Course.Foot))
            {
                continue; // the page has its own links to the previous and the next page
            }

            // Markdown tagged as a solution is the title of a foldable section with the following code cells.
            if (solution && !(cell.Kind == CellKind.Code && cell.HasTag(NotebookRules.SolutionTag)))
            {
                Add("</details>");
                solution = false;
            }

            if (cell.Kind == CellKind.Markdown && cell.HasTag(NotebookRules.SolutionTag))
            {
                var title = Encode(PlainText.Of(prose.Markdown(cell.Source, collectHeadings: false)));
                Add($"<details class=\"solution\"><summary>{title}</summary>");
                solution = true;
                continue;
            }

            switch (cell.Kind)
            {
                case CellKind.Markdown:
                    Add($"<div class=\"prose\">\n{prose.Markdown(cell.Source, cell.Json["attachments"] as JsonObject)}</div>");
                    break;
                case CellKind.Code:
                    AddCodeCell(body, cell, outputs.Render(cell.Outputs), options, IsCSharp(document, cell), solution);
                    break;
                default:
                    break; // a raw cell is meant for another format
            }
        }

        if (solution)
        {
            Add("</details>");
        }

        return new(document, options, content, body);

        void Add(string html) => body.Add(html + "\n");
    }

    /// <summary>Gets the title of a page that is not rendered yet, for links to it.</summary>
    public static string TitleOf(NotebookDocument document, ReportOptions options, IReadOnlyDictionary<string, string> links)
    {
        var content = new PageContent(document.Name);
        var prose = new ProseRenderer(content, options, folder: null, links);
        foreach (var cell in document.Cells.Where(cell => cell.Kind == CellKind.Markdown))
        {
            prose.Markdown(cell.Source);
            if (content.Headings.Find(heading => heading.Level == 1) is { } title)
            {
                return title.Html;
            }
        }

        return Encode(document.Name);
    }

    /// <summary>Writes the complete page.</summary>
    /// <param name="output">Receives it as UTF-8.</param>
    /// <param name="neighbours">The links to the previous and the next page.</param>
    public void Write(IBufferWriter<byte> output, Neighbours neighbours)
    {
        var fullPlotly = content.NeedsFullPlotly || options.Trust; // scripts of a trusted notebook may call plotly.js
        string[] scripts =
        [
            .. content.Charts > 0 ? [fullPlotly ? PlotlyBundle.Full : PlotlyBundle.Cartesian] : Array.Empty<string>(),
            .. content.HasHill ? HillScripts.Select(ReportAssets.Text) : [],
            ReportAssets.Text("report.js"),
        ];
        var title = content.Headings.Exists(heading => heading.Level == 1) ? "" : $"<h1>{Title}</h1>\n";
        var (before, after) = ReportAssets.FillAround(
            "notebook.html",
            "body",
            ("policy", options.Trust ? "" : ContentPolicy.Element(scripts)),
            ("title", Encode(PlainText.Of(Title))),
            ("collection", Encode(options.Title)),
            ("style", ReportAssets.Text("report.css") + (content.HasMathematics ? ReportAssets.MathematicsStyle + ReportAssets.Text("mathematics.css") : "")),
            ("contents", TableOfContents.ToHtml(content.Headings)),
            ("previous", Turn(neighbours.Previous, "previous")),
            ("next", Turn(neighbours.Next, "next")),
            ("file", Encode(document.FileName)),
            ("scripts", string.Join('\n', scripts.Select(script => $"<script>{script}</script>"))));
        Encoding.UTF8.GetBytes(before, output);
        Encoding.UTF8.GetBytes(title, output);
        body.WriteTo(output);
        Encoding.UTF8.GetBytes(after, output);
    }

    private static string Turn(string? link, string kind) => link is null ? "<span></span>" : $"<span class=\"{kind}\">{link}</span>";

    private static void AddCodeCell(HtmlParts body, NotebookCell cell, HtmlParts outputs, ReportOptions options, bool isCSharp, bool insideSolution)
    {
        var solution = cell.HasTag(NotebookRules.SolutionTag);
        var code = options.HideCode || string.IsNullOrWhiteSpace(cell.Source) ? "" : Code(cell, isCSharp, solution);
        if (code.Length == 0 && outputs.IsEmpty)
        {
            return;
        }

        var (before, after) = solution && !insideSolution
            ? ("<details class=\"solution\"><summary>Solution</summary>", "</details>")
            : ("<div class=\"cell\">", "</div>");
        body.Add($"{before}\n{code}\n");
        if (!outputs.IsEmpty)
        {
            body.Add("<div class=\"outputs\">\n");
            body.Add(outputs);
            body.Add("\n</div>");
        }

        body.Add($"\n{after}\n");
    }

    private static string Code(NotebookCell cell, bool isCSharp, bool unfolded)
    {
        var source = cell.Source.TrimEnd();
        var html = isCSharp ? CSharpHighlighter.ToHtml(source) : Encode(source);
        var pre = $"<pre class=\"code\" tabindex=\"0\" aria-label=\"Code\"><code>{html}</code></pre>";
        if (unfolded)
        {
            return $"<div class=\"source\">{pre}</div>";
        }

        var parameters = cell.HasTag("parameters");
        var folded = (cell.Metadata["jupyter"] as JsonObject)?["source_hidden"]?.ToString() == "true";
        var count = cell.ExecutionCount is { } n ? $" <span class=\"count\">[{n}]</span>" : "";
        return $"""
            <details class="source{(parameters ? " parameters" : "")}"{(folded ? "" : " open")}><summary>{(parameters ? "Parameters" : "Code")}{count}</summary>
            {pre}</details>
            """;
    }

    private static bool IsCSharp(NotebookDocument document, NotebookCell cell)
    {
        var language = Text(cell.Metadata["polyglot_notebook"], "kernelName") ?? Text(cell.Metadata["dotnet_interactive"], "language")
            ?? Text(document.Metadata["language_info"], "name") ?? Text(document.Metadata["kernelspec"], "language");
        return language is null || language.ToUpperInvariant() is "CSHARP" or "C#" or "CS";
    }

    private static string? Text(JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

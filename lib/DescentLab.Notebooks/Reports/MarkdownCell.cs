using System.Globalization;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace DescentLab.Notebooks;

/// <summary>
/// Converts markdown to HTML, before sanitising. Formulas and code become numbered placeholders (<c>x-part</c>): their HTML is
/// inserted after the sanitiser, which allows neither MathML nor the highlighter's spans.
/// </summary>
internal sealed partial class MarkdownCell
{
    /// <summary>The usual reason why a text is shown as its source.</summary>
    public const string TooDeep = "the text is nested too deeply";

    private const int LongestText = 1_000_000;

    private static readonly MarkdownPipeline Pipeline = CreatePipeline();

    private readonly List<string> parts = [];
    private readonly List<string> plain = [];
    // A notebook cannot forge a placeholder: one in its text would repeat a part any number of times.
    private readonly string mark = $"{Guid.NewGuid():N}-";
    private readonly Action<string> warn;

    private MarkdownCell(Action<string> warn) => this.warn = warn;

    /// <summary>Whether the text contains a formula.</summary>
    public bool HasMathematics { get; private set; }

    /// <summary>The HTML with placeholders, as untrusted as its source.</summary>
    public string Html { get; private set; } = "";

    /// <summary>Converts the source of one cell.</summary>
    /// <param name="source">Markdown, with formulas.</param>
    /// <param name="warn">Receives a message about a formula that could not be typeset.</param>
    public static MarkdownCell Read(string source, Action<string> warn)
    {
        if (source.Length > LongestText)
        {
            return ShowSource(source, $"the text is longer than {LongestText:N0} characters", warn);
        }

        var cell = new MarkdownCell(warn);
        try
        {
            cell.Html = cell.Render(source);
        }
        catch (Exception e) when (e is ArgumentException or TooDeepException)
        {
            // Markdig throws an ArgumentException for more than 128 nested brackets, quotes or lists.
            return ShowSource(source, e is TooDeepException ? e.Message : TooDeep, warn);
        }

        return cell;
    }

    /// <summary>Creates a cell that shows the source itself, for a text that cannot be converted.</summary>
    public static MarkdownCell ShowSource(string source, string why, Action<string> warn)
    {
        warn($"{why} and is shown as its source");
        var cell = new MarkdownCell(warn);
        cell.Html = cell.Add($"<pre class=\"output\" tabindex=\"0\">{System.Net.WebUtility.HtmlEncode(source)}</pre>", source);
        return cell;
    }

    /// <summary>Replaces the placeholders by formulas and code.</summary>
    public string Complete(string sanitised) =>
        Placeholder().Replace(sanitised, match => Part(parts, match.Groups[1].ValueSpan));

    /// <summary>Gets the text, with the formulas as TeX and its special characters as entities.</summary>
    /// <param name="html">A fragment that may contain placeholders.</param>
    public string CompleteText(string html) =>
        Tag().Replace(Placeholder().Replace(html, match => System.Net.WebUtility.HtmlEncode(Part(plain, match.Groups[1].ValueSpan))), "");

    private string Render(string source)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Insert(0, new TaskMark());
        renderer.ObjectRenderers.Insert(0, new InlineFormula(this));
        renderer.ObjectRenderers.Insert(0, new CodeBlockParts(this));
        renderer.ObjectRenderers.Insert(0, new DisplayedFormula(this)); // Markdig's formula is a kind of code block
        // The address of a reference is written wherever the reference is used.
        renderer.ObjectWriteAfter += (_, _) => BoundedHtmlParser.RequireLength(writer.GetStringBuilder().Length);
        renderer.Render(Markdown.Parse(source, Pipeline));
        return writer.ToString();
    }

    private string Part(List<string> from, ReadOnlySpan<char> name) =>
        name.StartsWith(mark) && int.TryParse(name[mark.Length..], CultureInfo.InvariantCulture, out var index) ? from[index] : "";

    private string Add(string html, string text)
    {
        parts.Add(html);
        plain.Add(text);
        return $"<x-part n=\"{mark}{parts.Count - 1}\"></x-part>";
    }

    private string Typeset(string tex, bool display)
    {
        HasMathematics = true;
        var formula = TexTypesetter.Typeset(tex.Trim(), display);
        if (formula.Error is { } error)
        {
            warn($"the formula {Shorten(tex)} is shown as its source: {error}");
        }

        return Add(formula.Html, tex);
    }

    private static string Shorten(string tex)
    {
        tex = tex.ReplaceLineEndings(" ").Trim();
        return tex.Length <= 60 ? tex : tex[..57] + "...";
    }

    private static MarkdownPipeline CreatePipeline()
    {
        var builder = new MarkdownPipelineBuilder()
            .UseMathematics()
            .UsePipeTables(new PipeTableOptions { RequireHeaderSeparator = true })
            .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
            .UseTaskLists()
            .UseAutoLinks();
        builder.Extensions.Add(new NotebookMathematics());
        return builder.Build();
    }

    [GeneratedRegex("<x-part n=\"([0-9a-f-]*)\"></x-part>")]
    private static partial Regex Placeholder();

    [GeneratedRegex("<[^<>]*>")]
    private static partial Regex Tag();

    private sealed class NotebookMathematics : IMarkdownExtension
    {
        public void Setup(MarkdownPipelineBuilder pipeline)
        {
            pipeline.InlineParsers.Replace<LinkInlineParser>(new BoundedLinks());
            pipeline.InlineParsers.Replace<AutoLinkParser>(new BoundedAutoLinks(new AutoLinkOptions()));
            pipeline.BlockParsers.TryRemove<MathBlockParser>();
            pipeline.BlockParsers.Insert(0, new DisplayMath());
            pipeline.InlineParsers.Replace<MathInlineParser>(new DollarMath());
            pipeline.InlineParsers.InsertBefore<EscapeInlineParser>(new BackslashMath());
        }

        public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
        {
        }
    }

    private sealed class InlineFormula(MarkdownCell cell) : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline formula) =>
            renderer.Write(cell.Typeset(formula.Content.ToString(), formula.DelimiterCount == 2));
    }

    // The sanitiser removes check boxes.
    private sealed class TaskMark : HtmlObjectRenderer<TaskList>
    {
        protected override void Write(HtmlRenderer renderer, TaskList task) => renderer.Write(task.Checked ? '☑' : '☐');
    }

    private sealed class DisplayedFormula(MarkdownCell cell) : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock formula) =>
            renderer.Write("<div class=\"equation\">").Write(cell.Typeset(formula.Lines.ToString(), display: true)).WriteLine("</div>");
    }

    private sealed class CodeBlockParts(MarkdownCell cell) : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            var code = block.Lines.ToString();
            var language = (block as FencedCodeBlock)?.Info?.ToUpperInvariant();
            var html = language is "CSHARP" or "CS" or "C#"
                ? CSharpHighlighter.ToHtml(code)
                : System.Net.WebUtility.HtmlEncode(code);
            renderer.Write(cell.Add($"<pre class=\"code\" tabindex=\"0\"><code>{html}</code></pre>", code)).WriteLine();
        }
    }
}

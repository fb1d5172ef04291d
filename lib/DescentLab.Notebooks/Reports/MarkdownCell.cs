using System.Globalization;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace DescentLab.Notebooks;

/// <summary>
/// Markdown to HTML, before sanitising. Formulas and code leave numbered placeholders (<c>x-part</c>): what we typeset
/// ourselves is put in after the sanitiser, which knows neither MathML nor our spans.
/// </summary>
internal sealed partial class MarkdownCell
{
    private static readonly MarkdownPipeline Pipeline = CreatePipeline();

    private readonly List<string> parts = [];
    private readonly List<string> plain = [];
    private readonly Action<string> warn;

    private MarkdownCell(Action<string> warn) => this.warn = warn;

    /// <summary>Whether there was a formula.</summary>
    public bool HasMathematics { get; private set; }

    /// <summary>The HTML with placeholders, as untrusted as its source.</summary>
    public string Html { get; private set; } = "";

    /// <summary>Translates the source of one cell.</summary>
    /// <param name="source">Markdown, with formulas.</param>
    /// <param name="warn">Takes what could not be typeset.</param>
    public static MarkdownCell Read(string source, Action<string> warn)
    {
        var cell = new MarkdownCell(warn);
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Insert(0, new InlineFormula(cell));
        renderer.ObjectRenderers.Insert(0, new CodeBlockParts(cell));
        renderer.ObjectRenderers.Insert(0, new DisplayedFormula(cell)); // to Markdig a formula is a kind of code block
        renderer.Render(Markdown.Parse(source, Pipeline));
        cell.Html = writer.ToString();
        return cell;
    }

    /// <summary>Puts formulas and code in place of their placeholders.</summary>
    public string Complete(string sanitised) =>
        Placeholder().Replace(sanitised, match => Part(parts, match.Groups[1].Value));

    /// <summary>A text content with the formulas as their TeX.</summary>
    /// <param name="html">A fragment that may hold placeholders.</param>
    public string CompleteText(string html) =>
        Tag().Replace(Placeholder().Replace(html, match => Part(plain, match.Groups[1].Value)), "");

    // A notebook may hold a forged placeholder: it gets a part of its own cell, or nothing.
    private static string Part(List<string> from, string number) =>
        int.TryParse(number, out var index) && index < from.Count ? from[index] : "";

    private string Add(string html, string text)
    {
        parts.Add(html);
        plain.Add(text);
        return $"<x-part n=\"{parts.Count - 1}\"></x-part>";
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

    [GeneratedRegex("<x-part n=\"(\\d{1,6})\"></x-part>")]
    private static partial Regex Placeholder();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    private sealed class NotebookMathematics : IMarkdownExtension
    {
        public void Setup(MarkdownPipelineBuilder pipeline)
        {
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

using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace DescentLab.Notebooks;

/// <summary>Markdown, and the HTML that outputs bring, as they may stand in a report.</summary>
/// <param name="page">The page at work.</param>
/// <param name="options">How the report is written.</param>
/// <param name="folder">The notebook's folder, where its pictures lie; null when it has none.</param>
/// <param name="links">The pages of the report by their notebook's file name.</param>
internal sealed class ProseRenderer(
    PageContent page, ReportOptions options, string? folder, IReadOnlyDictionary<string, string> links)
{
    private const int LongestSummary = 240;

    /// <summary>A piece of markdown.</summary>
    /// <param name="source">The markdown.</param>
    /// <param name="attachments">The cell's attachments (name → MIME type → base64), if it has any.</param>
    /// <param name="collectHeadings">Whether its headings belong to the table of contents.</param>
    public string Markdown(string source, JsonObject? attachments = null, bool collectHeadings = true)
    {
        var cell = MarkdownCell.Read(source, page.Warn);
        IHtmlDocument document;
        try
        {
            document = HtmlCleaner.Parse(cell.Html, options.Trust);
        }
        catch (TooDeepException)
        {
            cell = MarkdownCell.AsItIs(source, MarkdownCell.TooDeep, page.Warn);
            document = HtmlCleaner.Parse(cell.Html, options.Trust);
        }

        using (document)
        {
            page.HasMathematics |= cell.HasMathematics;
            var body = document.Body!;
            var frames = Mend(body, attachments);
            if (collectHeadings)
            {
                MarkHeadings(body, cell, frames);
                page.Summary ??= Summary(body, cell);
            }

            return cell.Complete(HtmlText.Inside(body, frames));
        }
    }

    /// <summary>An output's HTML, or null when nothing of it may be shown.</summary>
    /// <param name="html">The HTML in the notebook.</param>
    public string? Html(string html)
    {
        if (options.Trust)
        {
            return html;
        }

        IHtmlDocument document;
        try
        {
            document = HtmlCleaner.Parse(html, trust: false);
        }
        catch (TooDeepException)
        {
            page.Warn("an HTML output is nested too deeply");
            return null;
        }

        using (document)
        {
            var body = document.Body!;
            var frames = Mend(body, null);
            return body.TextContent.Trim().Length > 0 || body.QuerySelector("img, table, hr") is not null ? HtmlText.Inside(body, frames) : null;
        }
    }

    private Frames Mend(IElement body, JsonObject? attachments)
    {
        var frames = new Frames();
        MendLinks(body);
        MendPictures(body, attachments, frames);
        MendTables(body, frames);
        return frames;
    }

    private void MarkHeadings(IElement body, MarkdownCell cell, Frames frames)
    {
        foreach (var heading in body.QuerySelectorAll("h1, h2, h3, h4, h5, h6"))
        {
            var text = WebUtility.HtmlDecode(cell.CompleteText(HtmlText.Inside(heading))).Trim();
            heading.Id = page.Anchors.For(text);
            page.Headings.Add(new(heading.LocalName[1] - '0', heading.Id, cell.Complete(HtmlText.Inside(heading, withoutLinks: true))));
            frames.Around(
                heading,
                "<div class=\"heading\">",
                $"<a class=\"anchor\" href=\"#{WebUtility.HtmlEncode(heading.Id)}\" aria-label=\"{WebUtility.HtmlEncode($"Link to the section {text}")}\">#</a></div>");
        }
    }

    // What the index says about a notebook: its first paragraph, or as many sentences of it as fit on two lines.
    private static string? Summary(IElement body, MarkdownCell cell)
    {
        if (body.QuerySelector("p") is not { } paragraph)
        {
            return null;
        }

        var text = WebUtility.HtmlDecode(cell.CompleteText(HtmlText.Inside(paragraph))).Trim();
        if (text.Length <= LongestSummary)
        {
            return cell.Complete(HtmlText.Inside(paragraph, withoutLinks: true));
        }

        var (sentence, word) = (text.LastIndexOf(". ", LongestSummary, StringComparison.Ordinal), text.LastIndexOf(' ', LongestSummary));
        return WebUtility.HtmlEncode(
            sentence > 0 ? text[..(sentence + 1)] : text[..(word > 0 ? word : LongestSummary)] + " …");
    }

    private void MendLinks(IElement body)
    {
        foreach (var link in body.QuerySelectorAll("a[href]").ToList())
        {
            var target = link.GetAttribute("href")!;
            var hash = target.IndexOf('#', StringComparison.Ordinal);
            var file = Uri.UnescapeDataString(Path.GetFileName(hash < 0 ? target : target[..hash]));
            var inside = !LinkRules.IsExternal(target) && hash != 0;
            if (inside && links.TryGetValue(file, out var pagePath))
            {
                link.SetAttribute("href", pagePath + (hash < 0 ? "" : target[hash..]));
            }
            else if (inside)
            {
                // What lies beside the notebook does not lie beside its report: the words stay, the link goes.
                link.Replace([.. link.ChildNodes]);
                continue;
            }

            link.SetAttribute("rel", "noopener noreferrer");
        }
    }

    private void MendPictures(IElement body, JsonObject? attachments, Frames frames)
    {
        foreach (var picture in body.QuerySelectorAll("img"))
        {
            var source = picture.GetAttribute("src") ?? "";
            if (!picture.HasAttribute("alt"))
            {
                picture.SetAttribute("alt", "");
            }

            if (source.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (PictureFile.Inline(source, folder, attachments) is { } data)
            {
                picture.SetAttribute("src", data);
                continue;
            }

            // A report loads nothing: a picture from elsewhere becomes its description.
            page.Warn($"the picture '{source}' is not shown: a report holds only pictures of the notebook and its folder");
            var text = picture.GetAttribute("alt") is { Length: > 0 } alt ? alt : source;
            frames.Instead(picture, $"<span class=\"missing\">[picture: {WebUtility.HtmlEncode(text)}]</span>");
        }
    }

    // A wide table scrolls by itself, also with the keyboard.
    private static void MendTables(IElement body, Frames frames)
    {
        foreach (var table in body.QuerySelectorAll("table").Where(table => table.ParentElement?.Closest("table") is null))
        {
            frames.Around(table, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\">", "</div>");
        }
    }
}

using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace DescentLab.Notebooks;

/// <summary>Renders markdown and the HTML of outputs for a report.</summary>
/// <param name="page">The page being rendered.</param>
/// <param name="options">The options of the report.</param>
/// <param name="folder">The notebook's folder, which contains its pictures; null when it has none.</param>
/// <param name="links">The pages of the report by their notebook's file name.</param>
internal sealed class ProseRenderer(
    PageContent page, ReportOptions options, string? folder, IReadOnlyDictionary<string, string> links)
{
    private const int LongestSummary = 240;

    /// <summary>Renders markdown.</summary>
    /// <param name="source">The markdown.</param>
    /// <param name="attachments">The cell's attachments (name → MIME type → base64), if it has any.</param>
    /// <param name="collectHeadings">Whether its headings go into the table of contents.</param>
    public string Markdown(string source, JsonObject? attachments = null, bool collectHeadings = true)
    {
        var cell = MarkdownCell.Read(source, page.Warn);
        IHtmlDocument document;
        try
        {
            document = HtmlCleaner.Parse(cell.Html, options.Trust);
        }
        catch (TooDeepException e)
        {
            cell = MarkdownCell.ShowSource(source, e.Message, page.Warn);
            document = HtmlCleaner.Parse(cell.Html, options.Trust);
        }

        using (document)
        {
            page.HasMathematics |= cell.HasMathematics;
            var body = document.Body!;
            var frames = Adapt(body, attachments);
            if (collectHeadings)
            {
                MarkHeadings(body, cell, frames);
                page.Summary ??= Summary(body, cell, frames);
            }

            return cell.Complete(HtmlText.Inside(body, frames));
        }
    }

    /// <summary>Renders an output's HTML; null, with a warning, when none of it may be shown.</summary>
    /// <param name="html">The HTML in the notebook.</param>
    public HtmlParts? Html(string html)
    {
        var parts = new HtmlParts();
        if (options.Trust)
        {
            parts.Add(html);
            return parts;
        }

        IHtmlDocument document;
        try
        {
            document = HtmlCleaner.Parse(html, trust: false);
        }
        catch (TooDeepException e)
        {
            page.Warn($"an HTML output is shown in another form: {e.Message}");
            return null;
        }

        using (document)
        {
            var body = document.Body!;
            var frames = Adapt(body, null);
            if (!body.Descendants<IText>().Any(text => !string.IsNullOrWhiteSpace(text.Data)) && body.QuerySelector("img, table, hr") is null)
            {
                page.Warn("an HTML output contains only scripts and is shown in another form; with --trust they run");
                return null;
            }

            HtmlText.Write(parts, body, frames);
            return parts;
        }
    }

    private Frames Adapt(IElement body, JsonObject? attachments)
    {
        var frames = new Frames();
        AdaptLinks(body, frames);
        AdaptPictures(body, attachments, frames);
        AdaptTables(body, frames);
        return frames;
    }

    private void MarkHeadings(IElement body, MarkdownCell cell, Frames frames)
    {
        foreach (var heading in body.QuerySelectorAll("h1, h2, h3, h4, h5, h6"))
        {
            var text = WebUtility.HtmlDecode(cell.CompleteText(HtmlText.Inside(heading, frames))).Trim();
            heading.Id = page.Anchors.For(text);
            page.Headings.Add(new(heading.LocalName[1] - '0', heading.Id, cell.Complete(HtmlText.Inside(heading, frames, asTitle: true))));
            frames.Around(
                heading,
                "<div class=\"heading\">",
                $"<a class=\"anchor\" href=\"#{WebUtility.HtmlEncode(heading.Id)}\" aria-label=\"{WebUtility.HtmlEncode($"Link to the section {text}")}\">#</a></div>");
        }
    }

    // The text of a notebook in the index: its first paragraph, or as many of its sentences as fit on two lines.
    private static string? Summary(IElement body, MarkdownCell cell, Frames frames)
    {
        if (body.QuerySelector("p") is not { } paragraph)
        {
            return null;
        }

        var text = WebUtility.HtmlDecode(cell.CompleteText(HtmlText.Inside(paragraph, frames))).Trim();
        if (text.Length <= LongestSummary)
        {
            return cell.Complete(HtmlText.Inside(paragraph, frames, asTitle: true));
        }

        var (sentence, word) = (text.LastIndexOf(". ", LongestSummary, StringComparison.Ordinal), text.LastIndexOf(' ', LongestSummary));
        return WebUtility.HtmlEncode(
            sentence > 0 ? text[..(sentence + 1)] : text[..(word > 0 ? word : LongestSummary)] + " …");
    }

    private void AdaptLinks(IElement body, Frames frames)
    {
        foreach (var link in body.QuerySelectorAll("a[href]"))
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
                // Files beside the notebook are not beside its report: the text stays, the link is removed.
                frames.Bare(link);
                continue;
            }

            link.SetAttribute("rel", "noopener noreferrer");
        }
    }

    private void AdaptPictures(IElement body, JsonObject? attachments, Frames frames)
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

            var isFull = page.PictureLettersLeft <= 0;
            if (!isFull && PictureFile.Inline(source, folder, attachments) is { } data)
            {
                page.PictureLettersLeft -= data.Length;
                picture.SetAttribute("src", data);
                continue;
            }

            // A report loads nothing: a picture from elsewhere is replaced by its description.
            page.Warn($"the picture '{source}' is not shown: " + (isFull
                ? "the pictures of its page are too large together"
                : "a report contains only pictures of the notebook and its folder"));
            var text = picture.GetAttribute("alt") is { Length: > 0 } alt ? alt : source;
            frames.Instead(picture, $"<span class=\"missing\">[picture: {WebUtility.HtmlEncode(text)}]</span>");
        }
    }

    // A wide table scrolls separately, also with the keyboard.
    private static void AdaptTables(IElement body, Frames frames)
    {
        foreach (var table in body.QuerySelectorAll("table").Where(table => table.ParentElement?.Closest("table") is null))
        {
            frames.Around(table, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\">", "</div>");
        }
    }
}

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
        page.HasMathematics |= cell.HasMathematics;
        using var document = HtmlCleaner.Parse(cell.Html, options.Trust);
        var body = document.Body!;
        MendLinks(body);
        MendPictures(body, attachments);
        MendTables(body);
        if (collectHeadings)
        {
            MarkHeadings(document, cell);
            page.Summary ??= Summary(body, cell);
        }

        return cell.Complete(body.InnerHtml);
    }

    /// <summary>An output's HTML, or null when nothing of it may be shown.</summary>
    /// <param name="html">The HTML in the notebook.</param>
    public string? Html(string html)
    {
        if (options.Trust)
        {
            return html;
        }

        using var document = HtmlCleaner.Parse(html, trust: false);
        var body = document.Body!;
        MendLinks(body);
        MendPictures(body, null);
        MendTables(body);
        return body.TextContent.Trim().Length > 0 || body.QuerySelector("img, table, hr") is not null ? body.InnerHtml : null;
    }

    private void MarkHeadings(IHtmlDocument document, MarkdownCell cell)
    {
        foreach (var heading in document.QuerySelectorAll("h1, h2, h3, h4, h5, h6"))
        {
            var text = WebUtility.HtmlDecode(cell.CompleteText(heading.InnerHtml)).Trim();
            heading.Id = page.Anchors.For(text);
            page.Headings.Add(new(heading.LocalName[1] - '0', heading.Id, cell.Complete(WithoutLinks(heading))));
            var frame = document.CreateElement("div");
            frame.ClassName = "heading";
            heading.Replace(frame);
            var anchor = document.CreateElement("a");
            anchor.ClassName = "anchor";
            anchor.SetAttribute("href", "#" + heading.Id);
            anchor.SetAttribute("aria-label", $"Link to the section {text}");
            anchor.TextContent = "#";
            frame.Append(heading, anchor);
        }
    }

    // What the index says about a notebook: its first paragraph, or as many sentences of it as fit on two lines.
    private static string? Summary(IElement body, MarkdownCell cell)
    {
        if (body.QuerySelector("p") is not { } paragraph)
        {
            return null;
        }

        var text = WebUtility.HtmlDecode(cell.CompleteText(paragraph.InnerHtml)).Trim();
        if (text.Length <= LongestSummary)
        {
            return cell.Complete(WithoutLinks(paragraph));
        }

        var (sentence, word) = (text.LastIndexOf(". ", LongestSummary, StringComparison.Ordinal), text.LastIndexOf(' ', LongestSummary));
        return WebUtility.HtmlEncode(
            sentence > 0 ? text[..(sentence + 1)] : text[..(word > 0 ? word : LongestSummary)] + " …");
    }

    private static string WithoutLinks(IElement element)
    {
        var copy = (IElement)element.Clone();
        foreach (var link in copy.QuerySelectorAll("a").ToList())
        {
            link.Replace([.. link.ChildNodes]);
        }

        return copy.InnerHtml;
    }

    private void MendLinks(IElement body)
    {
        foreach (var link in body.QuerySelectorAll("a[href]").ToList())
        {
            var target = link.GetAttribute("href")!;
            var hash = target.IndexOf('#', StringComparison.Ordinal);
            var file = Uri.UnescapeDataString(Path.GetFileName(hash < 0 ? target : target[..hash]));
            var inside = !LinkRules.IsElsewhere(target) && hash != 0;
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

    private void MendPictures(IElement body, JsonObject? attachments)
    {
        foreach (var picture in body.QuerySelectorAll("img").ToList())
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
            var text = body.Owner!.CreateElement("span");
            text.ClassName = "missing";
            text.TextContent = $"[picture: {(picture.GetAttribute("alt") is { Length: > 0 } alt ? alt : source)}]";
            picture.Replace(text);
        }
    }

    // A wide table scrolls by itself, also with the keyboard.
    private static void MendTables(IElement body)
    {
        foreach (var table in body.QuerySelectorAll("table").Where(table => table.ParentElement?.Closest("table") is null).ToList())
        {
            var frame = body.Owner!.CreateElement("div");
            frame.ClassName = "scroll";
            frame.SetAttribute("tabindex", "0");
            frame.SetAttribute("role", "group");
            frame.SetAttribute("aria-label", "Table");
            table.Replace(frame);
            frame.Append(table);
        }
    }
}

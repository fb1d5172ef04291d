using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace DescentLab.Notebooks;

/// <summary>
/// Converts documentation comments to text: Markdown, or plain text for clients that show nothing else (VS Code's
/// completion panel). Equations and examples keep their lines.
/// </summary>
/// <remarks>
/// Roslyn's own implementation is not public. Its QuickInfoService is, and leaves out the parameters, the examples, and when
/// an exception is thrown.
/// </remarks>
/// <param name="compilation">The compilation in which names are looked up.</param>
/// <param name="markdown">Whether the text is Markdown.</param>
internal sealed partial class DocumentationText(Compilation compilation, bool markdown)
{
    private static readonly SymbolDisplayFormat Reference = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    /// <summary>What begins an item of a list.</summary>
    public string Bullet => markdown ? "- " : "• ";

    /// <summary>What ends a line inside a paragraph.</summary>
    public string LineEnd => markdown ? "  \n" : "\n";

    /// <summary>Formats a name or a piece of code inside a sentence.</summary>
    public string Code(string code) => markdown && code.Length > 0 ? $"`{code}`" : code;

    /// <summary>Formats lines of code.</summary>
    public string Block(string code, string indent = "") => markdown ? $"```csharp\n{code}\n```" : indent + code.ReplaceLineEndings($"\n{indent}");

    /// <summary>Formats important words.</summary>
    public string Strong(string words) => markdown ? $"**{words}**" : words;

    /// <summary>Converts the content of an element such as <c>summary</c> or <c>remarks</c>.</summary>
    public string Of(XElement element) => Gaps().Replace(Inside(element), "\n\n").Trim('\n').TrimEnd();

    /// <summary>Gets the name of what an element refers to, as it is written in code.</summary>
    public string NameIn(XElement link)
    {
        var id = (link.Attribute("cref") ?? link.Attribute("name") ?? link.Attribute("langword") ?? link.Attribute("href"))?.Value ?? "";
        return id is not [_, ':', ..] ? id : DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation) switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingType.ToDisplayString(Reference),
            { } symbol => symbol.ToDisplayString(Reference),
            // An assembly that is not referenced, or a cell.
            null => id[2..].Split('(', '`')[0].Split('.')[^1],
        };
    }

    private string Inside(XContainer container) => container.Nodes().Aggregate("", (text, node) =>
        text + (text.Length == 0 || char.IsWhiteSpace(text[^1]) ? Node(node).TrimStart(' ') : Node(node)));

    private string Node(XNode node) => node switch
    {
        XText text when markdown => MarkdownSyntax().Replace(Blanks().Replace(text.Value, " "), @"\$0"),
        XText text => Blanks().Replace(text.Value, " "),
        XElement element => element.Name.LocalName switch
        {
            "c" => Code(Blanks().Replace(element.Value, " ").Trim()),
            "code" => $"\n\n{Block(Dedent(element.Value), indent: "    ")}\n\n",
            "see" or "seealso" or "paramref" or "typeparamref" when element.IsEmpty => Code(NameIn(element)),
            "para" or "p" => $"\n\n{Inside(element)}\n\n",
            "br" => LineEnd,
            "list" => $"\n\n{string.Join('\n', element.Elements().Select((item, index) => Mark(element, index) + Item(item)))}\n\n",
            "b" or "strong" => Strong(Inside(element)),
            "i" or "em" when markdown => $"*{Inside(element)}*",
            _ => Inside(element),
        },
        _ => "",
    };

    private string Mark(XElement list, int index) =>
        (string?)list.Attribute("type") == "number" ? string.Create(CultureInfo.InvariantCulture, $"{index + 1}. ") : Bullet;

    private string Item(XElement item) => (item.Element("term"), item.Element("description")) switch
    {
        (null, var description) => Of(description ?? item),
        ({ } term, null) => Strong(Of(term)),
        ({ } term, { } description) => $"{Strong(Of(term))}: {Of(description)}",
    };

    private static string Dedent(string code)
    {
        var lines = code.TrimEnd().Split('\n').Select(line => line.TrimEnd()).SkipWhile(line => line.Length == 0).ToList();
        var indent = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(line => line.Length == 0 ? "" : line[indent..]));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@" *\n{2,}")]
    private static partial Regex Gaps();

    [GeneratedRegex(@"[\\`*_<\[\]]")]
    private static partial Regex MarkdownSyntax();
}

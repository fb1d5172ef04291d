using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DescentLab.Notebooks;

/// <summary>
/// Converts documentation comments to text: Markdown, or plain text for clients that show nothing else (VS Code's
/// completion panel). Equations and examples keep their lines.
/// </summary>
internal sealed partial class DocumentationText
{
    private static readonly Dictionary<string, string> Keywords = new()
    {
        ["T:System.Boolean"] = "bool", ["T:System.Byte"] = "byte", ["T:System.Char"] = "char", ["T:System.Decimal"] = "decimal",
        ["T:System.Double"] = "double", ["T:System.Int32"] = "int", ["T:System.Int64"] = "long", ["T:System.Object"] = "object",
        ["T:System.Single"] = "float", ["T:System.String"] = "string", ["T:System.UInt32"] = "uint", ["T:System.UInt64"] = "ulong",
    };

    private readonly bool markdown;
    private readonly StringBuilder text = new();

    private DocumentationText(bool markdown) => this.markdown = markdown;

    /// <summary>Renders the content of an element such as <c>summary</c> or <c>remarks</c>.</summary>
    public static string Render(XElement element, bool markdown)
    {
        var writer = new DocumentationText(markdown);
        writer.Write(element.Nodes());
        return Gaps().Replace(writer.text.ToString(), "\n\n").Trim('\n').TrimEnd();
    }

    /// <summary>Formats a name or a piece of code inside a sentence.</summary>
    public static string Code(string code, bool markdown) => markdown && code.Length > 0 ? $"`{code}`" : code;

    /// <summary>Formats lines of code.</summary>
    public static string CodeBlock(string code, bool markdown) =>
        markdown ? $"```csharp\n{code}\n```" : string.Join('\n', code.Split('\n').Select(line => $"    {line}"));

    /// <summary>Gets the name of the reference of an element, as it is written in code.</summary>
    public static string NameIn(XElement link)
    {
        var name = (link.Attribute("cref") ?? link.Attribute("name") ?? link.Attribute("langword") ?? link.Attribute("href"))?.Value ?? "";
        if (name is not [_, ':', ..])
        {
            return name;
        }

        if (Keywords.TryGetValue(name, out var keyword))
        {
            return keyword;
        }

        // T:Space.Type`1, M:Space.Type`1.Member``1(System.Int32), M:Space.Type.#ctor
        var parts = Arity().Replace(name[2..].Split('(')[0], "").Split('.');
        return name[0] is 'T' or 'N' or '!' || parts.Length < 2 ? parts[^1]
            : parts[^1] is "#ctor" ? parts[^2]
            : $"{parts[^2]}.{parts[^1]}";
    }

    private void Write(IEnumerable<XNode> nodes)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case XText content:
                    WriteText(content.Value);
                    break;
                case XElement element:
                    WriteElement(element);
                    break;
            }
        }
    }

    private void WriteText(string content)
    {
        var line = Blanks().Replace(content, " ");
        if (text.Length == 0 || char.IsWhiteSpace(text[^1]))
        {
            line = line.TrimStart();
        }

        text.Append(markdown ? MarkdownSyntax().Replace(line, @"\$0") : line);
    }

    private void WriteElement(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "c":
                text.Append(Code(Blanks().Replace(element.Value, " ").Trim(), markdown));
                break;
            case "code":
                Paragraph();
                text.Append(CodeBlock(Dedent(element.Value), markdown));
                Paragraph();
                break;
            case "see" or "seealso" or "paramref" or "typeparamref" when element.IsEmpty:
                text.Append(Code(NameIn(element), markdown));
                break;
            case "para" or "p":
                Paragraph();
                Write(element.Nodes());
                Paragraph();
                break;
            case "br":
                text.Append(markdown ? "  \n" : "\n");
                break;
            case "list":
                WriteList(element);
                break;
            case "b" or "strong":
                Emphasize("**", element);
                break;
            case "i" or "em":
                Emphasize("*", element);
                break;
            default:
                Write(element.Nodes());
                break;
        }
    }

    private void WriteList(XElement list)
    {
        Paragraph();
        var number = 0;
        foreach (var item in list.Elements().Where(item => item.Name.LocalName is "item" or "listheader"))
        {
            number++;
            text.Append((string?)list.Attribute("type") == "number" ? string.Create(CultureInfo.InvariantCulture, $"{number}. ") : markdown ? "- " : "• ");
            if (item.Element("term") is { } term)
            {
                Emphasize("**", term);
                text.Append(item.Element("description") is null ? "" : ": ");
                Write(item.Element("description")?.Nodes() ?? []);
            }
            else
            {
                Write(item.Element("description")?.Nodes() ?? item.Nodes());
            }

            TrimEnd();
            text.Append('\n');
        }

        Paragraph();
    }

    private void Emphasize(string mark, XElement element)
    {
        text.Append(markdown ? mark : "");
        Write(element.Nodes());
        text.Append(markdown ? mark : "");
    }

    private void Paragraph()
    {
        TrimEnd();
        text.Append("\n\n");
    }

    private void TrimEnd()
    {
        while (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }
    }

    private static string Dedent(string code)
    {
        var lines = code.Split('\n').Select(line => line.TrimEnd()).SkipWhile(line => line.Length == 0).ToList();
        while (lines is [.., ""])
        {
            lines.RemoveAt(lines.Count - 1);
        }

        var indent = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(line => line.Length == 0 ? "" : line[indent..]));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex Gaps();

    [GeneratedRegex(@"`+\d+")]
    private static partial Regex Arity();

    [GeneratedRegex(@"[\\`*_<\[\]]")]
    private static partial Regex MarkdownSyntax();
}

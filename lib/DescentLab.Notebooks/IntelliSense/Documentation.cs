using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>Finds the documentation comment of a symbol, inherited ones included.</summary>
internal static class Documentation
{
    private const int FarthestAncestor = 10;

    /// <summary>Gets the elements of a symbol's comment; empty when there is none, or it is not XML.</summary>
    public static List<XElement> Of(ISymbol symbol, Compilation compilation, int generations = FarthestAncestor)
    {
        var declared = (symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol).OriginalDefinition;
        var own = Parse(declared.GetDocumentationCommentXml(CultureInfo.InvariantCulture, expandIncludes: true));
        if (own is [] && CommentOf(declared) is { Length: > 0 } comment)
        {
            return [new XElement("summary", comment)];
        }

        var inheritance = own.Find(element => element.Name.LocalName == "inheritdoc");
        var ancestor = (own is [] || inheritance is not null) && generations > 0 ? Named(inheritance, compilation) ?? Ancestor(symbol, own) : null;
        if (ancestor is null)
        {
            return own;
        }

        var documented = own.Select(Key).ToHashSet();
        return
        [
            .. own.Where(element => element != inheritance),
            .. Of(ancestor, compilation, generations - 1).Where(element => !documented.Contains(Key(element))),
        ];
    }

    private static ISymbol? Named(XElement? inheritance, Compilation compilation) =>
        (string?)inheritance?.Attribute("cref") is { } id ? DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation) : null;

    private static (string, string?) Key(XElement element) => (element.Name.LocalName, element.Attribute("name")?.Value);

    private static List<XElement> Parse(string? xml)
    {
        if (string.IsNullOrWhiteSpace(xml))
        {
            return [];
        }

        try
        {
            // From source and from an assembly's file it is one element; from elsewhere it is sometimes only the content.
            var root = XElement.Parse($"<doc>{xml}</doc>");
            return [.. (root.Elements().FirstOrDefault() is { Name.LocalName: "member" or "doc" } member ? member : root).Elements()];
        }
        catch (XmlException)
        {
            return [];
        }
    }

    // double eta = 0.03;  // the learning rate: the comment on a variable of a cell.
    private static string CommentOf(ISymbol symbol)
    {
        if (!symbol.ContainingType.IsScript() || symbol.DeclaringSyntaxReferences is not [var declaration, ..]
            || declaration.GetSyntax().FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member)
        {
            return "";
        }

        var behind = member.GetTrailingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia));
        var above = member.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia));
        return string.Join(' ', (behind.Any() ? behind : above).Select(comment => comment.ToString().TrimStart('/').Trim()));
    }

    private static bool IsScript(this INamedTypeSymbol? type) => type is { IsScriptClass: true };

    private static ISymbol? Ancestor(ISymbol symbol, List<XElement> own) =>
        symbol switch
        {
            IMethodSymbol { OverriddenMethod: { } method } => method,
            IPropertySymbol { OverriddenProperty: { } property } => property,
            IEventSymbol { OverriddenEvent: { } @event } => @event,
            // A type inherits its comment only with <inheritdoc/>.
            INamedTypeSymbol { BaseType: { SpecialType: SpecialType.None } parent } when own is not [] => parent,
            INamedTypeSymbol { Interfaces: [var first, ..] } when own is not [] => first,
            IMethodSymbol or IPropertySymbol or IEventSymbol => Implemented(symbol),
            _ => null,
        };

    private static ISymbol? Implemented(ISymbol member) =>
        member.ContainingType?.AllInterfaces.SelectMany(declared => declared.GetMembers(member.Name))
            .FirstOrDefault(declared => SymbolEqualityComparer.Default.Equals(member.ContainingType.FindImplementationForInterfaceMember(declared), member));
}

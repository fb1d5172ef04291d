using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>What could stand at a place of the code: from <paramref name="Start"/> to <paramref name="End"/> each match fits.</summary>
internal sealed record Completion(int Start, int End, IReadOnlyList<(string Text, string Kind)> Matches);

/// <summary>Tells what Roslyn knows about a cell that has not run.</summary>
internal static partial class CodeAssistant
{
    public const string Complete = "complete";
    public const string Incomplete = "incomplete";
    public const string Invalid = "invalid";

    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    private static readonly SymbolDisplayFormat Signature = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayFormat.MinimallyQualifiedFormat.MemberOptions & ~SymbolDisplayMemberOptions.IncludeModifiers);

    /// <summary>Whether a text is a whole cell, the beginning of one, or none.</summary>
    public static string Completeness(string code)
    {
        var tree = SyntaxFactory.ParseSyntaxTree(code, Options);
        return !SyntaxFactory.IsCompleteSubmission(tree) ? Incomplete
            : tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? Invalid
            : Complete;
    }

    /// <summary>The names that fit at a position, those that begin with what is typed there, in the order of the alphabet.</summary>
    public static Completion CompleteAt(Compilation compilation, int position)
    {
        var tree = compilation.SyntaxTrees.Last();
        var text = tree.ToString();
        var start = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(text[start - 1]))
        {
            start--;
        }

        var typed = text[start..position];
        var names = Candidates(compilation.GetSemanticModel(tree), tree.GetRoot(), start)
            .Where(name => name.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(name => name.Text)
            .OrderBy(name => !name.Text.StartsWith(typed, StringComparison.Ordinal))
            .ThenBy(name => name.Text, StringComparer.OrdinalIgnoreCase);
        return new Completion(start, position, [.. names]);
    }

    /// <summary>Signature and documentation of what stands at a position; null when nothing does.</summary>
    public static MimeBundle? InspectAt(Compilation compilation, int position)
    {
        var tree = compilation.SyntaxTrees.Last();
        var model = compilation.GetSemanticModel(tree);
        foreach (var at in new[] { position, position - 1 }.Where(at => at >= 0 && at < tree.Length))
        {
            var token = tree.GetRoot().FindToken(at);
            if (token.Span.Contains(at) && token.Parent is { } node && SymbolOf(model, node) is { } symbol)
            {
                return Describe(symbol);
            }
        }

        // Behind an opening parenthesis a reader wants to know what the method takes.
        return Enclosing<ArgumentListSyntax>(tree, position)?.Parent is { } call && SymbolOf(model, call) is { } called ? Describe(called) : null;
    }

    private static T? Enclosing<T>(SyntaxTree tree, int position) where T : SyntaxNode =>
        position == 0 ? null : tree.GetRoot().FindToken(position - 1).Parent?.FirstAncestorOrSelf<T>();

    private static ISymbol? SymbolOf(SemanticModel model, SyntaxNode node) =>
        model.GetDeclaredSymbol(node) ?? model.GetSymbolInfo(node) switch
        {
            { Symbol: { } symbol } => symbol,
            { CandidateSymbols: [var first, ..] } => first,
            _ => node is InvocationExpressionSyntax call ? SymbolOf(model, call.Expression)
                : node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? model.GetSymbolInfo(access).Symbol
                : null,
        };

    private static IEnumerable<(string Text, string Kind)> Candidates(SemanticModel model, SyntaxNode root, int position)
    {
        var before = position == 0 ? default : root.FindToken(position - 1);
        if (before.IsKind(SyntaxKind.DotToken))
        {
            return before.Parent switch
            {
                MemberAccessExpressionSyntax access => Members(model, position, access.Expression),
                QualifiedNameSyntax name => Members(model, position, name.Left),
                MemberBindingExpressionSyntax { Parent.Parent: ConditionalAccessExpressionSyntax access } => Members(model, position, access.Expression),
                _ => [],
            };
        }

        var symbols = Named(model.LookupSymbols(position));
        var parameters = before.Parent?.FirstAncestorOrSelf<ArgumentListSyntax>() is { Parent: { } call }
            ? model.GetMemberGroup((call as InvocationExpressionSyntax)?.Expression ?? call).Concat(model.GetSymbolInfo(call).CandidateSymbols)
                .OfType<IMethodSymbol>().SelectMany(method => method.Parameters).Select(parameter => (parameter.Name + ":", "keyword"))
            : [];
        var keywords = SyntaxFacts.GetKeywordKinds().Select(kind => (SyntaxFacts.GetText(kind), "keyword"));
        return parameters.Concat(symbols).Concat(keywords);
    }

    private static IEnumerable<(string Text, string Kind)> Members(SemanticModel model, int position, ExpressionSyntax left)
    {
        var symbol = model.GetSymbolInfo(left).Symbol;
        var type = symbol as INamespaceOrTypeSymbol ?? model.GetTypeInfo(left).Type;
        if (type is null)
        {
            return [];
        }

        var members = model.LookupSymbols(position, type, includeReducedExtensionMethods: true);
        return Named(symbol is INamespaceSymbol ? members
            : members.Where(member => member is INamedTypeSymbol ? symbol is INamedTypeSymbol
                : member is IMethodSymbol { ReducedFrom: not null } || member.IsStatic == symbol is INamedTypeSymbol));
    }

    private static IEnumerable<(string Text, string Kind)> Named(IEnumerable<ISymbol> symbols) =>
        from symbol in symbols
        where symbol.CanBeReferencedByName && !symbol.IsImplicitlyDeclared && !IsHidden(symbol)
        select (symbol.Name, symbol switch
        {
            IMethodSymbol => "function",
            IPropertySymbol => "property",
            IFieldSymbol { ContainingType.IsScriptClass: true } or ILocalSymbol or IParameterSymbol => "instance",
            IFieldSymbol => "property",
            INamespaceSymbol => "module",
            INamedTypeSymbol => "class",
            _ => "",
        });

    private static bool IsHidden(ISymbol symbol) => symbol.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == "EditorBrowsableAttribute" && attribute.ConstructorArguments is [{ Value: 1 }]);

    private static MimeBundle Describe(ISymbol symbol)
    {
        var shown = symbol is IFieldSymbol { ContainingType.IsScriptClass: true } variable
            ? $"{variable.Type.ToDisplayString(Signature)} {variable.Name}"
            : symbol.ToDisplayString(Signature);
        var documentation = Documentation(symbol);
        return MimeBundle.Empty
            .With("text/plain", documentation.Length == 0 ? shown : $"{shown}\n\n{documentation}")
            .With("text/markdown", $"```csharp\n{shown}\n```\n\n{documentation}");
    }

    private static string Documentation(ISymbol symbol)
    {
        var xml = symbol.GetDocumentationCommentXml(CultureInfo.InvariantCulture, expandIncludes: true);
        if (string.IsNullOrEmpty(xml))
        {
            return "";
        }

        XElement root;
        try
        {
            root = XElement.Parse($"<d>{xml}</d>");
        }
        catch (XmlException)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var element in root.Descendants().Where(element => element.Parent?.Name.LocalName is "member" or "d" or "doc"))
        {
            var content = Plain(element);
            _ = element.Name.LocalName switch
            {
                "summary" or "remarks" => text.Append(content).Append("\n\n"),
                "param" or "typeparam" => text.Append($"{element.Attribute("name")?.Value}: {content}\n\n"),
                "returns" => text.Append($"Returns: {content}\n\n"),
                "exception" => text.Append($"Throws {Name(element)}: {content}\n\n"),
                _ => text,
            };
        }

        return text.ToString().TrimEnd();
    }

    private static string Plain(XElement element) => Blanks().Replace(
        string.Concat(element.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" or "paramref" or "typeparamref" } link => link.IsEmpty ? Name(link) : Plain(link),
            XElement inner => Plain(inner),
            _ => "",
        })),
        " ").Trim();

    private static string Name(XElement link)
    {
        var name = (link.Attribute("cref") ?? link.Attribute("name") ?? link.Attribute("langword") ?? link.Attribute("href"))?.Value ?? "";
        var simple = name.Split('(')[0];
        return simple.Contains(':', StringComparison.Ordinal) && !simple.StartsWith("http", StringComparison.Ordinal)
            ? simple[(simple.LastIndexOf('.') + 1)..]
            : simple;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

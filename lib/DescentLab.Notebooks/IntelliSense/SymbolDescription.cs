using System.Collections.Immutable;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace DescentLab.Notebooks;

/// <summary>Describes symbols: signature, purpose, parameters, equation and example.</summary>
/// <param name="compilation">The compilation in which names are looked up.</param>
/// <param name="markdown">Whether the descriptions are Markdown, or plain text.</param>
internal sealed class SymbolDescription(Compilation compilation, bool markdown)
{
    // VS Code's panel is about this many characters wide.
    private const int Width = 64;
    private const int Most = 8;

    private static readonly SymbolDisplayFormat Name = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeParameters)
        .WithLocalOptions(SymbolDisplayLocalOptions.IncludeType | SymbolDisplayLocalOptions.IncludeConstantValue)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword)
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private readonly DocumentationText text = new(compilation, markdown);

    /// <summary>Gets the description as Markdown and as plain text.</summary>
    /// <param name="compilation">The compilation in which names are looked up.</param>
    /// <param name="symbol">The symbol.</param>
    /// <param name="overloads">The methods of the same name; may include the symbol.</param>
    /// <param name="active">The parameter at the cursor; it comes first.</param>
    public static MimeBundle Of(Compilation compilation, ISymbol symbol, IReadOnlyList<ISymbol> overloads, ISymbol? active = null) =>
        MimeBundle.Empty
            .With("text/plain", new SymbolDescription(compilation, markdown: false).Of(symbol, overloads, active))
            .With("text/markdown", new SymbolDescription(compilation, markdown: true).Of(symbol, overloads, active));

    /// <summary>Gets the declaration of a symbol, the first line of its description.</summary>
    public static string Signature(ISymbol symbol)
    {
        var parameters = ParametersOf(symbol).Select(Parameter).ToList();
        var list = string.Join(", ", parameters);
        var line = symbol switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => $"{TypeName(constructor.ContainingType)}({list})",
            INamedTypeSymbol { DelegateInvokeMethod: { } invoke } type => $"delegate {TypeName(invoke.ReturnType)} {TypeName(type)}({list})",
            INamedTypeSymbol { IsStatic: true } type => $"static {type.ToDisplayString(Name)}",
            IRangeVariableSymbol range => range.Name,
            _ => symbol.ToDisplayString(Name),
        };
        return line.Length > Width && list.Length > 0 && line.LastIndexOf(list, StringComparison.Ordinal) is >= 0 and var at
            ? $"{line[..at]}\n    {string.Join(",\n    ", parameters)}{line[(at + list.Length)..]}"
            : line;
    }

    /// <summary>Gets the parameters of a method, an indexer or a delegate; empty for any other symbol.</summary>
    public static ImmutableArray<IParameterSymbol> ParametersOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.Parameters,
        IPropertySymbol indexer => indexer.Parameters,
        INamedTypeSymbol { DelegateInvokeMethod: { } invoke } => invoke.Parameters,
        _ => [],
    };

    /// <summary>Gets a parameter as it is written in the signature.</summary>
    public static string Parameter(IParameterSymbol parameter) => parameter.ToDisplayString(Name);

    /// <summary>Gets the symbol without its type arguments, and an extension method as it was declared.</summary>
    public static ISymbol Definition(ISymbol symbol) => (symbol is IMethodSymbol { ReducedFrom: { } method } ? method : symbol).OriginalDefinition;

    /// <summary>Gets the summary of a symbol; empty when it has none.</summary>
    public string Summary(ISymbol symbol) => Find(symbol, element => element.Name.LocalName == "summary");

    /// <summary>Gets the text about a parameter.</summary>
    public string About(IParameterSymbol parameter) =>
        Find(parameter.ContainingSymbol, element => element.Name.LocalName == "param" && (string?)element.Attribute("name") == parameter.Name);

    private static string TypeName(ITypeSymbol type) => type.ToDisplayString(Name.WithKindOptions(SymbolDisplayKindOptions.None));

    private string Find(ISymbol symbol, Predicate<XElement> isMeant) =>
        Documentation.Of(symbol, compilation).Find(isMeant) is { } found ? text.Of(found) : "";

    private string Of(ISymbol symbol, IReadOnlyList<ISymbol> overloads, ISymbol? active)
    {
        var all = overloads.Prepend(symbol).DistinctBy(Definition, SymbolEqualityComparer.Default).ToList();
        string[] more = all.Count > Most ? [$"// and {all.Count - Most} more"] : [];
        // The symbol may be the only overload without a comment.
        var documented = all.Find(candidate => Documentation.Of(candidate, compilation) is not []) ?? symbol;
        // So may another overload say what the parameter means.
        var about = all.SelectMany(candidate => ParametersOf(candidate)).Where(parameter => parameter.Name == active?.Name)
            .Select(About).FirstOrDefault(found => found.Length > 0);
        IEnumerable<string> paragraphs =
        [
            text.Block(string.Join('\n', [.. all.Take(Most).Select(Signature), .. more])),
            active is null || about is null ? "" : $"{(markdown ? text.Strong(text.Code(active.Name)) : $"▸ {active.Name}")}: {about}",
            symbol is IParameterSymbol parameter ? About(parameter) : "",
            .. Sections(Documentation.Of(documented, compilation).Where(element => Concerns(element, documented))),
            .. symbol is INamedTypeSymbol type ? Members(type) : [],
        ];
        return string.Join("\n\n", paragraphs.Where(paragraph => paragraph.Length > 0));
    }

    // The types of a method are visible in its signature, and the object before the dot is not an argument.
    private static bool Concerns(XElement element, ISymbol symbol) => element.Name.LocalName switch
    {
        "typeparam" => symbol is INamedTypeSymbol,
        "param" => symbol is not IMethodSymbol method || method.Parameters.Any(parameter => parameter.Name == (string?)element.Attribute("name")),
        _ => true,
    };

    private IEnumerable<string> Sections(IEnumerable<XElement> documentation)
    {
        var elements = documentation.ToLookup(element => element.Name.LocalName, element => (Name: text.Code(text.NameIn(element)), About: text.Of(element)));
        return
        [
            .. elements["summary"].Select(summary => summary.About),
            string.Join('\n', elements["param"].Select(parameter => $"{text.Bullet}{parameter.Name}: {parameter.About}")),
            .. elements["returns"].Where(returns => returns.About.Length > 0).Select(returns => $"Returns: {returns.About}"),
            .. elements["value"].Concat(elements["remarks"]).Select(remark => remark.About),
            .. elements["example"].Select(example => $"{text.Strong("Example")}\n\n{example.About}"),
            string.Join('\n', elements["typeparam"].Select(type => $"{text.Bullet}{type.Name}: {type.About}")),
            string.Join(text.LineEnd, elements["exception"].Select(exception => $"Throws {exception.Name}: {exception.About}")),
        ];
    }

    // For a class, its constructors; for an enum or a static class, its members.
    private IEnumerable<string> Members(INamedTypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Enum && !type.IsStatic)
        {
            return type.InstanceConstructors
                .Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public && constructor.Parameters is not [])
                .Take(Most / 2)
                .SelectMany(constructor => Sections(Documentation.Of(constructor, compilation).Where(element => element.Name.LocalName is "param" or "exception"))
                    .Prepend(text.Block($"new {Signature(constructor)}")));
        }

        var members = type.GetMembers()
            .Where(member => member is { IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public } and not IMethodSymbol { AssociatedSymbol: not null })
            .DistinctBy(member => member.Name).Take(2 * Most);
        return [string.Join('\n', members.Select(member => $"{text.Bullet}{text.Code(member.Name)}: {Summary(member)}".TrimEnd(':', ' ')))];
    }
}

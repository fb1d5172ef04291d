using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace DescentLab.Notebooks;

/// <summary>Describes a symbol: its signature, purpose, parameters, equation and example.</summary>
internal static class SymbolDescription
{
    // VS Code's panel is about this many characters wide.
    private const int Width = 64;
    private const int Most = 8;

    private static readonly SymbolDisplayFormat Name = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword)
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat Parameter = Name
        .WithKindOptions(SymbolDisplayKindOptions.None)
        .WithParameterOptions(SymbolDisplayFormat.MinimallyQualifiedFormat.ParameterOptions
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeModifiers);

    /// <summary>Gets the description as Markdown and as plain text.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="overloads">The methods of the same name; may include the symbol.</param>
    /// <param name="active">The parameter at the cursor; it comes first.</param>
    public static MimeBundle Of(ISymbol symbol, IReadOnlyList<ISymbol> overloads, ISymbol? active = null) =>
        MimeBundle.Empty
            .With("text/plain", Text(symbol, overloads, active, markdown: false))
            .With("text/markdown", Text(symbol, overloads, active, markdown: true));

    /// <summary>Gets the declaration of a symbol, the first line of its description.</summary>
    public static string Signature(ISymbol symbol)
    {
        var (head, parameters, brackets) = symbol switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => (TypeName(constructor.ContainingType), constructor.Parameters, "()"),
            IMethodSymbol method => (method.ToDisplayString(Name), method.Parameters, "()"),
            IPropertySymbol { IsIndexer: true } indexer => ($"{indexer.Type.ToDisplayString(Parameter)} {TypeName(indexer.ContainingType)}", indexer.Parameters, "[]"),
            INamedTypeSymbol { TypeKind: TypeKind.Delegate, DelegateInvokeMethod: { } invoke } type =>
                ($"delegate {invoke.ReturnType.ToDisplayString(Parameter)} {TypeName(type)}", invoke.Parameters, "()"),
            _ => (Short(symbol), [], ""),
        };
        if (brackets.Length == 0)
        {
            return head;
        }

        var texts = parameters.Select(parameter => parameter.ToDisplayString(Parameter)).ToList();
        var line = $"{head}{brackets[0]}{string.Join(", ", texts)}{brackets[1]}";
        return line.Length <= Width || texts is [] ? line : $"{head}{brackets[0]}\n    {string.Join(",\n    ", texts)}{brackets[1]}";
    }

    /// <summary>Gets a parameter as it is written in the signature.</summary>
    public static string ParameterText(IParameterSymbol parameter) => parameter.ToDisplayString(Parameter);

    /// <summary>Gets the summary of a symbol; empty when it has none.</summary>
    public static string Summary(ISymbol symbol, bool markdown) =>
        Documentation.Of(symbol).FirstOrDefault(element => element.Name.LocalName == "summary") is { } summary
            ? DocumentationText.Render(summary, markdown)
            : "";

    private static string Text(ISymbol symbol, IReadOnlyList<ISymbol> overloads, ISymbol? active, bool markdown)
    {
        var paragraphs = new List<string>();
        var all = overloads.Prepend(symbol).DistinctBy(Definition, SymbolEqualityComparer.Default).ToList();
        var signatures = all.Take(Most).Select(Signature).ToList();
        if (all.Count > Most)
        {
            signatures.Add($"// and {all.Count - Most} more");
        }

        var heads = string.Join('\n', signatures);
        paragraphs.Add(markdown ? $"```csharp\n{heads}\n```" : heads);
        if (active is not null && Documentation.OfParameter(active, markdown) is { Length: > 0 } about)
        {
            paragraphs.Add($"{(markdown ? $"**`{active.Name}`**" : $"▸ {active.Name}")}: {about}");
        }

        if (symbol is IParameterSymbol)
        {
            paragraphs.Add(Documentation.OfParameter(symbol, markdown));
        }

        // The symbol may be the only overload without a comment.
        var documented = all.FirstOrDefault(candidate => Documentation.Of(candidate) is not []) ?? symbol;
        paragraphs.AddRange(Sections([.. Documentation.Of(documented).Where(element => Concerns(element, documented))], markdown));
        if (symbol is INamedTypeSymbol type)
        {
            paragraphs.AddRange(Members(type, markdown));
        }

        return string.Join("\n\n", paragraphs.Where(paragraph => paragraph.Length > 0));
    }

    private static ISymbol Definition(ISymbol symbol) => (symbol is IMethodSymbol { ReducedFrom: { } method } ? method : symbol).OriginalDefinition;

    // The types of a method are visible in its signature, and the object before the dot is not an argument.
    private static bool Concerns(XElement element, ISymbol symbol) => element.Name.LocalName switch
    {
        "typeparam" => symbol is INamedTypeSymbol,
        "param" => symbol is not IMethodSymbol method || method.Parameters.Any(parameter => parameter.Name == (string?)element.Attribute("name")),
        _ => true,
    };

    private static IEnumerable<string> Sections(IReadOnlyList<XElement> documentation, bool markdown)
    {
        foreach (var kind in (string[])["summary", "param", "returns", "value", "remarks", "example", "typeparam", "exception"])
        {
            var found = documentation.Where(element => element.Name.LocalName == kind).ToList();
            switch (kind)
            {
                case "param" or "typeparam":
                    yield return string.Join('\n', found.Select(element =>
                        $"{(markdown ? "- " : "• ")}{DocumentationText.Code(DocumentationText.NameIn(element), markdown)}: {DocumentationText.Render(element, markdown)}"));
                    break;
                case "exception":
                    yield return string.Join('\n', found.Select(element =>
                        $"Throws {DocumentationText.Code(DocumentationText.NameIn(element), markdown)}: {DocumentationText.Render(element, markdown)}"
                        + (markdown ? "  " : "")));
                    break;
                default:
                    var lead = kind switch { "returns" => "Returns: ", "example" => markdown ? "**Example**\n\n" : "Example\n\n", _ => "" };
                    foreach (var element in found)
                    {
                        yield return DocumentationText.Render(element, markdown) is { Length: > 0 } content ? lead + content : "";
                    }

                    break;
            }
        }
    }

    // For a class, its constructors; for an enum or a static class, its members.
    private static IEnumerable<string> Members(INamedTypeSymbol type, bool markdown)
    {
        if (type.TypeKind == TypeKind.Enum || type.IsStatic)
        {
            yield return string.Join('\n', type.GetMembers()
                .Where(member => member is { IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public } and not IMethodSymbol { AssociatedSymbol: not null })
                .DistinctBy(member => member.Name).Take(2 * Most)
                .Select(member => $"{(markdown ? "- " : "• ")}{DocumentationText.Code(member.Name, markdown)}: {Summary(member, markdown)}".TrimEnd(':', ' ')));
            yield break;
        }

        foreach (var constructor in type.InstanceConstructors
            .Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public && constructor.Parameters is not [])
            .Take(Most / 2))
        {
            var signature = $"new {Signature(constructor)}";
            yield return markdown ? $"```csharp\n{signature}\n```" : signature;
            foreach (var section in Sections([.. Documentation.Of(constructor).Where(element => element.Name.LocalName is "param" or "exception")], markdown))
            {
                yield return section;
            }
        }
    }

    private static string Short(ISymbol symbol) => symbol switch
    {
        // A field that a cell declares is shown as a variable.
        IFieldSymbol { ContainingType.IsScriptClass: true } variable => $"{variable.Type.ToDisplayString(Parameter)} {variable.Name}",
        IPropertySymbol { ContainingType.IsScriptClass: true } variable => $"{variable.Type.ToDisplayString(Parameter)} {variable.Name}",
        ILocalSymbol local => $"{local.Type.ToDisplayString(Parameter)} {local.Name}{Value(local)}",
        IParameterSymbol parameter => $"{parameter.ToDisplayString(Parameter)}",
        IRangeVariableSymbol range => range.Name,
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } member => $"{member.ContainingType.Name}.{member.Name}",
        INamedTypeSymbol { IsStatic: true } type => $"static {type.ToDisplayString(Name)}",
        _ => symbol.ToDisplayString(Name),
    };

    private static string Value(ILocalSymbol local) =>
        local.HasConstantValue ? string.Create(CultureInfo.InvariantCulture, $" = {local.ConstantValue}") : "";

    private static string TypeName(INamedTypeSymbol type) => type.ToDisplayString(Parameter);
}

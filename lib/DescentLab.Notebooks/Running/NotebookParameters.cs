using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>A name or a value for the parameters cell does not fit; the message names the notebook and what would fit.</summary>
public sealed class NotebookParameterException : Exception
{
    /// <summary>An error with no message.</summary>
    public NotebookParameterException()
    {
    }

    /// <summary>An error with a message.</summary>
    /// <param name="message">The notebook, the name, the value, and what would fit.</param>
    public NotebookParameterException(string message) : base(message)
    {
    }

    /// <summary>An error with a message and a cause.</summary>
    /// <param name="message">The notebook, the name, the value, and what would fit.</param>
    /// <param name="innerException">The cause.</param>
    public NotebookParameterException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>
/// The knobs of a notebook: the variables that its cell tagged <c>parameters</c> sets to plain literals
/// (<c>double η = 0.03;</c>, <c>var steps = 15;</c>, <c>string name = "Adam";</c>).
/// </summary>
public static class NotebookParameters
{
    /// <summary>The tag of the parameters cell.</summary>
    public const string Tag = "parameters";

    /// <summary>The parameters' names and their literals as written, in the cell's order.</summary>
    /// <param name="document">A notebook; one without a parameters cell has none.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return [.. Find(Cell(document)?.Source ?? "").Select(knob => KeyValuePair.Create(knob.Name, knob.Literal.ToString()))];
    }

    /// <summary>A copy of a notebook with some parameters set to other values; the rest of the cell stays as written.</summary>
    /// <param name="document">The notebook; it is not changed.</param>
    /// <param name="values">
    /// Names and values; numbers as in C# without suffix (<c>0.1</c>, <c>1e-3</c>, <c>40_000</c>), texts without quotes.
    /// </param>
    /// <exception cref="NotebookParameterException">A name is not a parameter, or a value is not of its type.</exception>
    public static NotebookDocument Set(NotebookDocument document, IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(values);
        var copy = document.Clone();
        foreach (var (name, value) in values)
        {
            var cell = Cell(copy);
            var source = cell?.Source ?? "";
            var knobs = Find(source);
            var knob = knobs.FirstOrDefault(knob => Normal(knob.Name) == Normal(name))
                ?? throw new NotebookParameterException(
                    $"{document.Name}: there is no parameter '{name}'. "
                    + (knobs.Count == 0 ? "This notebook has no parameters." : $"It has: {string.Join(", ", knobs.Select(knob => knob.Name))}."));
            var literal = Literal(knob, value)
                ?? throw new NotebookParameterException(
                    $"{document.Name}: '{value}' is no {knob.Type} for the parameter {knob.Name} (now {knob.Literal}).");
            cell!.Source = source[..knob.Literal.SpanStart] + literal + source[knob.Literal.Span.End..];
        }

        return copy;
    }

    private static NotebookCell? Cell(NotebookDocument document) =>
        document.CodeCells.FirstOrDefault(cell => cell.HasTag(Tag));

    // Keyboards type the micro sign where notebooks have the Greek letter.
    private static string Normal(string name) => name.Replace('\u00b5', 'μ');

    private static List<Knob> Find(string source)
    {
        var options = CSharpParseOptions.Default.WithKind(Microsoft.CodeAnalysis.SourceCodeKind.Script);
        var root = CSharpSyntaxTree.ParseText(source, options).GetCompilationUnitRoot();
        return
        [
            .. from field in root.Members.OfType<FieldDeclarationSyntax>()
               from variable in field.Declaration.Variables
               let literal = variable.Initializer?.Value
               where literal is not null
               let type = TypeOf(field.Declaration.Type, literal)
               where type is not null
               select new Knob(variable.Identifier.ValueText, type, literal),
        ];
    }

    private static string? TypeOf(TypeSyntax declared, ExpressionSyntax initializer)
    {
        var value = initializer is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: var operand }
            ? operand
            : initializer;
        return value is not LiteralExpressionSyntax literal ? null
            : declared is PredefinedTypeSyntax predefined ? predefined.Keyword.ValueText
            : declared.IsVar ? literal.Token.Value switch
            {
                double => "double",
                float => "float",
                int => "int",
                long => "long",
                decimal => "decimal",
                bool => "bool",
                string => "string",
                _ => null,
            }
            : null;
    }

    // With a suffix where the type is not written beside it: `var η = 1.0` must stay a double when set to 2.
    private static string? Literal(Knob knob, string value)
    {
        var number = value.Replace("_", "", StringComparison.Ordinal);
        const NumberStyles Real = NumberStyles.Float;
        var culture = CultureInfo.InvariantCulture;
        return knob.Type switch
        {
            "double" when double.TryParse(number, Real, culture, out var x) && double.IsFinite(x) => WithPoint(x.ToString("R", culture)),
            "float" when float.TryParse(number, Real, culture, out var x) && float.IsFinite(x) => x.ToString("R", culture) + "f",
            "decimal" when decimal.TryParse(number, Real, culture, out var x) => x.ToString(culture) + "m",
            "int" when int.TryParse(number, NumberStyles.AllowLeadingSign, culture, out var x) => x.ToString(culture),
            "long" when long.TryParse(number, NumberStyles.AllowLeadingSign, culture, out var x) => x.ToString(culture) + "L",
            "uint" when uint.TryParse(number, NumberStyles.None, culture, out var x) => x.ToString(culture) + "u",
            "ulong" when ulong.TryParse(number, NumberStyles.None, culture, out var x) => x.ToString(culture) + "ul",
            "bool" when bool.TryParse(value, out var x) => x ? "true" : "false",
            "string" => SymbolDisplay.FormatLiteral(value, quote: true),
            _ => null,
        };
    }

    private static string WithPoint(string number) => number.AsSpan().ContainsAny('.', 'E') ? number : number + ".0";

    private sealed record Knob(string Name, string Type, ExpressionSyntax Literal);
}

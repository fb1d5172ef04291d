using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DescentLab.Notebooks;

/// <summary>A name or a value for the parameters cell is invalid; the message names the notebook and what is valid.</summary>
public sealed class NotebookParameterException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public NotebookParameterException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">The notebook, the name, the value, and what is valid.</param>
    public NotebookParameterException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with a message and a cause.</summary>
    /// <param name="message">The notebook, the name, the value, and what is valid.</param>
    /// <param name="innerException">The cause.</param>
    public NotebookParameterException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>
/// Reads and sets the parameters of a notebook: the variables that its cell tagged <c>parameters</c> sets to plain literals
/// (<c>double η = 0.03;</c>, <c>var steps = 15;</c>, <c>string name = "Adam";</c>).
/// </summary>
public static class NotebookParameters
{
    /// <summary>The tag of the parameters cell.</summary>
    public const string Tag = "parameters";

    /// <summary>Gets the parameters' names and their literals as written, in the cell's order.</summary>
    /// <param name="document">A notebook; one without a parameters cell has none.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return [.. Find(Cell(document)?.Source ?? "").Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Literal.ToString()))];
    }

    /// <summary>Returns a copy of a notebook with some parameters set to other values; the rest of the cell is unchanged.</summary>
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
            var parameters = Find(source);
            var parameter = parameters.FirstOrDefault(parameter => Normal(parameter.Name) == Normal(name))
                ?? throw new NotebookParameterException(
                    $"{document.Name}: there is no parameter '{name}'. "
                    + (parameters.Count == 0 ? "This notebook has no parameters." : $"It has: {string.Join(", ", parameters.Select(parameter => parameter.Name))}."));
            var literal = Literal(parameter, value)
                ?? throw new NotebookParameterException(
                    $"{document.Name}: '{value}' is not a valid {parameter.Type} for the parameter {parameter.Name} (now {parameter.Literal}). Give {Valid(parameter.Type)}.");
            cell!.Source = source[..parameter.Literal.SpanStart] + literal + source[parameter.Literal.Span.End..];
        }

        return copy;
    }

    private static NotebookCell? Cell(NotebookDocument document) =>
        document.CodeCells.FirstOrDefault(cell => cell.HasTag(Tag));

    // Keyboards type the micro sign, but the notebooks have the Greek letter.
    private static string Normal(string name) => name.Replace('\u00b5', 'μ');

    private static List<Parameter> Find(string source)
    {
        if (!CodeNesting.IsSane(source))
        {
            return [];
        }

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
               select new Parameter(variable.Identifier.ValueText, type, literal),
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

    private static string Valid(string type) => type switch
    {
        "double" or "float" or "decimal" => $"a number with a decimal point, such as 0.1 or 1e-3, that a {type} can hold",
        "bool" => "true or false",
        _ => $"a whole number that {(type is "int" ? "an" : "a")} {type} can hold, such as 40_000",
    };

    // With a suffix if the type is not declared: `var η = 1.0` must stay a double when set to 2.
    private static string? Literal(Parameter parameter, string value)
    {
        var number = value.Replace("_", "", StringComparison.Ordinal);
        const NumberStyles Real = NumberStyles.Float;
        var culture = CultureInfo.InvariantCulture;
        return parameter.Type switch
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

    private sealed record Parameter(string Name, string Type, ExpressionSyntax Literal);
}

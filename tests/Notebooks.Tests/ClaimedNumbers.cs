using System.Globalization;
using System.Text.RegularExpressions;
using DescentLab.Notebooks;

namespace Notebooks.Tests;

/// <summary>
/// Finds numbers in the prose that no cell shows. A measured number has two decimals or more, such as 0.8750: it must be
/// in the outputs or in the code of its notebook, to its last digit. Formulas are left out.
/// </summary>
internal static partial class ClaimedNumbers
{
    public static IReadOnlyList<string> WithoutACell(NotebookDocument document)
    {
        var shown = Numbers(document).ToList();
        return
        [
            .. from cell in document.Cells
               where cell.Kind == CellKind.Markdown
               from Match claim in Claim().Matches(Formula().Replace(cell.Source, " "))
               where !shown.Exists(number => IsRounded(number, claim.Value))
               select $"{document.Name}, cell {cell.Id}: no cell shows {claim.Value}",
        ];
    }

    private static IEnumerable<double> Numbers(NotebookDocument document) =>
        from cell in document.CodeCells
        from text in cell.Outputs.Select(Text).Append(cell.Source)
        from Match number in Number().Matches(text.Replace(",", "", StringComparison.Ordinal))
        select double.Parse(number.Value, CultureInfo.InvariantCulture);

    private static string Text(CellOutput output) => output switch
    {
        StreamOutput stream => stream.Text,
        DataOutput data => data.Data["text/plain"] ?? "",
        _ => "",
    };

    // 0.0023 is 0.00228 rounded; half a unit either way, and a little more for numbers that were rounded twice.
    private static bool IsRounded(double number, string claim)
    {
        var plain = claim.Replace(",", "", StringComparison.Ordinal);
        var unit = Math.Pow(10, -plain.Split('.')[1].Length);
        return Math.Abs(number - double.Parse(plain, CultureInfo.InvariantCulture)) <= 0.51 * unit;
    }

    [GeneratedRegex(@"\$\$.+?\$\$|\$[^$\n]+(?:\n[^$\n]+)?\$", RegexOptions.Singleline)]
    private static partial Regex Formula();

    // Not an equation's number (11.10), a version, or a part of a word.
    [GeneratedRegex(@"(?<![\w.\-/]|quations? )\d[\d,]*\.\d{2,}(?![\w.]*\w)")]
    private static partial Regex Claim();

    [GeneratedRegex(@"\d+\.?\d*(?:[eE][-+]?\d+)?")]
    private static partial Regex Number();
}

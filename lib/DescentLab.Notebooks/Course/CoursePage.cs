using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DescentLab.Notebooks;

/// <summary>
/// The entry of one notebook on the map of the course. Everything comes from the notebook itself: the number from its
/// file name, the title from its first heading, the rest from <c>descentlab</c> in its metadata.
/// </summary>
/// <param name="Number">The number, for example <c>07</c>.</param>
/// <param name="File">The file name, for example <c>07-distribution-of-trainings.ipynb</c>.</param>
/// <param name="Title">The title with its number, for example <c>07 · The distribution of trainings</c>.</param>
/// <param name="Sentence">The contents, in a sentence or two.</param>
/// <param name="Minutes">The approximate time to read and run it, without the exercises.</param>
/// <param name="Picture">The saved picture of the figure that represents the notebook, as PNG; null if there is none.</param>
public sealed partial record CoursePage(
    string Number, string File, string Title, string Sentence, int Minutes, ReadOnlyMemory<byte>? Picture)
{
    /// <summary>The metadata entry that holds the sentence, the minutes and the id of the picture's cell.</summary>
    public const string MetadataName = "descentlab";

    /// <summary>Gets the number at the beginning of a notebook's name; null when the notebook is not part of a course.</summary>
    /// <param name="document">The notebook.</param>
    public static string? NumberOf(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return Numbered().Match(document.Name) is { Success: true } match ? match.Groups[1].Value : null;
    }

    /// <summary>Gets the page of a notebook; null when its name has no number or its metadata are incomplete.</summary>
    /// <param name="document">The notebook.</param>
    public static CoursePage? Of(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return NumberOf(document) is { } number
            && TitleOf(document) is { } title
            && document.Metadata[MetadataName] is JsonObject about
            && about["sentence"] is JsonValue sentence && sentence.TryGetValue(out string? says)
            && about["minutes"] is JsonValue minutes && minutes.TryGetValue(out int takes) && takes > 0
            && about["picture"] is JsonValue picture && picture.TryGetValue(out string? cell)
            ? new(number, document.Name + ".ipynb", title, says, takes, PictureOf(document, cell))
            : null;
    }

    /// <summary>Gets the first heading of level 1; null when there is none.</summary>
    internal static string? TitleOf(NotebookDocument document) =>
        document.Cells.Where(cell => cell.Kind == CellKind.Markdown)
            .Select(cell => FirstHeading().Match(cell.Source))
            .FirstOrDefault(match => match.Success)?.Groups[1].Value.Trim();

    private static ReadOnlyMemory<byte>? PictureOf(NotebookDocument document, string cell) =>
        document.CodeCells.FirstOrDefault(code => code.Id == cell)?.Outputs.OfType<DataOutput>()
            .Select(output => output.Data["image/png"]).OfType<string>().FirstOrDefault() is { } png
            ? Decode(png)
            : null;

    private static ReadOnlyMemory<byte>? Decode(string base64)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^(\d\d)-")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^# (.+)$", RegexOptions.Multiline)]
    private static partial Regex FirstHeading();
}

namespace DescentLab.Notebooks;

/// <summary>A heading of a page, for the table of contents.</summary>
/// <param name="Level">1 to 6.</param>
/// <param name="Anchor">Its anchor in the page.</param>
/// <param name="Html">Its text, formulas typeset, without links.</param>
internal sealed record Heading(int Level, string Anchor, string Html);

/// <summary>The data that one page collects while its cells are rendered.</summary>
internal sealed class PageContent
{
    private const int MostPictureLetters = 64_000_000;

    private readonly string name;

    /// <summary>Starts a page.</summary>
    /// <param name="name">The notebook's name, for warnings.</param>
    public PageContent(string name) => this.name = name;

    /// <summary>The anchors in use.</summary>
    public AnchorNames Anchors { get; } = new();

    /// <summary>The headings so far.</summary>
    public List<Heading> Headings { get; } = [];

    /// <summary>The warnings so far.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The first paragraph as HTML without links; null while there is none.</summary>
    public string? Summary { get; set; }

    /// <summary>How many characters of pictures the text may still embed: one picture can be used any number of times.</summary>
    public int PictureLettersLeft { get; set; } = MostPictureLetters;

    /// <summary>The number of charts.</summary>
    public int Charts { get; set; }

    /// <summary>Whether a chart may need the full plotly.js.</summary>
    public bool NeedsFullPlotly { get; set; }

    /// <summary>Whether a chart is a hill of the reader's own.</summary>
    public bool HasHill { get; set; }

    /// <summary>Whether the page contains a formula.</summary>
    public bool HasMathematics { get; set; }

    /// <summary>The number of the current cell, from 1.</summary>
    public int Cell { get; set; }

    /// <summary>Adds a warning about content that could not be shown as intended.</summary>
    public void Warn(string message) => Warnings.Add($"{name}, cell {Cell}: {message}");
}

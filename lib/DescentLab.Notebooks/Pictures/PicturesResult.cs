namespace DescentLab.Notebooks;

/// <summary>The result of <see cref="FigurePictures"/>.</summary>
/// <param name="Drawn">The number of pictures drawn.</param>
/// <param name="Warnings">The figures that could not be drawn, each with its notebook and cell.</param>
/// <param name="Changed">The notebooks whose outputs have changed.</param>
public sealed record PicturesResult(int Drawn, IReadOnlyList<string> Warnings, IReadOnlyCollection<NotebookDocument> Changed);
